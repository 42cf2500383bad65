import type { JsonObject } from '@gantry/sdk';
import type { Pipeline } from '../../spec/index.ts';
import type { Graph, GraphEdge, GraphNode } from '../graph.ts';
import type {
  ComponentPlan,
  ConnectorPlan,
  ErrorPlan,
  InputPlan,
  ProduceStep,
  RelayPlan,
  SinkPlan,
  SourcePlan,
  Step,
  TopicPlan,
  TransformStep,
} from '../plan.ts';
import { connectionNameOf, errorsOf, tasksOf } from '../ruleContext.ts';
import { impliedTopics } from './impliedTopics.ts';
import type { ImpliedTopic } from './impliedTopics.ts';
import { IMPLIED_CONVERTER, errorPlan } from './settings.ts';
import { topicFormat } from './topicFormat.ts';
import { planTopics } from './planTopics.ts';

/** More steps than this are a graph whose branches multiply: nobody means that. */
const MAX_STEPS = 20_000;
/** Longer chains than this would exhaust the stack of whoever walks them. */
export const MAX_CHAIN = 1500;

/** What planning needs to know of components. */
export interface PlanningInput {
  readonly pipeline: Pipeline;
  readonly graph: Graph;
  /** A node's configuration with defaults. */
  configOf(node: GraphNode): JsonObject;
  /** A converter with defaults. */
  converter(type: string, config: JsonObject): ComponentPlan;
  /** Topics a transform may route to. */
  routedTopics(node: GraphNode): readonly string[];
}

/** Thrown where the graph unrolls into too many steps; compile turns it into a diagnostic. */
export class TooManySteps extends Error {}

/** Unrolls a sound, acyclic graph into what runs. */
export function planPipeline(input: PlanningInput): {
  readonly connectors: readonly ConnectorPlan[];
  readonly topics: readonly TopicPlan[];
} {
  const planner = new Planner(input);
  const connectors = planner.connectors();
  return { connectors, topics: planTopics(input, connectors, planner.implied) };
}

class Planner {
  readonly implied: readonly ImpliedTopic[];
  readonly #input: PlanningInput;
  readonly #impliedBySource: ReadonlyMap<GraphNode, readonly ImpliedTopic[]>;
  readonly #impliedBySink: ReadonlyMap<GraphNode, readonly ImpliedTopic[]>;
  /** Names of the topics that are boxes. */
  readonly #drawn: ReadonlySet<string>;
  readonly #errors = new Map<GraphNode, ErrorPlan>();
  /** What transforms on the way to a topic may choose besides it; whoever reads the topic reads them too. */
  readonly #routed = new Map<string, Set<string>>();
  #steps = 0;

