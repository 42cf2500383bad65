import { isObject, sameJson } from '../foundation/index.ts';
import { stepsOf } from './planning/planTopics.ts';
import type { ConnectorPlan, RuntimeSpec, Step, TopicPlan } from './plan.ts';

/** One difference between what runs and what would. */
export interface SpecChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly what: 'connector' | 'transform' | 'topic' | 'connection' | 'edge' | 'setting';
  /** The node, topic, connection, edge (`from->to`) or setting. */
  readonly name: string;
  /** What differs within it: `config.where`, `tasks`. */
  readonly fields: readonly string[];
}

/** What a deploy would do to one connector. */
export interface ConnectorEffect {
  readonly node: string;
  readonly effect: 'starts' | 'stops' | 'restarts' | 'goes-on';
  /** Whether it takes up its work where it is now. A connector that starts has no position yet. */
  readonly keepsPosition: boolean;
}

/** What a deploy would do. */
export interface SpecDiff {
  readonly changes: readonly SpecChange[];
  readonly connectors: readonly ConnectorEffect[];
  /** Topics that nobody of this pipeline reads or writes any more; what is in them is not deleted. */
  readonly topicsLeft: readonly string[];
}

/** Compares what runs with what would, in the words of the document. `before` is undefined for a first deployment. */
export function diffSpecs(before: RuntimeSpec | undefined, after: RuntimeSpec): SpecDiff {
  const old = before ?? { ...after, connectors: [], topics: [], connections: {}, maskedFields: [] };
  const changes = [
    ...settingChanges(before, after),
    ...entryChanges('connection', new Map(Object.entries(old.connections)), new Map(Object.entries(after.connections))),
    ...entryChanges('topic', topicsByName(old), topicsByName(after)),
    ...entryChanges('connector', connectorsByNode(old), connectorsByNode(after)),
    ...entryChanges('transform', transformsByNode(old), transformsByNode(after)),
    ...entryChanges('edge', edgesOf(old), edgesOf(after)),
  ];
  const kept = new Set(after.topics.map((topic) => topic.name));
  return {
    changes,
    connectors: effects(before, after),
    topicsLeft: old.topics.map((topic) => topic.name).filter((name) => !kept.has(name)),
  };
}

function settingChanges(before: RuntimeSpec | undefined, after: RuntimeSpec): readonly SpecChange[] {
  if (before === undefined) return [];
  return (['bus', 'delivery', 'maskedFields'] as const)
    .filter((name) => !sameJson(before[name], after[name]))
    .map((name) => ({
      kind: 'changed',
      what: 'setting',
      name,
      fields: differingFields(before[name], after[name], ''),
    }));
}

function entryChanges(
  what: SpecChange['what'],
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly SpecChange[] {
  const removed = [...before.keys()]
    .filter((name) => !after.has(name))
    .map((name): SpecChange => ({ kind: 'removed', what, name, fields: [] }));
  const others = [...after].flatMap(([name, value]): readonly SpecChange[] => {
    if (!before.has(name)) return [{ kind: 'added', what, name, fields: [] }];
    const fields = differingFields(before.get(name), value, '');
    return fields.length === 0 ? [] : [{ kind: 'changed', what, name, fields }];
  });
  return [...removed, ...others];
}

/** The paths at which two values differ; lists count as one value. */
function differingFields(before: unknown, after: unknown, path: string): readonly string[] {
  if (sameJson(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [path];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => differingFields(before[key], after[key], path === '' ? key : `${path}.${key}`));
}

function effects(before: RuntimeSpec | undefined, after: RuntimeSpec): readonly ConnectorEffect[] {
  const old = new Map(before?.connectors.map((plan) => [connectorKey(plan), plan]) ?? []);
  const now = new Set(after.connectors.map(connectorKey));
  const stopped = [...old]
    .filter(([key]) => !now.has(key))
    .map(([, plan]): ConnectorEffect => ({ node: plan.node, effect: 'stops', keepsPosition: false }));
  const others = after.connectors.map((plan): ConnectorEffect => {
    const was = old.get(connectorKey(plan));
    if (was === undefined || before === undefined) return { node: plan.node, effect: 'starts', keepsPosition: false };
    const keepsPosition = keepsItsPosition(was, plan) && sameJson(before.bus, after.bus);
    return { node: plan.node, effect: runsTheSame(was, before, plan, after) ? 'goes-on' : 'restarts', keepsPosition };
  });
  return [...stopped, ...others];
}

/** A source of another type cannot read the old one's position, nor can a sink whose topics are all others. */
function keepsItsPosition(was: ConnectorPlan, now: ConnectorPlan): boolean {
  if (was.kind === 'source') return now.kind === 'source' && was.type === now.type;
  if (now.kind === 'source') return false;
  const topics = new Set(was.inputs.map((input) => input.topic));
  return now.inputs.some((input) => topics.has(input.topic));
}

function runsTheSame(was: ConnectorPlan, before: RuntimeSpec, now: ConnectorPlan, after: RuntimeSpec): boolean {
  const around = (spec: RuntimeSpec, plan: ConnectorPlan): unknown => {
    const names = 'connection' in plan && plan.connection !== undefined ? [plan.connection] : [];
    const connections = [...names, ...(spec.bus.connection === undefined ? [] : [spec.bus.connection])].map(
      (name) => spec.connections[name] ?? null,
    );
    const used = new Set([
      ...(plan.kind === 'source' ? [] : plan.inputs.map((input) => input.topic)),
      ...stepsOf(plan).flatMap((step) => (step.kind === 'produce' ? [step.topic] : [])),
    ]);
    return {
      bus: spec.bus,
      delivery: spec.delivery,
      maskedFields: spec.maskedFields,
      connections,
      topics: spec.topics.filter((topic) => used.has(topic.name)),
    };
  };
  return sameJson(was, now) && sameJson(around(before, was), around(after, now));
}

function connectorKey(plan: ConnectorPlan): string {
  return `${plan.kind} ${plan.node}`;
}

function topicsByName(spec: RuntimeSpec): ReadonlyMap<string, TopicPlan> {
  return new Map(spec.topics.map((topic) => [topic.name, topic]));
}

/** Connectors without what follows them: that is said of the transforms, topics and edges themselves. */
function connectorsByNode(spec: RuntimeSpec): ReadonlyMap<string, unknown> {
  return new Map(
    spec.connectors.map((plan) => {
      const {
        steps: _steps,
        inputs: _inputs,
        ...own
      } = plan as ConnectorPlan & { readonly steps?: unknown; readonly inputs?: unknown };
      return [plan.node, own];
    }),
  );
}

function transformsByNode(spec: RuntimeSpec): ReadonlyMap<string, unknown> {
  return new Map(
    allSteps(spec).flatMap((step) =>
      step.kind === 'transform'
        ? [[step.node, { type: step.type, config: step.config, errors: step.errors }] as const]
        : [],
    ),
  );
}

function edgesOf(spec: RuntimeSpec): ReadonlyMap<string, unknown> {
  return new Map(allSteps(spec).map((step) => [step.edge, null]));
}

function allSteps(spec: RuntimeSpec): readonly Step[] {
  return spec.connectors.flatMap(stepsOf);
}
