import type { DeploymentDto, DeploymentState, PositionDto } from '../../runtime/api/contract.ts';
import { spawnMember } from './spawnMember.ts';
import type { SpawnedMember } from './spawnMember.ts';
import { tempDir } from './tempDir.ts';
import type { TempDir } from './tempDir.ts';
import { waitFor } from './waitFor.ts';

/** Members as processes on one data folder, in the words of those who operate them. */
export class TestCluster implements AsyncDisposable {
  readonly dir: TempDir;
  readonly #members = new Map<string, SpawnedMember>();

  static async create(): Promise<TestCluster> {
    return new TestCluster(await tempDir('gantry-cluster-'));
  }

  constructor(dir: TempDir) {
    this.dir = dir;
  }

  get dataDir(): string {
    return this.dir.join('data');
  }

  member(name: string): SpawnedMember {
    const found = this.#members.get(name);
    if (found === undefined) throw new Error(`no member ${name} runs`);
    return found;
  }

  async start(name: string, args: readonly string[] = []): Promise<SpawnedMember> {
    const member = await spawnMember(this.dataDir, args);
    this.#members.set(name, member);
    return member;
  }

  /** SIGKILL. */
  async kill(name: string): Promise<void> {
    await this.member(name).kill();
    this.#members.delete(name);
  }

  /** SIGTERM: drains. Gives its exit code. */
  async terminate(name: string): Promise<number | null> {
    const code = await this.member(name).terminate();
    this.#members.delete(name);
    return code;
  }

  deploy(text: string, name = this.#any()): Promise<DeploymentDto> {
    const pipeline = /^name:\s*(\S+)/m.exec(text)?.[1];
    return this.member(name).call('PUT', `/deployments/${pipeline}`, { text });
  }

  deployment(pipeline: string, name = this.#any()): Promise<DeploymentDto> {
    return this.member(name).call('GET', `/deployments/${pipeline}`);
  }

  positions(pipeline: string, name = this.#any()): Promise<readonly PositionDto[]> {
    return this.member(name).call('GET', `/deployments/${pipeline}/positions`);
  }

  /** Waits until the deployment is in the state, as the member tells it. */
  expectState(pipeline: string, state: DeploymentState, name = this.#any(), withinMs?: number): Promise<DeploymentDto> {
    return waitFor(
      `${pipeline} is ${state}`,
      async () => {
        const deployment = await this.deployment(pipeline, name);
        if (deployment.state === 'failed' && state !== 'failed') {
          throw new Error(`${pipeline} failed: ${JSON.stringify(deployment.tasks.map((task) => task.error))}`);
        }
        return deployment.state === state && deployment;
      },
      withinMs,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#members.values()].map((member) => member.kill()));
    await this.dir[Symbol.asyncDispose]();
  }

  #any(): string {
    const [name] = this.#members.keys();
    if (name === undefined) throw new Error('no member runs');
    return name;
  }
}
