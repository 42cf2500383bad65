import { toGantryError } from '@gantry/sdk';
import type { BusMessage, BusProducer, GantryError } from '@gantry/sdk';
import type { ErrorPlan } from '../../compile/plan.ts';
import { mayRetry } from '../backoff.ts';
import { asFinal, pauseBeforeRetry } from '../retry.ts';
import { surroundings } from '../surroundings.ts';
import type { TaskEnvironment } from '../taskEnvironment.ts';
import { isolate } from '../isolate.ts';

/** Messages of one batch for one queue. */
export interface Shipment {
  readonly messages: readonly BusMessage[];
  readonly errors: ErrorPlan;
  /** All of it is durable on the bus, or dealt with by the error policy. */
  settled(): void;
  /** Gives one message the bus refused for good to the error policy. */
  reject(message: BusMessage, error: GantryError): Promise<void>;
}

interface Sending extends Shipment {
  stored: boolean;
}

/**
 * The way to one queue. Sends overlap, and still a queue's messages end up in their order (P5): when one send fails, all that are under way
 * settle first, then it and everything after it are sent again in order. What had got through behind it is so repeated,
 * never overtaken.
 */
export class QueueLane {
  private readonly entries: Sending[] = [];
  private outstanding = 0;
  private failures = 0;
  private brokenBy: GantryError | undefined;
  private readonly env: TaskEnvironment;
  private readonly producer: BusProducer;
  private readonly queue: number;

  constructor(env: TaskEnvironment, producer: BusProducer, queue: number) {
    this.env = env;
    this.producer = producer;
    this.queue = queue;
  }

  send(shipment: Shipment): void {
    const sending: Sending = {
      messages: shipment.messages,
      errors: shipment.errors,
      settled: () => shipment.settled(),
      reject: (message, error) => shipment.reject(message, error),
      stored: false,
    };
    this.entries.push(sending);
    // P5: while a failed send is being repaired, later ones wait behind it.
    if (this.brokenBy === undefined) this.issue(sending);
  }

  private issue(sending: Sending): void {
    this.outstanding += 1;
    this.producer
      .send(this.queue, sending.messages)
      .then(
        () => this.onSettled(sending, undefined),
        (caught: unknown) => this.onSettled(sending, toGantryError(caught)),
      )
      // What fails here is the source's own `acknowledged`.
      .catch((caught: unknown) => this.env.control.halt(toGantryError(caught)));
  }

  private onSettled(sending: Sending, error: GantryError | undefined): void {
    this.outstanding -= 1;
    if (error === undefined) sending.stored = true;
    else this.brokenBy ??= error;
    this.releaseHead();
    if (this.brokenBy !== undefined && this.outstanding === 0) void this.repair(this.brokenBy);
  }

  private releaseHead(): void {
    while (this.entries[0]?.stored === true) {
      const sent = this.entries.shift() as Sending;
      if (this.failures > 0) this.recovered();
      sent.settled();
    }
  }

  private recovered(): void {
    this.failures = 0;
    this.env.onRunning();
  }

  private async repair(error: GantryError): Promise<void> {
    const head = this.entries[0] as Sending;
    try {
      this.failures += 1;
      if (error.retryable && mayRetry(head.errors, this.failures)) {
        await pauseBeforeRetry(head.errors, surroundings(this.env), this.failures, error);
      } else {
        await this.giveUp(head, error);
      }
      this.brokenBy = undefined;
      for (const sending of this.entries) {
        sending.stored = false;
        this.issue(sending);
      }
    } catch (caught) {
      // Stopped during a pause: nothing of this was acknowledged, so it is read again. Anything else fails the task.
      this.env.control.halt(toGantryError(caught));
    }
  }

  /** Finds the messages the bus will not have, one by one, and lets the error policy take them. */
  private async giveUp(head: Sending, error: GantryError): Promise<void> {
    if (error.retryable || head.errors.policy === 'stop') throw asFinal(error);
    await isolate(head.messages, error, {
      attempt: async (messages) => {
        await this.producer.send(this.queue, messages);
      },
      refuse: (index, cause) => head.reject(head.messages[index] as BusMessage, cause),
    });
    this.entries.shift();
    this.failures = 0;
    head.settled();
  }
}
