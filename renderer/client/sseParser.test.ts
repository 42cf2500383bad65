import { describe, expect, it } from 'vitest';
import { createSseParser } from './sseParser.ts';
import type { ServerEvent } from './sseParser.ts';

function parse(...pieces: readonly string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const take = createSseParser((event) => events.push(event));
  for (const piece of pieces) take(piece);
  return events;
}

describe('createSseParser', () => {
  it('puts events together however the text is cut', () => {
    const text = 'event: log\r\ndata: {"a":\r\ndata: 1}\r\n\r\n:heartbeat\n\nevent: figures\ndata: {}\n\n';
    const whole = [
      { event: 'log', data: '{"a":\n1}' },
      { event: 'figures', data: '{}' },
    ];
    expect(parse(text)).toEqual(whole);
    expect(parse(...text.split(''))).toEqual(whole);
  });

  it('gives no event for one that has not ended', () => {
    expect(parse('event: log\ndata: 1\n')).toEqual([]);
  });
});
