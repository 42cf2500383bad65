import { describe, expect, it } from 'vitest';
import type { DeploymentDto } from '../../../runtime/api/contract.ts';
import { ApiError } from '../../client/index.ts';
import { endedSourcesOf, sourcesOf, startOver } from './startOver.ts';

const deployment = {
  name: 'p',
  desired: 'running',
  connectors: [
    { node: 'in', kind: 'source', type: 'files', state: 'ended' },
    { node: 'more', kind: 'source', type: 'files', state: 'running' },
    { node: 'out', kind: 'sink', type: 'files', state: 'running' },
  ],
} as unknown as DeploymentDto;

function recordingClient(refusals = 0) {
  const calls: string[] = [];
  let left = refusals;
  return {
    calls,
    control: (_name: string, action: string) => {
      calls.push(action);
      return Promise.resolve(deployment);
    },
    resetPositions: (_name: string, node: string) => {
      if (left > 0) {
        left -= 1;
        return Promise.reject(new ApiError({ status: 409, code: 'cluster.not_stopped' }));
      }
      calls.push(`reset ${node}`);
      return Promise.resolve();
    },
  };
}

const atOnce = (): Promise<void> => Promise.resolve();

describe('startOver', () => {
  it('stops, deploys, forgets the positions of sources alone, and runs', async () => {
    const client = recordingClient();
    await startOver(client, deployment, () => (client.calls.push('deploy'), Promise.resolve(deployment)), atOnce);
    expect(client.calls).toEqual(['stop', 'deploy', 'reset in', 'reset more', 'resume']);
  });

  it('waits until the last task has let go', async () => {
    const client = recordingClient(3);
    await startOver(client, deployment, () => Promise.resolve(deployment), atOnce);
    expect(client.calls).toEqual(['stop', 'reset in', 'reset more', 'resume']);
  });

  it('gives up on a pipeline that does not stop', async () => {
    const client = recordingClient(Number.POSITIVE_INFINITY);
    await expect(startOver(client, deployment, () => Promise.resolve(deployment), atOnce)).rejects.toMatchObject({
      code: 'cluster.not_stopped',
    });
  });

  it('lets what ran go on, with its positions, when the new text is refused', async () => {
    const client = recordingClient();
    const refuse = (): Promise<DeploymentDto> => Promise.reject(new ApiError({ status: 422 }));
    await expect(startOver(client, deployment, refuse, atOnce)).rejects.toMatchObject({ status: 422 });
    expect(client.calls).toEqual(['stop', 'resume']);
  });

  it('leaves what was stopped stopped when the new text is refused', async () => {
    const client = recordingClient();
    const refuse = (): Promise<DeploymentDto> => Promise.reject(new ApiError({ status: 409 }));
    await expect(startOver(client, { name: 'p', desired: 'stopped' }, refuse, atOnce)).rejects.toMatchObject({
      status: 409,
    });
    expect(client.calls).toEqual(['stop']);
  });
});

describe('the sources of a deployment', () => {
  it('are told apart from sinks, and ended ones from the rest', () => {
    expect([sourcesOf(deployment), endedSourcesOf(deployment), sourcesOf(undefined)]).toEqual([
      ['in', 'more'],
      ['in'],
      [],
    ]);
  });
});
