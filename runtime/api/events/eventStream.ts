import type { MemberEvent } from '../../cluster/types.ts';

/** The part of a response a stream needs: node's ServerResponse is one. */
export interface EventSink {
  /** False when the reader is slower than the writer. */
  write(text: string): boolean;
  end(): void;
  once(event: 'drain', listener: () => void): unknown;
}

/** One reader of server-sent events. */
export interface EventStream {
  send(event: MemberEvent): void;
  /** A comment line: keeps proxies from closing, and finds dead readers. */
  heartbeat(): void;
  close(): void;
}

interface Waiting {
  readonly type: MemberEvent['type'];
  readonly frame: string;
}

/** Dropped in this order when a reader falls behind: the next figures say all that these did; a state must arrive. */
const DROPPABLE = ['figures', 'log'] as const;

/**
 * Writes events to one reader and holds at most `maxBytes` for it. Figures go first, then log lines, and the reader is told how
 * many (`dropped`); when states alone are too much it is cut off, connects again and gets all states anew.
 */
export function createEventStream(sink: EventSink, maxBytes = 1024 * 1024): EventStream {
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let isBlocked = false;
  let isClosed = false;
  let dropped = { figures: 0, logs: 0 };

  return { send, heartbeat, close };

  function send(event: MemberEvent): void {
    if (isClosed) return;
    const frame = frameOf(event);
    if (!isBlocked) {
      write(frame);
      return;
    }
    waiting.push({ type: event.type, frame });
    waitingBytes += frame.length;
    for (const type of DROPPABLE) if (waitingBytes > maxBytes) drop(type);
    if (waitingBytes > maxBytes) close();
  }

  function heartbeat(): void {
    if (!isClosed && !isBlocked) write(': heartbeat\n\n');
  }

  function close(): void {
    if (isClosed) return;
    isClosed = true;
    waiting = [];
    waitingBytes = 0;
    sink.end();
  }

  function write(frame: string): void {
    if (sink.write(frame)) return;
    isBlocked = true;
    sink.once('drain', flush);
  }

  function flush(): void {
    isBlocked = false;
    if (dropped.figures + dropped.logs > 0) {
      const notice = frameOf({ type: 'dropped', data: dropped });
      dropped = { figures: 0, logs: 0 };
      write(notice);
    }
    while (!isBlocked && !isClosed) {
      const next = waiting.shift();
      if (!next) return;
      waitingBytes -= next.frame.length;
      write(next.frame);
    }
  }

  function drop(type: 'figures' | 'log'): void {
    const kept = waiting.filter((event) => event.type !== type);
    const count = waiting.length - kept.length;
    waiting = kept;
    waitingBytes = kept.reduce((sum, event) => sum + event.frame.length, 0);
    dropped =
      type === 'figures'
        ? { ...dropped, figures: dropped.figures + count }
        : { ...dropped, logs: dropped.logs + count };
  }
}

/** JSON has no raw line breaks, so one data line is enough. */
function frameOf(event: MemberEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`;
}
