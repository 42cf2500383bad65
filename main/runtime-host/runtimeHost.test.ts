import { describe, expect, test } from 'vitest';
import type { Clock } from '@gantry/sdk';
import { createCurrentAccess } from './currentAccess.ts';
import { createLineReader } from './lineReader.ts';
import { startRuntimeHost } from './runtimeHost.ts';
import type { RuntimeProcess, RuntimeState } from './runtimeHost.ts';

/** A runtime whose life the test decides. */
class FakeRuntime implements RuntimeProcess {
  readonly asked: string[] = [];
  out: (text: string) => void = () => undefined;
  err: (text: string) => void = () => undefined;
  exit: (code: number | null) => void = () => undefined;

  onOutput(stream: 'out' | 'err', listener: (text: string) => void): void {
    this[stream] = listener;
  }

  onExit(listener: (code: number | null) => void): void {
    this.exit = listener;
  }

  stop(): void {
    this.asked.push('stop');
  }

  kill(): void {
    this.asked.push('kill');
    this.exit(null);
  }
}

/** Time stands still; each sleep waits until it is told to pass. */
function createRig() {
  const runtimes: FakeRuntime[] = [];
  const states: RuntimeState[] = [];
  const sleeps: { readonly ms: number; pass(): void }[] = [];
  let now = 0;
  const clock: Clock = {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        sleeps.push({
          ms,
          pass: () => {
            now += ms;
            resolve();
          },
        });
        (signal as AbortSignal | undefined)?.addEventListener('abort', () => reject(new Error('cancelled')));
      }),
  };
  const quiet = (): void => undefined;
  const host = startRuntimeHost({
    clock,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    start: () => runtimes[runtimes.push(new FakeRuntime()) - 1]!,
    onState: (state) => states.push(state),
  });
  return { host, runtimes, states, sleeps, settle: () => new Promise((resolve) => setImmediate(resolve)) };
}

describe('the runtime host', () => {
  test('says the address the runtime prints, in whatever pieces it comes', () => {
    const { runtimes, states } = createRig();
    runtimes[0]!.out('some line\n{"url":"http://127.0.0.1:1","tok');
    runtimes[0]!.out('enFile":"/t"}\n');
    expect(states.at(-1)).toEqual({ state: 'running', address: { url: 'http://127.0.0.1:1', tokenFile: '/t' } });
  });

  test('starts it again after a crash, and says what it last complained of', async () => {
    const { runtimes, states, sleeps, settle } = createRig();
    runtimes[0]!.err('FATAL: out of memory\n');
    runtimes[0]!.exit(134);
    await settle();
    expect(states.at(-1)).toMatchObject({
      state: 'restarting',
      inMs: 500,
      reason: { code: 'shell.runtime_ended', message: 'the runtime ended with code 134: FATAL: out of memory' },
    });
    sleeps.at(-1)!.pass();
    await settle();
    expect([runtimes.length, states.at(-1)?.state]).toEqual([2, 'starting']);
  });

  test('gives up when it ends again and again', async () => {
    const { runtimes, states, sleeps, settle } = createRig();
    for (let n = 0; n < 5; n++) {
      runtimes.at(-1)!.exit(1);
      await settle();
      sleeps.at(-1)!.pass();
      await settle();
    }
    runtimes.at(-1)!.exit(1);
    await settle();
    expect([runtimes.length, states.at(-1)?.state]).toEqual([6, 'failed']);
  });

  test('ends a runtime by force that never says its address', async () => {
    const { runtimes, states, sleeps, settle } = createRig();
    sleeps[0]!.pass();
    await settle();
    expect(runtimes[0]!.asked).toEqual(['kill']);
    expect(states.at(-1)).toMatchObject({ state: 'restarting', reason: { code: 'shell.runtime_silent' } });
  });

  test('lets it drain at the end, by force only when it does not', async () => {
    const gentle = createRig();
    const stopped = gentle.host.stop();
    gentle.runtimes[0]!.exit(0);
    await stopped;
    expect([gentle.runtimes[0]!.asked, gentle.runtimes.length, gentle.states.at(-1)?.state]).toEqual([
      ['stop'],
      1,
      'stopped',
    ]);
    const stuck = createRig();
    const forced = stuck.host.stop();
    stuck.sleeps.at(-1)!.pass();
    await forced;
    expect(stuck.runtimes[0]!.asked).toEqual(['stop', 'kill']);
  });
});

test('calls wait for the runtime, follow it to its new address, and fail once it cannot be started', async () => {
  const access = createCurrentAccess(async (file) => `token of ${file}`);
  const waiting = access.get();
  access.update({ state: 'starting' });
  access.update({ state: 'running', address: { url: 'http://a', tokenFile: '/1' } });
  expect(await waiting).toEqual({ url: 'http://a', token: 'token of /1' });
  access.update({ state: 'starting' });
  const again = access.get();
  access.update({ state: 'running', address: { url: 'http://b', tokenFile: '/2' } });
  expect(await again).toEqual({ url: 'http://b', token: 'token of /2' });
});

test('lines are cut out of any chunks', () => {
  const lines: string[] = [];
  const read = createLineReader((line) => lines.push(line));
  for (const chunk of ['a', 'b\nc\r', '\n\nd']) read(chunk);
  expect(lines).toEqual(['ab', 'c', '']);
});
