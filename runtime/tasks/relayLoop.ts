import { CancelledError } from '@gantry/sdk';
import type { ProduceStep, RelayPlan, WriteStep } from '../compile/plan.ts';
import { Breather } from './breather.ts';
import { closeAll } from './closeAll.ts';
import { ErrorPolicies } from './errorPolicy.ts';
import { TASK_ERRORS } from './errors.ts';
import { ProgressCommitter } from './progress.ts';
import { Input } from './reading/input.ts';
import { OffsetGuard, startOffsets } from './reading/offsets.ts';
import type { QueueFeed } from './reading/queueFeed.ts';
import { QueueFeeds } from './reading/queueFeeds.ts';
import type { Taken } from './reading/queueFeeds.ts';
import { InFlight } from './sending/inFlight.ts';
import type { InFlightBatch } from './sending/inFlight.ts';
import { Outlets } from './sending/outlet.ts';
import type { LoopEnd } from './sourceLoop.ts';
import { produceStage } from './steps/stepTree.ts';
import type { Terminal } from './steps/stepTree.ts';
import type { TaskEnvironment } from './taskEnvironment.ts';

const IDLE_TURN_MS = 1000;

/** How far one queue is once a batch is acknowledged. */
interface RelayPosition {
  readonly feed: QueueFeed;
  readonly next: number;
}
type Batch = InFlightBatch<RelayPosition>;

/** Reads topics and appends to others: bus -> decode -> transforms -> encode -> bus -> acknowledged -> offsets stored. */
export function runRelayLoop(env: TaskEnvironment, plan: RelayPlan): Promise<LoopEnd> {
  return new RelayLoop(env, plan).run();
}

class RelayLoop {
  private readonly env: TaskEnvironment;
  private readonly plan: RelayPlan;
  private readonly policies: ErrorPolicies;
  private readonly outlets: Outlets;
  private readonly inFlight: InFlight<RelayPosition>;
  private readonly committer: ProgressCommitter;
  private readonly guard: OffsetGuard;
  private readonly breather: Breather;
  private readonly inputs: Input<Batch>[] = [];
  private feeds: QueueFeeds | undefined;

  constructor(env: TaskEnvironment, plan: RelayPlan) {
    this.env = env;
    this.plan = plan;
    this.policies = new ErrorPolicies(env);
    this.outlets = new Outlets(env);
    this.guard = new OffsetGuard(env);
    this.breather = new Breather(env.clock);
    this.inFlight = new InFlight<RelayPosition>(env.limits, (batch) => this.onAcknowledged(batch));
    this.committer = new ProgressCommitter(env, () => this.onStored());
  }

  async run(): Promise<LoopEnd> {
    const { env, plan } = this;
    try {
      for (const input of plan.inputs) {
        this.inputs.push(await Input.create<Batch>(env, input, this.policies, (step) => this.terminal(step)));
      }
      this.feeds = await QueueFeeds.open(env, plan.inputs, 'earliest', startOffsets(env).offsets);
      env.onRunning();
      const end = await this.pump(this.feeds);
      await this.drain();
      if (env.control.haltedBy !== undefined) throw env.control.haltedBy;
      return end;
    } catch (caught) {
      const reason = env.control.haltedBy ?? caught;
      if (reason instanceof CancelledError) return 'stopped';
      throw reason;
    } finally {
      await this.drain();
      await closeAll(env.log, [...this.inputs.map((input) => input.tree), this.feeds, this.policies, this.outlets]);
    }
  }

  private async pump(feeds: QueueFeeds): Promise<LoopEnd> {
    const { control, clock } = this.env;
    while (!control.stopSignal.aborted) {
      if (control.finishing && (await feeds.isDrained())) return 'ended';
      await feeds.rescanWhenDue();
      this.report();
      const taken = await feeds.take(clock.now() + (this.inFlight.isEmpty ? IDLE_TURN_MS : 50));
      if (taken !== undefined) await this.process(taken);
      // P8: nothing more is taken until there is room again.
      while (this.inFlight.isFull && !control.haltSignal.aborted) await this.inFlight.change(control.haltSignal);
      await this.breather.breathe();
    }
    return 'stopped';
  }

  private async process(taken: Taken): Promise<void> {
    const { figures, clock } = this.env;
    figures.idle = false;
    const input = this.inputs[taken.feed.input] as Input<Batch>;
    const decoded = await input.decode(taken, this.plan.errors);
    const { records } = decoded.flow;
    figures.recordsIn += records.length;
    figures.bytesIn += decoded.bytes;
    const batch = this.inFlight.begin({ feed: taken.feed, next: decoded.next }, records.length, clock.now());
    await input.tree.run(decoded.flow, batch);
    batch.seal();
    if (decoded.stopWith !== undefined) throw decoded.stopWith;
  }

  private onAcknowledged(batch: Batch): void {
    const { figures, clock } = this.env;
    // P2: only what the other topic durably has counts as read; batches come here in the order they were read.
    batch.position.feed.done = batch.position.next;
    figures.recordsOut += batch.records;
    if (batch.records > 0) figures.addLatency(clock.now() - batch.readAtMs, batch.records);
    if (this.feeds !== undefined)
      this.committer.offer({ kind: 'sink', offsets: this.guard.advance(this.feeds.offsets), state: null });
    this.report();
  }

  private onStored(): void {
    this.report();
  }

  private async drain(): Promise<void> {
    const { control } = this.env;
    while (this.inFlight.isWaiting && !control.haltSignal.aborted) await this.inFlight.change(control.haltSignal);
    await this.committer.flush();
  }

  private report(): void {
    const { feeds } = this;
    if (feeds === undefined) return;
    const { figures } = this.env;
    figures.lag = feeds.lag;
    figures.idle = feeds.isCaughtUp && this.inFlight.isEmpty && this.committer.isCaughtUp;
    this.inputs.forEach((input, index) => {
      for (const step of input.plan.steps) figures.edge(step.edge).lag = feeds.inputLag(index);
    });
  }

  private async terminal(step: ProduceStep | WriteStep): Promise<Terminal<Batch>> {
    if (step.kind === 'write') {
      throw TASK_ERRORS.error('plan_invalid', { message: `the plan of the relay ${this.plan.node} writes to a sink` });
    }
    const stage = await produceStage(this.env, step, this.outlets, this.policies);
    return (flow, batch) => stage.process(flow, batch);
  }
}
