import type { DeploymentDto } from '../../../runtime/api/contract.ts';
import { ApiError } from '../../client/index.ts';
import type { RuntimeClient } from '../../client/index.ts';

const LOOK_MS = 150;
/** Tasks drain before they stop; a member gives them less than this. */
const PATIENCE_MS = 60_000;

export type StartOverClient = Pick<RuntimeClient, 'control' | 'resetPositions'>;

/** The sources of a deployment, by node. */
export function sourcesOf(deployment: Pick<DeploymentDto, 'connectors'> | undefined): readonly string[] {
  return (deployment?.connectors ?? []).filter(({ kind }) => kind === 'source').map(({ node }) => node);
}

/** Those of its sources that came to their end. */
export function endedSourcesOf(deployment: Pick<DeploymentDto, 'connectors'> | undefined): readonly string[] {
  return (deployment?.connectors ?? [])
    .filter(({ kind, state }) => kind === 'source' && state === 'ended')
    .map(({ node }) => node);
}

/**
 * Runs a deployment from the beginning: it stops, `deploy` puts what shall run in its place, its sources forget their positions
 * (P3: a person asked), and it runs. What cannot be deployed leaves positions alone, and what ran before goes on.
 */
export async function startOver(
  client: StartOverClient,
  { name, desired }: Pick<DeploymentDto, 'name' | 'desired'>,
  deploy: () => Promise<DeploymentDto>,
  wait: (ms: number) => Promise<void> = pause,
): Promise<DeploymentDto> {
  await client.control(name, 'stop');
  const deployment = await deploy().catch(async (caught: unknown) => {
    if (desired === 'running') await client.control(name, 'resume');
    throw caught;
  });
  for (const node of sourcesOf(deployment)) await resetOnceStopped(client, name, node, wait);
  return client.control(name, 'resume');
}

async function resetOnceStopped(
  client: StartOverClient,
  name: string,
  node: string,
  wait: (ms: number) => Promise<void>,
): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    try {
      return await client.resetPositions(name, node);
    } catch (caught) {
      const isStopping = caught instanceof ApiError && caught.code === 'cluster.not_stopped';
      if (!isStopping || waitedMs >= PATIENCE_MS) throw caught;
    }
    await wait(LOOK_MS);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
