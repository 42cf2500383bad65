import { CancelledError, toGantryError } from '@gantry/sdk';
import type { CloseReason, Json, SinkTask } from '@gantry/sdk';
import type { Step, SinkPlan } from '../compile/plan.ts';
import { Breather } from './breather.ts';
import { closeAll } from './closeAll.ts';
import { ErrorPolicies } from './errorPolicy.ts';
import type { Flow } from './original.ts';
import { storeProgress } from './progress.ts';
import { RateLimit } from './rateLimit.ts';
import { Input } from './reading/input.ts';
import { OffsetGuard, Releases, startOffsets } from './reading/offsets.ts';
import { QueueFeeds } from './reading/queueFeeds.ts';
import type { Taken } from './reading/queueFeeds.ts';
import { SinkWriter, StoppedAtRecord } from './sinkWriter.ts';
import type { LoopEnd } from './sourceLoop.ts';
import type { TaskEnvironment } from './taskEnvironment.ts';

/** The longest wait for messages: then topics are looked at for new queues. */
const TURN_MS = 1000;

/**
 * Reads its queues in turn and writes to a sink:
 * bus -> decode -> transforms -> write ... flush -> offsets and state stored -> released on the bus.
 */
export async function runSinkLoop(env: TaskEnvironment, plan: SinkPlan): Promise<LoopEnd> {
  const { definition, context } = await env.components.sink(plan);
  return new SinkLoop(env, plan, definition.createTask(context)).run();
}

class SinkLoop {
  private readonly env: TaskEnvironment;
  private readonly plan: SinkPlan;
  private readonly task: SinkTask;
  private readonly policies: ErrorPolicies;
  private readonly writer: SinkWriter;
  private readonly releases: Releases;
  private readonly guard: OffsetGuard;
  private readonly breather: Breather;
  private readonly limit: RateLimit | undefined;
  private readonly inputs: Input<void>[] = [];
  private feeds: QueueFeeds | undefined;
  /** Something was dealt with that no stored offset covers yet. */
  private isDirty = false;
  /** When what was dealt with is to be stored: the first at once, then once per interval. */
  private nextFlushMs = 0;
  /** When the sink is asked though nothing came: it may have a file to finish or a lock to keep. */
  private nextIdleFlushMs = 0;
  /** The sink's state as it was stored last, as JSON. */
  private storedState = '';

  constructor(env: TaskEnvironment, plan: SinkPlan, task: SinkTask) {
    this.env = env;
    this.plan = plan;
    this.task = task;
    this.policies = new ErrorPolicies(env);
    this.writer = new SinkWriter(env, plan, task, this.policies);
    this.releases = new Releases(env);
    this.guard = new OffsetGuard(env);
    this.breather = new Breather(env.clock);
    // The limit holds for all tasks of the node together.
    if (plan.ratePerSecond !== undefined)
      this.limit = new RateLimit(plan.ratePerSecond / env.assignment.count, env.clock);
  }

  async run(): Promise<LoopEnd> {
    let reason: CloseReason = 'failed';
    let isClosed = false;
    try {
      const feeds = await this.open();
      this.env.onRunning();
      reason = await this.runToEnd(feeds);
      isClosed = true;
      await this.close(feeds, reason);
      return reason;
    } finally {
      if (!isClosed) await closeAll(this.env.log, [{ close: () => this.task.close('failed') }]);
      await closeAll(this.env.log, [...this.inputs.map((input) => input.tree), this.feeds, this.policies]);
    }
  }

  private async open(): Promise<QueueFeeds> {
    const { env, plan } = this;
    for (const input of plan.inputs) {
      this.inputs.push(await Input.create<void>(env, input, this.policies, async () => (flow) => this.write(flow)));
    }
    const { offsets, state } = startOffsets(env);
    const feeds = (this.feeds = await QueueFeeds.open(env, plan.inputs, plan.start, offsets, this.limit?.slice));
    await this.task.open(state, env.control.stopSignal);
    this.storedState = JSON.stringify(state);
    this.nextIdleFlushMs = env.clock.now() + env.limits.commitIntervalMs;
    // A start at the latest offset holds from now on, also when the task dies before the first message.
    if (plan.start === 'latest' && feeds.feeds.some((feed) => offsets[feed.key] === undefined)) {
      this.isDirty = true;
      await this.flush(feeds);
    }
    return feeds;
  }