  constructor(input: PlanningInput) {
    this.#input = input;
    this.implied = impliedTopics(input.pipeline.name, input.graph);
    this.#impliedBySource = Map.groupBy(this.implied, (implied) => implied.source);
    this.#impliedBySink = Map.groupBy(this.implied, (implied) => implied.sink);
    this.#drawn = new Set(
      [...input.graph.nodes.values()].filter((node) => node.kind === 'topic').map((node) => node.type),
    );
  }

  /** Producers first, so that what they route to is known when the readers are planned. */
  connectors(): readonly ConnectorPlan[] {
    const nodes = [...this.#input.graph.nodes.values()];
    const sources = nodes.filter((node) => node.kind === 'source').map((node) => this.#source(node));
    const relaySteps = nodes
      .filter((node) => node.kind === 'topic')
      .map((node) => [node, this.#stepsToTopics(node.out, [], undefined, 0)] as const);
    const relays = relaySteps.filter(([, steps]) => steps.length > 0).map(([node, steps]) => this.#relay(node, steps));
    const sinks = nodes.filter((node) => node.kind === 'sink').map((node) => this.#sink(node));
    // A box that is not connected does nothing, which a warning says.
    return [
      ...sources.filter((plan) => plan.steps.length > 0),
      ...relays,
      ...sinks.filter((plan) => plan.inputs.length > 0),
    ];
  }

  #source(node: GraphNode): SourcePlan {
    const { rate } = node.node as { readonly rate?: number };
    return {
      kind: 'source',
      node: node.id,
      type: node.type,
      config: this.#input.configOf(node),
      ...connectionOf(node),
      maxTasks: tasksOf(node),
      ...(rate === undefined ? {} : { ratePerSecond: rate }),
      errors: this.#errorsOf(node),
      steps: this.#stepsToTopics(node.out, [], node, 0),
    };
  }

  #relay(node: GraphNode, steps: readonly Step[]): RelayPlan {
    return {
      kind: 'relay',
      node: node.id,
      tasks: 1,
      errors: this.#errorsOf(node),
      inputs: [this.#topicInput(node, steps)],
    };
  }

  #sink(node: GraphNode): SinkPlan {
    const { rate, start } = node.node as { readonly rate?: number; readonly start?: 'earliest' | 'latest' };
    const between = nodesBefore(node);
    const topics = new Set(
      [node, ...between]
        .flatMap((reader) => reader.in.map((edge) => edge.from))
        .filter((from) => from.kind === 'topic'),
    );
    return {
      kind: 'sink',
      node: node.id,
      type: node.type,
      config: this.#input.configOf(node),
      ...connectionOf(node),
      tasks: tasksOf(node),
      ...(rate === undefined ? {} : { ratePerSecond: rate }),
      start: start ?? 'earliest',
      errors: this.#errorsOf(node),
      inputs: [
        ...[...topics].map((topic) => this.#topicInput(topic, this.#stepsToSink(topic.out, node, between, 0))),
        ...(this.#impliedBySink.get(node) ?? []).map((implied) => this.#impliedInput(implied, between)),
      ],
    };
  }

  #topicInput(topic: GraphNode, steps: readonly Step[]): InputPlan {
    const { type, config } = topicFormat(topic);
    return {
      topic: topic.type,
      node: topic.id,
      routedTopics: this.#routedBeside(topic.type),
      converter: this.#input.converter(type, config),
      steps,
    };
  }

  #impliedInput(implied: ImpliedTopic, between: ReadonlySet<GraphNode>): InputPlan {
    const { sink, converter, last } = implied;
    const steps =
      converter === undefined
        ? this.#stepsToSink([last], sink, between, 0)
        : this.#stepsToSink(converter.out, sink, between, 0);
    return {
      topic: implied.name,
      node: converter?.id ?? last.from.id,
      routedTopics: this.#routedBeside(implied.name),
      converter: this.#impliedConverter(implied),
      steps,
    };
  }

  /** The branches that end in a topic; out of a source also those that end in a sink, through a topic of their own. */
  #stepsToTopics(
    edges: readonly GraphEdge[],
    routed: readonly string[],
    source: GraphNode | undefined,
    depth: number,
  ): readonly Step[] {
    return edges.flatMap((edge): readonly Step[] => {
      const { to } = edge;
      if (to.kind === 'topic') return [this.#produceToTopic(edge, to, routed)];
      if (to.kind === 'transform')
        return this.#transform(edge, depth, (next) =>
          this.#stepsToTopics(next, [...routed, ...this.#input.routedTopics(to)], source, depth + 1),
        );
      if (to.kind === 'converter') {
        const explicit = to.out
          .filter((out) => out.to.kind === 'topic')
          .map((out) => this.#produceToTopic(out, out.to, routed));
        return [...explicit, ...this.#produceImplied(edge, source, to, routed)];
      }
      return this.#produceImplied(edge, source, undefined, routed);
    });
  }

  /** The branches that end in one sink. */
  #stepsToSink(
    edges: readonly GraphEdge[],
    sink: GraphNode,
    between: ReadonlySet<GraphNode>,
    depth: number,
  ): readonly Step[] {
    return edges.flatMap((edge): readonly Step[] => {
      const { to } = edge;
      if (to === sink) return [this.#count({ kind: 'write', node: sink.id, edge: edge.id })];
      if (!between.has(to)) return [];
      // The converter next to the topic: its work is the input's own.
      if (to.kind === 'converter') return this.#stepsToSink(to.out, sink, between, depth);
      return this.#transform(edge, depth, (next) => this.#stepsToSink(next, sink, between, depth + 1));
    });
  }

  #transform(
    edge: GraphEdge,
    depth: number,
    follow: (edges: readonly GraphEdge[]) => readonly Step[],
  ): readonly TransformStep[] {
    if (depth > MAX_CHAIN) throw new TooManySteps();
    const { to } = edge;
    const next = follow(to.out);
    if (next.length === 0) return [];
    return [
      this.#count({
        kind: 'transform',
        node: to.id,
        edge: edge.id,
        type: to.type,
        config: this.#input.configOf(to),
        errors: this.#errorsOf(to),
        next,
      }),
    ];
  }

  #produceToTopic(edge: GraphEdge, topic: GraphNode, routed: readonly string[]): ProduceStep {
    const { type, config } = topicFormat(topic);
    return this.#produce(edge, topic, topic.type, routed, this.#input.converter(type, config));
  }

  #produceImplied(
    edge: GraphEdge,
    source: GraphNode | undefined,
    converter: GraphNode | undefined,
    routed: readonly string[],
  ): readonly ProduceStep[] {
    if (source === undefined) return [];
    const sinks = (this.#impliedBySource.get(source) ?? []).filter(
      (implied) => implied.converter === converter && (converter !== undefined || implied.sink === edge.to),
    );
    return sinks.map((implied) =>
      this.#produce(edge, implied.sink, implied.name, routed, this.#impliedConverter(implied)),
    );
  }

  #produce(
    edge: GraphEdge,
    node: GraphNode,
    topic: string,
    routed: readonly string[],
    converter: ComponentPlan,
  ): ProduceStep {
    const others = [...new Set(routed)].filter((name) => name !== topic);
    const beside = this.#routed.get(topic) ?? new Set();
    for (const name of others) beside.add(name);
    this.#routed.set(topic, beside);
    return this.#count({
      kind: 'produce',
      node: node.id,
      edge: edge.id,
      topic,
      routedTopics: others,
      converter,
      errors: this.#errorsOf(node),
    });
  }

  /** Routed-to topics that are boxes of their own are read by whoever is drawn to read them. */
  #routedBeside(topic: string): readonly string[] {
    return [...(this.#routed.get(topic) ?? [])].filter((name) => !this.#drawn.has(name));
  }

  #impliedConverter({ converter }: ImpliedTopic): ComponentPlan {
    return this.#input.converter(converter?.type ?? IMPLIED_CONVERTER, converter?.node.config ?? {});
  }

  #errorsOf(node: GraphNode): ErrorPlan {
    let plan = this.#errors.get(node);
    if (plan === undefined) this.#errors.set(node, (plan = errorPlan(this.#input.pipeline, errorsOf(node))));
    return plan;
  }

  #count<S extends Step>(step: S): S {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS) throw new TooManySteps();
    return step;
  }
}

/** Transforms and converters from which a sink is reached without another topic between. */
export function nodesBefore(sink: GraphNode): ReadonlySet<GraphNode> {
  const found = new Set<GraphNode>();
  const open = [sink];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const { from } of node.in) {
      if ((from.kind !== 'transform' && from.kind !== 'converter') || found.has(from)) continue;
      found.add(from);
      open.push(from);
    }
  }
  return found;
}

function connectionOf(node: GraphNode): { readonly connection?: string } {
  const connection = connectionNameOf(node);
  return connection === undefined ? {} : { connection };
}
