import { describe, expect, it } from 'vitest';
import { createEventStream } from './eventStream.ts';
import type { ConnectionState } from './eventStream.ts';
import type { Transport } from './transport.ts';

type Attempt = (onOpen: (status: number) => void, onText: (text: string) => void) => Promise<void>;

/** A stream whose attempts and pauses are given; it ends when the attempts are over. */
async function run(
  attempts: readonly Attempt[],
): Promise<{ pauses: number[]; states: ConnectionState['status'][]; logs: unknown[] }> {
  const pauses: number[] = [];
  const states: ConnectionState['status'][] = [];
  const logs: unknown[] = [];
  const left = [...attempts];
  await new Promise<void>((resolve) => {
    const transport: Transport = {
      send: () => Promise.reject(new Error('not used')),
      stream: (_path, onOpen, onText) => {
        const attempt = left.shift();
        if (attempt !== undefined) return attempt(onOpen, onText);
        stream.dispose();
        resolve();
        return Promise.resolve();
      },
    };
    const wait = async (ms: number): Promise<void> => {
      states.push(stream.connection.getState().status);
      pauses.push(ms);
      await Promise.resolve();
    };
    const stream = createEventStream({ transport, now: () => 0, random: () => 1, wait });
    stream.on('log', (entry) => logs.push(entry));
  });
  return { pauses, states, logs };
}

const refuse =
  (status: number): Attempt =>
  (onOpen) => {
    onOpen(status);
    return Promise.resolve();
  };
const breakDown: Attempt = () => Promise.reject(new Error('reset'));

describe('createEventStream', () => {
  it('waits twice as long after each failure, up to 15 s, and begins anew once it was connected', async () => {
    const { pauses } = await run([
      breakDown,
      breakDown,
      breakDown,
      breakDown,
      breakDown,
      breakDown,
      breakDown,
      refuse(200),
      breakDown,
    ]);
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 500, 1000]);
  });

  it('tells a refused token from a lost connection', async () => {
    const { states } = await run([breakDown, refuse(401)]);
    expect(states).toEqual(['reconnecting', 'unauthorised']);
  });

  it('hands events to those who listen', async () => {
    const { logs } = await run([
      async (onOpen, onText) => {
        await Promise.resolve();
        onOpen(200);
        onText('event: log\ndata: {"message":"hello"}\n\nevent: other\ndata: {}\n\n');
      },
    ]);
    expect(logs).toEqual([{ message: 'hello' }]);
  });
});