  private async runToEnd(feeds: QueueFeeds): Promise<LoopEnd> {
    let end: LoopEnd = 'stopped';
    try {
      end = await this.pump(feeds);
    } catch (caught) {
      const error = toGantryError(caught);
      // What was taken before the record that stops the task is kept; after any other failure nobody knows what was taken.
      if (error instanceof StoppedAtRecord) {
        if (this.isDirty) await this.flush(feeds);
        throw error.reason;
      }
      if (!(error instanceof CancelledError)) throw error;
    }
    if (this.isDirty) await this.flush(feeds);
    return end;
  }

  private async pump(feeds: QueueFeeds): Promise<LoopEnd> {
    const { control, clock } = this.env;
    while (!control.stopSignal.aborted) {
      if (control.finishing && (await feeds.isDrained())) return 'ended';
      await feeds.rescanWhenDue();
      this.report(feeds);
      const taken = await feeds.take(Math.min(this.flushDueMs, clock.now() + TURN_MS));
      if (taken !== undefined) await this.process(taken);
      if (this.isFlushDue()) await this.flush(feeds);
      await this.breather.breathe();
    }
    return 'stopped';
  }

  private get flushDueMs(): number {
    return this.isDirty ? this.nextFlushMs : this.nextIdleFlushMs;
  }

  private isFlushDue(): boolean {
    const { limits, clock } = this.env;
    // P8: what a sink may hold back before it is durable is bounded, too.
    if (
      this.writer.unflushedRecords >= limits.maxInFlightRecords ||
      this.writer.unflushedBytes >= limits.maxInFlightBytes
    )
      return true;
    return clock.now() >= this.flushDueMs;
  }

  private async process(taken: Taken): Promise<void> {
    const { feed } = taken;
    const { figures } = this.env;
    figures.idle = false;
    const input = this.inputs[feed.input] as Input<void>;
    const decoded = await input.decode(taken, this.plan.errors);
    figures.recordsIn += decoded.flow.records.length;
    figures.bytesIn += decoded.bytes;
    try {
      await this.pass(input, decoded.flow);
    } catch (caught) {
      if (!(caught instanceof StoppedAtRecord)) throw caught;
      // With several ways to the sink another one may not have had its turn, so the whole read is repeated.
      if (writeSteps(input.plan.steps) === 1) this.advance(feed, decoded.flow.batch.offsetOf(caught.origin));
      throw caught;
    }
    this.writer.unflushedBytes += decoded.bytes;
    // P5: a queue is worked on by one read after another, each wholly before the next.
    this.advance(feed, decoded.next);
    if (decoded.stopWith !== undefined) throw new StoppedAtRecord(decoded.stopWith, 0);
  }

  private advance(feed: Taken['feed'], offset: number): void {
    feed.done = offset;
    this.isDirty = true;
  }

  private async pass(input: Input<void>, flow: Flow): Promise<void> {
    const { limit } = this;
    if (limit === undefined) return input.tree.run(flow);
    for (let start = 0; start < flow.records.length; start += limit.slice) {
      const records = flow.records.slice(start, start + limit.slice);
      await limit.pace(records.length, this.env.control);
      await input.tree.run({
        records,
        origins: (flow.origins ?? []).slice(start, start + records.length),
        batch: flow.batch,
      });
    }
  }

  private write(flow: Flow): Promise<void> {
    return this.writer.write(flow);
  }

  private async flush(feeds: QueueFeeds): Promise<void> {
    // P2: first the sink stores everything it took, then the offsets are stored, never the other way round.
    const state = await this.task.flush(this.env.control.haltSignal);
    if (this.isDirty || JSON.stringify(state) !== this.storedState) await this.store(feeds, state);
    this.writer.flushed();
    this.isDirty = false;
    this.nextFlushMs = this.nextIdleFlushMs = this.env.clock.now() + this.env.limits.commitIntervalMs;
    this.report(feeds);
  }

  private async store(feeds: QueueFeeds, state: Json): Promise<void> {
    const offsets = this.guard.advance(feeds.offsets);
    await storeProgress(this.env, { kind: 'sink', offsets, state });
    this.storedState = JSON.stringify(state);
    await this.releases.release(feeds.feeds, offsets);
  }

  private async close(feeds: QueueFeeds, reason: LoopEnd): Promise<void> {
    const state = await this.task.close(reason);
    if (state !== undefined) await this.store(feeds, state);
  }

  private report(feeds: QueueFeeds): void {
    const { figures } = this.env;
    figures.lag = feeds.lag;
    figures.idle = !this.isDirty && feeds.isCaughtUp;
    this.inputs.forEach((input, index) => {
      for (const step of input.plan.steps) figures.edge(step.edge).lag = feeds.inputLag(index);
    });
  }
}

function writeSteps(steps: readonly Step[]): number {
  return steps.reduce((count, step) => count + (step.kind === 'transform' ? writeSteps(step.next) : 1), 0);
}
