import type { TaskLimits } from '../protocol.ts';

/** What a stage that sends tells of its sends. */
export interface Parcel {
  sending(bytes: number): void;
  settled(): void;
}

/** A batch that was read and whose messages are not all acknowledged yet. */
export class InFlightBatch<Position> implements Parcel {
  readonly position: Position;
  readonly records: number;
  readonly readAtMs: number;
  bytes = 0;
  /** Sends not acknowledged yet; one more while the batch is still being sent. */
  private pending = 1;
  private isSealed = false;
  private readonly owner: InFlight<Position>;

  constructor(owner: InFlight<Position>, position: Position, records: number, readAtMs: number) {
    this.owner = owner;
    this.position = position;
    this.records = records;
    this.readAtMs = readAtMs;
  }

  sending(bytes: number): void {
    this.pending += 1;
    this.bytes += bytes;
    this.owner.addBytes(bytes);
  }

  /** All its sends are under way: from now on it may count as acknowledged. */
  seal(): void {
    this.isSealed = true;
    this.settled();
  }

  /** One send was acknowledged. */
  settled(): void {
    this.pending -= 1;
    if (this.pending === 0) this.owner.advance();
  }

  get isWaiting(): boolean {
    return this.isSealed && this.pending > 0;
  }

  get isAcknowledged(): boolean {
    return this.pending === 0;
  }
}

/** The batches on their way to the bus, in the order they were read, bounded by records and bytes. */
export class InFlight<Position> {
  private readonly batches: InFlightBatch<Position>[] = [];
  private records = 0;
  private bytes = 0;
  private waiting: (() => void)[] = [];
  private readonly limits: TaskLimits;
  private readonly onAcknowledged: (batch: InFlightBatch<Position>) => void;

  /** @param onAcknowledged told of each batch, in the order they were read */
  constructor(limits: TaskLimits, onAcknowledged: (batch: InFlightBatch<Position>) => void) {
    this.limits = limits;
    this.onAcknowledged = onAcknowledged;
  }

  /** Begins a batch; its `seal` must be called once all its sends are under way. */
  begin(position: Position, records: number, readAtMs: number): InFlightBatch<Position> {
    const batch = new InFlightBatch(this, position, records, readAtMs);
    this.batches.push(batch);
    this.records += records;
    return batch;
  }

  get isEmpty(): boolean {
    return this.batches.length === 0;
  }

  get isFull(): boolean {
    return this.records >= this.limits.maxInFlightRecords || this.bytes >= this.limits.maxInFlightBytes;
  }

  /** Whether an acknowledgement would move the position: not past a batch whose sending broke off. */
  get isWaiting(): boolean {
    return this.batches[0]?.isWaiting === true;
  }

  /** Resolves at the next acknowledgement, or when the signal fires. */
  change(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        resolve();
      };
      signal.addEventListener('abort', wake, { once: true });
      this.waiting.push(wake);
    });
  }

  addBytes(bytes: number): void {
    this.bytes += bytes;
  }

  /** Takes off what is acknowledged at the head. */
  advance(): void {
    // P1: a batch acknowledged before an earlier one waits for it, so no position passes over a message the bus does not have.
    while (this.batches[0]?.isAcknowledged === true) {
      const batch = this.batches.shift() as InFlightBatch<Position>;
      this.records -= batch.records;
      this.bytes -= batch.bytes;
      this.onAcknowledged(batch);
    }
    const waiting = this.waiting;
    this.waiting = [];
    for (const wake of waiting) wake();
  }
}
