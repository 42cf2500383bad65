import { describe, expect, test } from 'vitest';
import type { MemberEvent } from '../../cluster/types.ts';
import { createEventStream } from './eventStream.ts';
import type { EventSink } from './eventStream.ts';

/** A reader that takes nothing until told. */
class SlowReader implements EventSink {
  readonly frames: string[] = [];
  isSlow = false;
  isEnded = false;
  #drain: (() => void) | undefined;

  write(text: string): boolean {
    this.frames.push(text);
    return !this.isSlow;
  }

  end(): void {
    this.isEnded = true;
  }

  once(_event: 'drain', listener: () => void): void {
    this.#drain = listener;
  }

  drain(): void {
    this.isSlow = false;
    this.#drain?.();
  }

  get types(): readonly string[] {
    return this.frames.map((frame) => /^event: (\w+)/.exec(frame)?.[1] ?? frame.trim());
  }
}

const figures = (pipeline: string): MemberEvent => ({
  type: 'figures',
  data: { pipeline, atMs: 1, state: 'running', nodes: {}, edges: {} },
});
const log: MemberEvent = { type: 'log', data: { atMs: 1, level: 'info', message: 'x'.repeat(40) } };
const state: MemberEvent = { type: 'deploymentDeleted', data: { name: 'a' } };

describe('an event stream', () => {
  test('writes each event as one frame', () => {
    const reader = new SlowReader();
    createEventStream(reader).send({ type: 'log', data: { atMs: 1, level: 'info', message: 'two\nlines' } });
    expect(reader.frames).toEqual(['event: log\ndata: {"atMs":1,"level":"info","message":"two\\nlines"}\n\n']);
  });

  test('leaves figures out for a slow reader, then log lines, never states, and says so', () => {
    const reader = new SlowReader();
    const stream = createEventStream(reader, 400);
    reader.isSlow = true;
    stream.send(state);
    for (let n = 0; n < 5; n++) stream.send(figures('a'));
    stream.send(state);
    for (let n = 0; n < 6; n++) stream.send(log);
    stream.send(state);
    stream.heartbeat();
    expect(reader.types).toEqual(['deploymentDeleted']);
    reader.drain();
    expect(reader.types.filter((type) => type === 'deploymentDeleted')).toHaveLength(3);
    expect(reader.types).not.toContain('figures');
    const notice = reader.frames.find((frame) => frame.startsWith('event: dropped')) ?? '';
    expect(JSON.parse(notice.split('data: ')[1] ?? '')).toMatchObject({ figures: 5 });
    stream.send(figures('b'));
    expect(reader.types.at(-1)).toBe('figures');
  });

  test('cuts a reader off that cannot even take the states', () => {
    const reader = new SlowReader();
    const stream = createEventStream(reader, 100);
    reader.isSlow = true;
    for (let n = 0; n < 10; n++) stream.send(state);
    expect(reader.isEnded).toBe(true);
    const written = reader.frames.length;
    stream.send(state);
    expect(reader.frames.length).toBe(written);
  });
});
