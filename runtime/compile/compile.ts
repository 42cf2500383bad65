import { checkExpression as checkCel } from '@gantry/sdk';
import type { JsonObject } from '@gantry/sdk';
import { parseText } from '../spec/index.ts';
import type { Pipeline, PipelineText } from '../spec/index.ts';
import { Components } from './components.ts';
import { componentUses } from './componentUses.ts';
import { contentHash } from './contentHash.ts';
import { buildGraph } from './graph.ts';
import type { GraphNode } from './graph.ts';
import type { Catalog, Compiled, ComponentPlan, Diagnostic, RuntimeSpec } from './plan.ts';
import { valuesMeaning } from './planning/meantValues.ts';
import { MAX_CHAIN, TooManySteps, planPipeline } from './planning/planPipeline.ts';
import { Report } from './report.ts';
import { busOf } from './rules/bus.ts';
import { RULES } from './rules/index.ts';
import { connectionNameOf } from './ruleContext.ts';
import type { CheckExpression, ComponentUse, RuleContext } from './ruleContext.ts';
import { ConfigValidators } from './schema/validators.ts';

/** Compiles pipelines against one catalog. */
export interface Compiler {
  /** What would run, and everything there is to say. Never throws for a document, whatever is in it. */
  compile(document: PipelineText | string): Compiled;
}

export interface CompilerOptions {
  /** The language of `expression` fields: CEL where left out. */
  readonly checkExpression?: CheckExpression;
}

/** Makes a compiler. It keeps what it learns of the catalog's schemas and of unchanged nodes, so hold on to it while the catalog stays. */
export function createCompiler(catalog: Catalog, options: CompilerOptions = {}): Compiler {
  const components = new Components(catalog);
  const validators = new ConfigValidators();
  const checkExpression = rememberChecks(options.checkExpression ?? checkCel);

  function compileText(document: PipelineText): Compiled {
    const { pipeline } = document;
    if (pipeline === undefined) return { diagnostics: document.diagnostics };
    const graph = buildGraph(pipeline);
    const report = new Report();
    const uses = componentUses(pipeline, graph, components, validators);
    const context: RuleContext = {
      pipeline,
      graph,
      catalog,
      components,
      uses,
      checkExpression,
      report,
      unreadableNodes: unreadable(document.diagnostics, pipeline),
    };
    for (const rule of RULES) rule(context);
    const isBroken = report.hasErrors || document.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
    const spec = isBroken ? undefined : makeSpec(context, validators);
    const diagnostics = [...document.diagnostics, ...report.diagnostics(document)];
    return spec === undefined ? { diagnostics } : { spec, diagnostics };
  }

  return { compile: (document) => compileText(typeof document === 'string' ? parseText(document) : document) };
}

/** Compiles one document. Whoever compiles more than one keeps a {@link createCompiler} instead. */
export function compile(document: PipelineText | string, catalog: Catalog, options?: CompilerOptions): Compiled {
  return createCompiler(catalog, options).compile(document);
}

function makeSpec(context: RuleContext, validators: ConfigValidators): RuntimeSpec | undefined {
  const { pipeline, graph, components, uses, report } = context;
  const useOf = new Map<GraphNode, ComponentUse>();
  for (const use of uses)
    if (use.graphNode !== undefined && use.graphNode.kind !== 'topic') useOf.set(use.graphNode, use);
  const configOf = (use: ComponentUse | undefined): JsonObject => use?.checked?.config ?? use?.written ?? {};
  const converter = (type: string, config: JsonObject): ComponentPlan => {
    const descriptor = components.find('converter', type);
    return { type, config: descriptor === undefined ? config : validators.check(descriptor, config).config };
  };
  try {
    const { connectors, topics } = planPipeline({
      pipeline,
      graph,
      configOf: (node) => configOf(useOf.get(node)),
      converter,
      routedTopics: (node) =>
        useOf.has(node) ? valuesMeaning(useOf.get(node)!, 'routed-topic').map(({ value }) => value) : [],
    });
    const spec = {
      version: 1 as const,
      pipeline: pipeline.name,
      delivery: pipeline.delivery ?? ('at-least-once' as const),
      bus: busOf(context),
      connections: usedConnections(context),
      topics,
      connectors,
      maskedFields: [
        ...new Set(uses.flatMap((use) => valuesMeaning(use, 'masked-field').map(({ value }) => value))),
      ].sort(),
    };
    return { ...spec, hash: contentHash(spec) };
  } catch (caught) {
    if (!(caught instanceof TooManySteps)) throw caught;
    report.say('too_many_paths', {
      message: 'The branches of this graph multiply into more steps than can be run.',
      hint: `Put a topic where branches meet, so that what follows runs once; no chain may have more than ${MAX_CHAIN} transforms.`,
      path: 'edges',
    });
    return undefined;
  }
}

/** The connections that what runs asks for, with defaults. */
function usedConnections({ pipeline, graph, uses }: RuleContext): RuntimeSpec['connections'] {
  const names = new Set([...graph.nodes.values()].map(connectionNameOf).filter((name) => name !== undefined));
  if (pipeline.bus !== 'embedded') names.add(pipeline.bus);
  const connections = pipeline.connections ?? {};
  return Object.fromEntries(
    [...names]
      .filter((name) => Object.hasOwn(connections, name))
      .sort()
      .map((name) => {
        const use = uses.find(
          (candidate) => candidate.role === 'connection' && candidate.configPath === `connections.${name}`,
        )!;
        return [name, { type: use.type, config: use.checked?.config ?? use.written }];
      }),
  );
}

/** Nodes the text has and the pipeline has not. */
function unreadable(diagnostics: readonly Diagnostic[], pipeline: Pipeline): ReadonlySet<string> {
  const named = diagnostics.map((diagnostic) => diagnostic.node).filter((node) => node !== undefined);
  return new Set(named.filter((node) => !Object.hasOwn(pipeline.nodes, node)));
}

/** The same expressions come again with every key stroke elsewhere. */
function rememberChecks(check: CheckExpression): CheckExpression {
  const known = new Map<string, ReturnType<CheckExpression>>();
  return (source) => {
    let result = known.get(source);
    if (result === undefined) {
      if (known.size > 10_000) known.clear();
      known.set(source, (result = check(source)));
    }
    return result;
  };
}
