import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { CheckStep } from '@gantry/sdk';
import { shownUrl } from './urls.ts';

const STEP_TIMEOUT_MS = 5_000;

interface Step {
  readonly name: string;
  run(signal: AbortSignal): Promise<Omit<CheckStep, 'name'>>;
}

/** Goes the way of a request step by step; after the first that fails the rest is skipped. Sends a HEAD, changes nothing. */
export async function checkEndpoint(url: URL, headers: Headers, signal: AbortSignal): Promise<readonly CheckStep[]> {
  const results: CheckStep[] = [];
  for (const { name, run } of stepsFor(url, headers)) {
    if (results.some(({ status }) => status === 'failed')) {
      results.push({ name, status: 'skipped' });
      continue;
    }
    try {
      results.push({ name, ...(await run(AbortSignal.any([signal, AbortSignal.timeout(STEP_TIMEOUT_MS)]))) });
    } catch (error) {
      results.push({ name, status: 'failed', detail: reasonOf(error) });
    }
  }
  return results;
}

function stepsFor(url: URL, headers: Headers): readonly Step[] {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isSecure = url.protocol === 'https:';
  const port = Number(url.port) || (isSecure ? 443 : 80);
  return [
    {
      name: 'resolve',
      async run() {
        const { address } = await lookup(host);
        return { status: 'passed', detail: `${host} is ${address}` };
      },
    },
    {
      name: 'connect',
      async run(signal) {
        await opened(() => connect({ host, port }), 'connect', signal);
        return { status: 'passed', detail: `${host}:${port} accepts connections` };
      },
    },
    ...(isSecure ? [tlsStep(host, port)] : []),
    { name: 'status', run: (signal) => headStatus(url, headers, signal) },
  ];
}

function tlsStep(host: string, port: number): Step {
  return {
    name: 'TLS',
    async run(signal) {
      await opened(() => connectTls({ host, port, servername: host }), 'secureConnect', signal);
      return { status: 'passed', detail: 'the certificate is valid' };
    },
  };
}

/** Waits until a socket is open and lets it go again. */
function opened(open: () => ReturnType<typeof connect>, event: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = open();
    const end = (error?: unknown): void => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      if (error === undefined) resolve();
      else reject(error as Error);
    };
    const abort = (): void => end(new Error('no answer in time'));
    signal.addEventListener('abort', abort, { once: true });
    socket.once(event, () => end());
    socket.on('error', end);
  });
}

async function headStatus(url: URL, headers: Headers, signal: AbortSignal): Promise<Omit<CheckStep, 'name'>> {
  const response = await fetch(url, { method: 'HEAD', headers, redirect: 'manual', signal });
  const detail = `HEAD ${shownUrl(url)} answers ${response.status}`;
  if (response.status === 401 || response.status === 403 || response.status === 407) {
    return { status: 'failed', detail, fix: 'Set the token, password or secret header the server wants.' };
  }
  if (response.status >= 500 || response.status === 404) return { status: 'warning', detail };
  return { status: 'passed', detail };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer in time';
  return error.cause instanceof Error ? error.cause.message : error.message;
}
