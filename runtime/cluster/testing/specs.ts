import { createHash } from 'node:crypto';
import type { Compiled, ErrorPlan, RuntimeSpec, SinkPlan, SourcePlan } from '../../compile/plan.ts';
import { canonicalJson } from '../../foundation/index.ts';

export const STOP_ON_ERROR: ErrorPlan = {
  policy: 'stop',
  retries: 0,
  backoffMs: 100,
  maxBackoffMs: 1_000,
  topic: 'p.dead-letters',
};

export function sourcePlan(node: string, topic: string, over: Partial<SourcePlan> = {}): SourcePlan {
  const steps = [
    {
      kind: 'produce',
      node: topic,
      edge: `${node}->${topic}`,
      topic,
      routedTopics: [],
      converter: { type: 'json', config: {} },
      errors: STOP_ON_ERROR,
    },
  ] as const;
  return { kind: 'source', node, type: 'ticks', config: {}, maxTasks: 1, errors: STOP_ON_ERROR, steps, ...over };
}

export function sinkPlan(node: string, topic: string, over: Partial<SinkPlan> = {}): SinkPlan {
  const steps = [{ kind: 'write', node, edge: `${topic}->${node}` }] as const;
  const inputs = [{ topic, node: topic, routedTopics: [], converter: { type: 'json', config: {} }, steps }];
  return {
    kind: 'sink',
    node,
    type: 'list',
    config: {},
    tasks: 1,
    start: 'earliest',
    errors: STOP_ON_ERROR,
    inputs,
    ...over,
  };
}

/** source -> topic (2 queues) -> sink, unless told otherwise. */
export function spec(
  pipeline: string,
  connectors: RuntimeSpec['connectors'],
  over: Partial<RuntimeSpec> = {},
): RuntimeSpec {
  const body = {
    version: 1,
    pipeline,
    delivery: 'at-least-once',
    bus: { type: 'embedded' },
    connections: {},
    maskedFields: [],
    topics: [{ name: 'events', node: 'events', queues: 2, implied: false, retention: {} }],
    connectors,
    ...over,
  } as const;
  return { ...body, hash: createHash('sha256').update(canonicalJson(body)).digest('hex').slice(0, 16) };
}

/** A document that needs no compiler: a line for what changes nothing, then the spec itself. */
export function document(of: RuntimeSpec, comment = ''): string {
  return `${comment}\n${JSON.stringify(of)}`;
}

/** Reads such a document; one without a spec is invalid. */
export function compileDocument(text: string): Compiled {
  const body = text.slice(text.indexOf('\n') + 1);
  if (body.startsWith('{')) return { spec: JSON.parse(body) as RuntimeSpec, diagnostics: [] };
  return {
    diagnostics: [
      { code: 'compile.test', severity: 'error', message: 'it says nothing', path: 'nodes.a', hint: 'Say something.' },
    ],
  };
}
