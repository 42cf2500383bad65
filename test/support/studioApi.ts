import { readFile } from 'node:fs/promises';
import type { DeploymentDto } from '../../runtime/api/contract.ts';
import type { StudioProcess } from './startStudio.ts';
import { waitFor } from './waitFor.ts';

/** A studio's API, as a program with its token uses it. */
export interface StudioApi {
  /** Answers the body; throws what the studio said when the status is not a success. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Saves a text as the draft and deploys it. */
  deploy(name: string, text: string): Promise<DeploymentDto>;
  /** Waits until a deployment is in a state. */
  reaches(name: string, state: DeploymentDto['state']): Promise<DeploymentDto>;
}

export async function studioApi(studio: StudioProcess): Promise<StudioApi> {
  const token = (await readFile(studio.tokenFile, 'utf8')).trim();
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${studio.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  return {
    call,
    deploy: async (name, text) => {
      await call('PUT', `/pipelines/${name}`, { text });
      return call('PUT', `/deployments/${name}`, { text });
    },
    reaches: (name, state) =>
      waitFor(`${name} is ${state}`, async () => {
        const now = await call<DeploymentDto>('GET', `/deployments/${name}`);
        return now.state === state && now;
      }),
  };
}
