import type { DeploymentDto, DeploymentState } from '../../runtime/api/contract.ts';
import { startRuntime } from '../../runtime/index.ts';
import type { MemberEvent, Runtime, RuntimeOptions } from '../../runtime/index.ts';
import { tempDir } from './tempDir.ts';
import { waitFor } from './waitFor.ts';

/** A member in this process, with all its real parts, on a data folder of its own. */
export interface TestMember extends AsyncDisposable {
  readonly runtime: Runtime;
  readonly dataDir: string;
  /** All it told since it started. */
  readonly events: readonly MemberEvent[];
  /** Deploys and waits until the deployment is in the state. */
  deploy(text: string, until?: DeploymentState): Promise<DeploymentDto>;
  /** Waits until the deployment is in the state. */
  reaches(name: string, state: DeploymentState, withinMs?: number): Promise<DeploymentDto>;
}

/** Starts a member; `dataDir` where the folder is to outlive it. */
export async function startTestMember(options: Partial<RuntimeOptions> = {}): Promise<TestMember> {
  const own = options.dataDir === undefined ? await tempDir('gantry-member-') : undefined;
  const dataDir = options.dataDir ?? own?.path ?? '';
  const runtime = await startRuntime({ commitIntervalMs: 100, ...options, dataDir });
  const events: MemberEvent[] = [];
  runtime.member.subscribe((event) => events.push(event));

  const reaches: TestMember['reaches'] = (name, state, withinMs) =>
    waitFor(
      `${name} is ${state}`,
      async () => {
        const deployment = await runtime.member.deployment(name);
        return deployment.state === state && deployment;
      },
      withinMs,
    );

  return {
    runtime,
    dataDir,
    events,
    reaches,
    async deploy(text, until = 'running') {
      const { name } = await runtime.member.deploy(text);
      return reaches(name, until);
    },
    async [Symbol.asyncDispose]() {
      await runtime.dispose();
      await own?.[Symbol.asyncDispose]();
    },
  };
}
