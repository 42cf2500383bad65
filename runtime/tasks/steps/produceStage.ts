import type { BusMessage, Converter, GantryError, GantryRecord } from '@gantry/sdk';
import type { ProduceStep } from '../../compile/plan.ts';
import { TASK_ERRORS } from '../errors.ts';
import type { ErrorPolicies, Reject } from '../errorPolicy.ts';
import type { StepCounter } from '../figures.ts';
import type { Flow, Original } from '../original.ts';
import type { Parcel } from '../sending/inFlight.ts';
import { messageBytes } from '../sending/outlet.ts';
import type { Outlet } from '../sending/outlet.ts';
import type { QueueLane } from '../sending/queueLane.ts';
import type { TaskEnvironment } from '../taskEnvironment.ts';
import { isImplied } from '../topics.ts';

/** Encodes records and puts them on their way to the queues of a topic, without waiting for the bus. */
export class ProduceStage {
  private readonly env: TaskEnvironment;
  private readonly plan: ProduceStep;
  private readonly converter: Converter;
  private readonly outlets: ReadonlyMap<string, Outlet>;
  private readonly policies: ErrorPolicies;
  private readonly counter: StepCounter;

  constructor(
    env: TaskEnvironment,
    plan: ProduceStep,
    converter: Converter,
    outlets: ReadonlyMap<string, Outlet>,
    policies: ErrorPolicies,
  ) {
    this.env = env;
    this.plan = plan;
    this.converter = converter;
    this.outlets = outlets;
    this.policies = policies;
    // A sink's own topic stands for no node of the canvas: the sink counts what comes out of it.
    this.counter = isImplied(env, plan.topic)
      ? { records: 0, errors: 0, skipped: 0, deadLettered: 0 }
      : env.figures.step(plan.node);
  }

  async process(flow: Flow, batch: Parcel): Promise<void> {
    this.counter.records += flow.records.length;
    for (const record of flow.records) if (record.route !== undefined) return this.processRouted(flow, batch);
    await this.produce(flow, this.outlets.get(this.plan.topic) as Outlet, batch);
  }

  private async processRouted(flow: Flow, batch: Parcel): Promise<void> {
    const byTopic = new Map<string, number[]>();
    flow.records.forEach((record, index) => {
      const topic = record.route?.topic ?? this.plan.topic;
      const indexes = byTopic.get(topic);
      if (indexes === undefined) byTopic.set(topic, [index]);
      else indexes.push(index);
    });
    for (const [topic, indexes] of byTopic) {
      const part = pick(flow, indexes);
      const outlet = this.outlets.get(topic);
      if (outlet === undefined) await this.refuseRoute(part, topic);
      else await this.produce(part, outlet, batch);
    }
  }

  private async produce(flow: Flow, outlet: Outlet, batch: Parcel): Promise<void> {
    const parts = outlet.partitioner.split(flow.records);
    for (let queue = 0; queue < parts.length; queue++) {
      const records = parts[queue];
      if (records === undefined || records.length === 0) continue;
      const encoded = this.converter.encode(records);
      if (encoded.failures !== undefined && encoded.failures.length > 0) {
        const rejects = encoded.failures.map(({ index, error }) =>
          this.reject(flow, records[index] as GantryRecord, error),
        );
        await this.policies.apply(this.plan.errors, this.plan.node, 'encode', rejects);
      }
      if (encoded.messages.length > 0)
        this.ship(encoded.messages, outlet.lanes[queue] as QueueLane, outlet.topic, batch);
    }
  }

  private ship(messages: readonly BusMessage[], lane: QueueLane, topic: string, batch: Parcel): void {
    let bytes = 0;
    for (const message of messages) bytes += messageBytes(message);
    batch.sending(bytes);
    this.env.figures.bytesOut += bytes;
    lane.send({
      messages,
      errors: this.plan.errors,
      settled: () => batch.settled(),
      reject: (message, error) =>
        this.policies.apply(this.plan.errors, this.plan.node, 'produce', [
          { error, original: async () => this.refusedMessage(message, topic) },
        ]),
    });
  }

  private refusedMessage(message: BusMessage, topic: string): Original {
    return {
      key: message.key,
      body: message.body,
      ...(message.properties === undefined ? {} : { properties: message.properties }),
      timestampMs: message.timestampMs,
      contentType: `gantry/${this.plan.converter.type}`,
      position: { topic },
    };
  }

  private async refuseRoute(flow: Flow, topic: string): Promise<void> {
    const error = TASK_ERRORS.error('route_unknown', {
      message: `a record was routed to the topic ${topic}, which ${this.plan.node} does not write to`,
      hint: 'Name the topic in the route transform, so that it is known before the pipeline runs.',
    });
    const rejects = flow.records.map((record) => this.reject(flow, record, error));
    await this.policies.apply(this.plan.errors, this.plan.node, 'route', rejects);
  }

  private reject(flow: Flow, record: GantryRecord, error: GantryError): Reject {
    // Splitting by queue loses the index; looking it up again costs only those that fail.
    const originAt = (): number => flow.origins?.[flow.records.indexOf(record)] ?? 0;
    return { error, record, original: () => flow.batch.original(record, originAt()) };
  }
}

function pick(flow: Flow, indexes: readonly number[]): Flow {
  const records = indexes.map((index) => flow.records[index] as GantryRecord);
  if (flow.origins === undefined) return { records, batch: flow.batch };
  const { origins } = flow;
  return { records, origins: indexes.map((index) => origins[index] as number), batch: flow.batch };
}
