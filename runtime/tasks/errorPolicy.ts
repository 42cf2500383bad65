import type { BusProducer, GantryError, GantryRecord } from '@gantry/sdk';
import type { ErrorPlan } from '../compile/plan.ts';
import { deadLetterMessage } from './deadLetter.ts';
import type { Stage } from './deadLetter.ts';
import type { Original } from './original.ts';
import { placeOf, sourceOf } from './place.ts';
import { ensuredTopic } from './topics.ts';
import { asFinal, withRetries } from './retry.ts';
import { surroundings } from './surroundings.ts';
import type { TaskEnvironment } from './taskEnvironment.ts';

const BATCH = 200;

/** One thing that could not be processed. */
export interface Reject {
  readonly error: GantryError;
  /** The record, where there is one already: its source facts say where it came from. */
  readonly record?: GantryRecord;
  original(): Promise<Original>;
}

/**
 * What becomes of records that cannot be processed (P6): the task stops, or they are skipped, or they go to the
 * dead-letter topic, either with a line in the audit log. Nothing else may drop a record.
 */
export class ErrorPolicies {
  private readonly env: TaskEnvironment;
  private readonly producers = new Map<string, Promise<BusProducer>>();

  constructor(env: TaskEnvironment) {
    this.env = env;
  }

  /**
   * Resolves when the position may move past these rejects. Throws the first one's error when the policy is to stop, or when
   * the dead letters could not be stored.
   */
  async apply(plan: ErrorPlan, node: string, stage: Stage, rejects: readonly Reject[]): Promise<void> {
    const first = rejects[0];
    if (first === undefined) return;
    const counter = this.env.figures.step(node);
    counter.errors += rejects.length;
    const error = await this.located(first, node, stage);
    // Counted as the failure of the task.
    if (plan.policy === 'stop') throw error;
    this.env.figures.addError(error, rejects.length);
    if (plan.policy === 'skip') {
      await this.audit(`skipped ${countOf(rejects)}`, error, node, stage, rejects);
      counter.skipped += rejects.length;
      this.env.figures.skipped += rejects.length;
      return;
    }
    for (let start = 0; start < rejects.length; start += BATCH) {
      // P6: durable before anybody moves the position on, since the caller waits here.
      await this.store(plan, node, stage, rejects.slice(start, start + BATCH));
    }
    await this.audit(`put ${countOf(rejects)} into the dead letters of ${plan.topic}`, error, node, stage, rejects);
    counter.deadLettered += rejects.length;
    this.env.figures.deadLettered += rejects.length;
  }

  async close(): Promise<void> {
    for (const producer of this.producers.values()) await (await producer).close();
  }

  private async store(plan: ErrorPlan, node: string, stage: Stage, rejects: readonly Reject[]): Promise<void> {
    const { assignment, clock } = this.env;
    const messages = await Promise.all(
      rejects.map(async (reject) =>
        deadLetterMessage(await reject.original(), {
          pipeline: assignment.pipeline,
          node,
          task: assignment.id,
          stage,
          error: reject.error,
          ...sourceOf(reject.record),
          timeMs: clock.now(),
        }),
      ),
    );
    await withRetries(plan, surroundings(this.env), async () => (await this.producer(plan.topic)).send(0, messages));
  }

  private producer(topic: string): Promise<BusProducer> {
    let producer = this.producers.get(topic);
    if (producer === undefined) {
      producer = ensuredTopic(this.env, topic).then(() => this.env.bus.producer(topic));
      this.producers.set(topic, producer);
      producer.catch(() => this.producers.delete(topic));
    }
    return producer;
  }

  /** The error with the node and the place it happened at, unless its message says the place already. Not to be retried. */
  private async located(reject: Reject, node: string, stage: Stage): Promise<GantryError> {
    // What cannot even be read is named by its source: the message has file and line.
    const place = stage === 'read' ? undefined : placeOf(reject.record, await this.positionOf(reject));
    if (place === undefined) return asFinal(reject.error, `at ${node}`);
    return reject.error.message.includes(place) ? asFinal(reject.error) : asFinal(reject.error, `at ${node}, ${place}`);
  }

  /** One line for a batch's rejects of one stage: complete in number, with the first and last place. */
  private async audit(
    what: string,
    error: GantryError,
    node: string,
    stage: Stage,
    rejects: readonly Reject[],
  ): Promise<void> {
    const [first, last] = [rejects[0] as Reject, rejects[rejects.length - 1] as Reject];
    this.env.log.warn(`${what}: ${error.message}`, {
      audit: true,
      pipeline: this.env.assignment.pipeline,
      node,
      stage,
      count: rejects.length,
      code: error.code,
      ...sourceOf(first.record),
      position: await this.positionOf(first),
      lastPosition: await this.positionOf(last),
    });
  }

  private async positionOf(reject: Reject): Promise<Original['position'] | undefined> {
    try {
      return (await reject.original()).position;
    } catch (cause) {
      // The reject itself is what matters; that its record cannot even be printed is worth a line, not another failure.
      this.env.log.debug('the position of a reject could not be told', { cause: String(cause) });
      return undefined;
    }
  }
}

function countOf(rejects: readonly Reject[]): string {
  return `${rejects.length} ${rejects.length === 1 ? 'record' : 'records'}`;
}
