import { CancelledError, toGantryError } from '@gantry/sdk';
import type { BusReader, BusRead, GantryError, ReadLimits } from '@gantry/sdk';

/**
 * One queue being read: one read ahead of what the task works on, never more (P8). Knows how far its messages were read, handed over
 * and dealt with.
 */
export class QueueFeed {
  readonly topic: string;
  readonly queue: number;
  /** `topic/queue`, as positions name it. */
  readonly key: string;
  /** Which input of the plan its messages belong to. */
  readonly input: number;
  /** Where reading goes on. */
  next: number;
  /** Everything below is dealt with: written, or taken by the error policy. */
  done: number;
  /** The end of the queue when it was last looked at. */
  end: number;
  /** What was read and not taken yet. */
  private ready: BusRead | undefined;
  private isReading = false;
  private failure: GantryError | undefined;
  private readonly reader: BusReader;
  private readonly onReady: () => void;

  constructor(
    at: { topic: string; queue: number; input: number; start: number; end: number },
    reader: BusReader,
    onReady: () => void,
  ) {
    this.topic = at.topic;
    this.queue = at.queue;
    this.key = `${at.topic}/${at.queue}`;
    this.input = at.input;
    this.next = at.start;
    this.done = at.start;
    this.end = at.end;
    this.reader = reader;
    this.onReady = onReady;
  }

  get lag(): number {
    return Math.max(0, this.end - this.done);
  }

  get isReady(): boolean {
    return this.ready !== undefined || this.failure !== undefined;
  }

  /** Reads ahead, unless something read before was not taken yet. */
  prefetch(limits: ReadLimits, signal: AbortSignal): void {
    if (this.isReading || this.isReady || signal.aborted) return;
    this.isReading = true;
    this.reader.read(limits, signal).then(
      (read) => this.onRead(read),
      (caught: unknown) => this.onFailure(toGantryError(caught)),
    );
  }

  /** Takes what was read; throws what reading failed with. */
  take(): BusRead | undefined {
    if (this.failure !== undefined) throw this.failure;
    const read = this.ready;
    this.ready = undefined;
    return read;
  }

  close(): Promise<void> {
    return this.reader.close();
  }

  private onRead(read: BusRead): void {
    this.isReading = false;
    this.next = read.next;
    this.end = Math.max(read.end, read.next);
    // A read that brought nothing is no work, or a task with nothing to do would look busy each time one ends.
    if (read.messages.length > 0 || read.next > this.done) this.ready = read;
    this.onReady();
  }

  private onFailure(error: GantryError): void {
    this.isReading = false;
    if (!(error instanceof CancelledError)) this.failure = error;
    this.onReady();
  }
}
