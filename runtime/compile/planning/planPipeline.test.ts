import { describe, expect, it } from 'vitest';
import type { ConnectorPlan, RuntimeSpec, Step } from '../plan.ts';
import { codes, documentOf, specOf } from '../testing/document.ts';
import { IN, OUT, filter, topic } from '../testing/nodes.ts';

/** Steps in one line: `f[in->f] > (produce t[f->t])`. */
function line(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      if (step.kind === 'write') return `write ${step.node}[${step.edge}]`;
      if (step.kind === 'produce') return `produce ${step.topic} as ${step.converter.type}[${step.edge}]`;
      return `${step.node}[${step.edge}] > (${line(step.next)})`;
    })
    .join(', ');
}

function plan(spec: RuntimeSpec): readonly string[] {
  return spec.connectors.map((connector: ConnectorPlan) => {
    if (connector.kind === 'source') return `source ${connector.node}: ${line(connector.steps)}`;
    return `${connector.kind} ${connector.node}: ${connector.inputs.map((input) => `${input.topic} as ${input.converter.type} at ${input.node} > ${line(input.steps)}`).join('; ')}`;
  });
}

const json = 'c: { converter: string, config: { field: x } }';

describe('planPipeline', () => {
  it('gives a way without a topic one of its own, right before the sink', () => {
    const spec = specOf(documentOf([IN, filter('f'), OUT], ['in -> f', 'f -> out']));
    expect(plan(spec)).toEqual([
      'source in: f[in->f] > (produce p.in.out as batch[f->out])',
      'sink out: p.in.out as batch at f > write out[f->out]',
    ]);
    expect(spec.topics).toEqual([{ name: 'p.in.out', queues: 1, implied: true, retention: { whenReleased: true } }]);
  });

  it('runs transforms on the side of the topic they are drawn on', () => {
    expect(
      plan(
        specOf(
          documentOf([IN, filter('f'), topic('t'), filter('g'), OUT], ['in -> f', 'f -> t', 't -> g', 'g -> out']),
        ),
      ),
    ).toEqual([
      'source in: f[in->f] > (produce t as json[f->t])',
      'sink out: t as json at t > g[t->g] > (write out[g->out])',
    ]);
  });

  it('means the same by a converter box and by the property of the topic', () => {
    const property = specOf(
      documentOf([IN, 't: { topic: t, converter: string, config: { field: x } }', OUT], ['in -> t', 't -> out']),
    );
    const before = specOf(documentOf([IN, json, topic('t'), OUT], ['in -> c', 'c -> t', 't -> out']));
    const after = specOf(documentOf([IN, json, topic('t'), OUT], ['in -> t', 't -> c', 'c -> out']));
    const converter = { type: 'string', config: { field: 'x' } };
    for (const spec of [property, before, after]) {
      expect(spec.connectors).toMatchObject([
        { steps: [{ kind: 'produce', topic: 't', converter }] },
        { inputs: [{ topic: 't', node: 't', converter }] },
      ]);
    }
    expect(plan(before)[0]).toBe('source in: produce t as string[c->t]');
  });

  it('puts the implied topic where a converter box stands', () => {
    expect(
      plan(specOf(documentOf([IN, filter('f'), json, filter('g'), OUT], ['in -> f', 'f -> c', 'c -> g', 'g -> out']))),
    ).toEqual([
      'source in: f[in->f] > (produce p.in.out as string[f->c])',
      'sink out: p.in.out as string at c > g[c->g] > (write out[g->out])',
    ]);
  });

  it('fans out and in, and runs a shared transform in each source', () => {
    const nodes = [IN, 'in2: { source: files, config: { path: c.csv } }', filter('f'), OUT, 'see: { sink: inspect }'];
    expect(plan(specOf(documentOf(nodes, ['in -> f', 'in2 -> f', 'f -> out', 'f -> see'])))).toEqual([
      'source in: f[in->f] > (produce p.in.out as batch[f->out], produce p.in.see as batch[f->see])',
      'source in2: f[in2->f] > (produce p.in2.out as batch[f->out], produce p.in2.see as batch[f->see])',
      'sink out: p.in.out as batch at f > write out[f->out]; p.in2.out as batch at f > write out[f->out]',
      'sink see: p.in.see as batch at f > write see[f->see]; p.in2.see as batch at f > write see[f->see]',
    ]);
  });

  it('lets several ways from one source to one sink share a topic, so that a new one moves nothing', () => {
    const spec = specOf(
      documentOf([IN, filter('a'), filter('b'), OUT], ['in -> a', 'in -> b', 'a -> out', 'b -> out']),
    );
    expect(plan(spec)).toEqual([
      'source in: a[in->a] > (produce p.in.out as batch[a->out]), b[in->b] > (produce p.in.out as batch[b->out])',
      'sink out: p.in.out as batch at a > write out[a->out]',
    ]);
  });

  it('gives ways through different converters topics of their own', () => {
    const spec = specOf(documentOf([IN, json, filter('g'), OUT], ['in -> out', 'in -> c', 'c -> g', 'g -> out']));
    expect(spec.topics.map(({ name }) => name)).toEqual(['p.in.out', 'p.in.out.c']);
    expect(plan(spec)).toEqual([
      'source in: produce p.in.out as batch[in->out], produce p.in.out.c as string[in->c]',
      'sink out: p.in.out as batch at in > write out[in->out]; p.in.out.c as string at c > g[c->g] > (write out[g->out])',
    ]);
  });

  it('makes a relay of a way from a topic to a topic', () => {
    const spec = specOf(
      documentOf(
        [IN, topic('t'), filter('f'), topic('u'), topic('v'), OUT],
        ['in -> t', 't -> f', 'f -> u', 't -> v', 'f -> out', 'u -> out'],
      ),
    );
    expect(plan(spec)).toEqual([
      'source in: produce t as json[in->t]',
      'relay t: t as json at t > f[t->f] > (produce u as json[f->u]), produce v as json[t->v]',
      'sink out: u as json at u > write out[u->out]; t as json at t > f[t->f] > (write out[f->out])',
    ]);
  });

  it('leaves boxes that are not connected out of what runs', () => {
    expect(
      plan(
        specOf(
          documentOf(
            [IN, OUT, 'alone: { sink: inspect }', 'idle: { source: files, config: { path: z } }', filter('dead')],
            ['in -> out', 'in -> dead'],
          ),
        ),
      ),
    ).toEqual([
      'source in: produce p.in.out as batch[in->out]',
      'sink out: p.in.out as batch at in > write out[in->out]',
    ]);
  });

  it('gives a topic as many queues as its busiest reader has tasks, unless it says', () => {
    const nodes = [
      IN,
      topic('t'),
      'own: { topic: own, queues: 7 }',
      'a: { sink: inspect, tasks: 3 }',
      'b: { sink: inspect, tasks: 2 }',
    ];
    const { topics } = specOf(documentOf(nodes, ['in -> t', 'in -> own', 't -> a', 't -> b', 'own -> a', 'in -> b']));
    expect(topics.map(({ name, queues }) => [name, queues])).toEqual([
      ['t', 3],
      ['own', 7],
      ['p.in.b', 2],
    ]);
  });

  it('reads retention, and keeps everything where none is given', () => {
    const { topics } = specOf(
      documentOf([IN, 't: { topic: t, retention: { age: 1.5h, size: 2 MB } }', topic('u')], ['in -> t', 'in -> u']),
    );
    expect(topics.map(({ retention }) => retention)).toEqual([{ ageMs: 5_400_000, bytes: 2_097_152 }, {}]);
  });

  it('hands error handling down from pipeline to node, and makes topics for dead letters', () => {
    const nodes = [IN, filter('f').replace('filter,', 'filter, errors: { policy: dead-letter, retries: 3 },'), OUT];
    const spec = specOf(documentOf(nodes, ['in -> f', 'f -> out'], 'errors: { policy: skip, backoffMs: 50 }'));
    const common = { backoffMs: 50, maxBackoffMs: 60_000, topic: 'p.dead-letters' };
    expect(spec.connectors[0]).toMatchObject({
      errors: { policy: 'skip', retries: 10, ...common },
      steps: [{ errors: { policy: 'dead-letter', retries: 3, ...common } }],
    });
    expect(spec.topics.at(-1)).toEqual({ name: 'p.dead-letters', queues: 1, implied: false, retention: {} });
    expect(specOf(documentOf([IN, OUT], ['in -> out'])).connectors[0]!.errors).toEqual({
      policy: 'stop',
      retries: 10,
      backoffMs: 500,
      maxBackoffMs: 60_000,
      topic: 'p.dead-letters',
    });
  });

  it('knows topics records are routed to, ensures them, and has them read with the one on the way', () => {
    const route = 'r: { transform: route, config: { topic: [eu, t] } }';
    const spec = specOf(
      documentOf(
        [IN, route, 'see: { sink: inspect, tasks: 2 }', topic('t'), OUT],
        ['in -> r', 'r -> see', 'in -> t', 't -> out'],
      ),
    );
    expect(spec.connectors[0]).toMatchObject({
      steps: [{ next: [{ topic: 'p.in.see', routedTopics: ['eu', 't'] }] }, { topic: 't', routedTopics: [] }],
    });
    expect(spec.connectors.find(({ node }) => node === 'see')).toMatchObject({ inputs: [{ routedTopics: ['eu'] }] });
    expect(spec.topics.map(({ name, queues }) => [name, queues])).toEqual([
      ['t', 1],
      ['p.in.see', 2],
      ['eu', 2],
    ]);
  });

  it('collects the names of masked fields', () => {
    expect(
      specOf(documentOf([IN, 'm: { transform: mask, config: { fields: [mail, card] } }', OUT], ['in -> m', 'm -> out']))
        .maskedFields,
    ).toEqual(['card', 'mail']);
  });

  it('refuses a graph whose branches multiply without end', () => {
    const nodes = [IN, OUT];
    const edges = ['in -> a0', 'in -> b0'];
    for (let index = 0; index < 20; index++) {
      nodes.push(filter(`a${index}`), filter(`b${index}`));
      if (index > 0)
        edges.push(
          `a${index - 1} -> a${index}`,
          `a${index - 1} -> b${index}`,
          `b${index - 1} -> a${index}`,
          `b${index - 1} -> b${index}`,
        );
    }
    expect(codes(documentOf(nodes, [...edges, 'a19 -> out', 'b19 -> out']))).toEqual(['too_many_paths edges']);
  });

  it('plans a chain of a thousand transforms', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `f${index}`);
    const edges = ids.map((id, index) => `${index === 0 ? 'in' : ids[index - 1]} -> ${id}`);
    expect(specOf(documentOf([IN, OUT, ...ids.map(filter)], [...edges, 'f999 -> out'])).connectors).toHaveLength(2);
  });
});
