import { CancelledError } from '@gantry/sdk';
import type { GantryRecord } from '@gantry/sdk';

/** A request whose records are on their way. */
export interface WaitingRequest {
  readonly records: readonly GantryRecord[];
  readonly sizeBytes: number;
  /** Called once its records are stored. */
  stored(): void;
  /** Called when they cannot be, for now. */
  gaveUp(): void;
}

/**
 * Requests between their arrival and their answer: first queued, then read, then stored. Numbered in the order they came, from
 * the number the position says, so that a position tells which are stored. Bounded by count and bytes until the answer (P8).
 */
export class WaitingRequests {
  readonly #maxCount: number;
  readonly #maxBytes: number;
  /** In order of their numbers; the first `#read` of them were read. */
  readonly #requests: WaitingRequest[] = [];
  #read = 0;
  #bytes = 0;
  /** The number of the first request in the list. */
  #firstNumber = 0;
  #wake: (() => void) | undefined;

  constructor(maxCount: number, maxBytes: number) {
    this.#maxCount = maxCount;
    this.#maxBytes = maxBytes;
  }

  /** Sets the number of requests that came before. */
  startAt(number: number): void {
    this.#firstNumber = number;
  }

  /** Whether another request of this size may wait. One is always let in, however large. */
  hasRoomFor(sizeBytes: number): boolean {
    if (this.#requests.length === 0) return true;
    return this.#requests.length < this.#maxCount && this.#bytes + sizeBytes <= this.#maxBytes;
  }

  add(request: WaitingRequest): void {
    this.#requests.push(request);
    this.#bytes += request.sizeBytes;
    this.#wake?.();
  }

  /** Requests not read yet, up to about `maxRecords` records, waiting for one; `number` is how many there were so far. */
  async read(maxRecords: number, signal: AbortSignal): Promise<{ records: GantryRecord[]; number: number }> {
    if (this.#read === this.#requests.length) await this.#arrival(signal);
    const records: GantryRecord[] = [];
    while (this.#read < this.#requests.length && records.length < maxRecords) {
      for (const record of (this.#requests[this.#read] as WaitingRequest).records) records.push(record);
      this.#read += 1;
    }
    return { records, number: this.#firstNumber + this.#read };
  }

  /** Answers every request below the number: its records are stored. */
  storedUpTo(number: number): void {
    const count = Math.min(number - this.#firstNumber, this.#read);
    for (const request of this.#requests.splice(0, Math.max(0, count))) {
      this.#firstNumber += 1;
      this.#read -= 1;
      this.#bytes -= request.sizeBytes;
      request.stored();
    }
  }

  /** Gives up on all of them: their senders are told to try again. */
  giveUp(): void {
    for (const request of this.#requests.splice(0)) request.gaveUp();
    this.#read = 0;
    this.#bytes = 0;
  }

  #arrival(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new CancelledError();
    return new Promise((resolve, reject) => {
      const settle = (end: () => void): void => {
        signal.removeEventListener('abort', cancel);
        this.#wake = undefined;
        end();
      };
      const cancel = (): void => settle(() => reject(new CancelledError()));
      signal.addEventListener('abort', cancel, { once: true });
      this.#wake = () => settle(resolve);
    });
  }
}
