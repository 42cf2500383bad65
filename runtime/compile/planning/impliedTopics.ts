import type { Graph, GraphEdge, GraphNode } from '../graph.ts';

/** A topic nobody drew: between a source and a sink, at the converter box where there is one, else right before the sink. */
export interface ImpliedTopic {
  readonly name: string;
  readonly source: GraphNode;
  readonly sink: GraphNode;
  readonly converter: GraphNode | undefined;
  /** The edge into the sink; one of them, where several ways share the topic. */
  readonly last: GraphEdge;
}

/**
 * The topics of every way from a source to a sink that names none. All ways from one source to one sink share a topic, so that
 * drawing another leaves the first one's position valid; only ways through different converters cannot.
 */
export function impliedTopics(pipeline: string, graph: Graph): readonly ImpliedTopic[] {
  const found = new Map<string, ImpliedTopic>();
  const names = new Set<string>();
  for (const source of graph.nodes.values()) {
    if (source.kind !== 'source') continue;
    for (const { sink, converter, last } of waysToSinks(source)) {
      const key = `${source.id} ${sink.id} ${converter?.id ?? ''}`;
      if (found.has(key)) continue;
      const plain = `${pipeline}.${source.id}.${sink.id}`;
      const name = names.has(plain) ? `${plain}.${converter?.id ?? 'direct'}` : plain;
      names.add(name);
      found.set(key, { name, source, sink, converter, last });
    }
  }
  return [...found.values()];
}

type Way = Pick<ImpliedTopic, 'sink' | 'converter' | 'last'>;

/** Each place is passed once per converter that leads there, however many ways lead through it. */
function waysToSinks(source: GraphNode): readonly Way[] {
  const ways: Way[] = [];
  const seen = new Set<string>();
  const open: { readonly edge: GraphEdge; readonly converter: GraphNode | undefined }[] = source.out
    .toReversed()
    .map((edge) => ({ edge, converter: undefined }));
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const { edge, converter } = step;
    const { to } = edge;
    if (to.kind === 'sink') ways.push({ sink: to, converter, last: edge });
    const through = to.kind === 'converter' ? to : converter;
    const key = `${to.id} ${through?.id ?? ''}`;
    if ((to.kind !== 'transform' && to.kind !== 'converter') || seen.has(key)) continue;
    seen.add(key);
    for (const out of to.out.toReversed()) open.push({ edge: out, converter: through });
  }
  return ways;
}
