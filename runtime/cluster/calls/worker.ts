import { parentPort, workerData } from 'node:worker_threads';
import { Value } from '@sinclair/typebox/value';
import { toErrorDto } from '@gantry/sdk';
import type { Capabilities, ComponentContext, Json, Log, Plugin, SourceDefinition, TObject } from '@gantry/sdk';
import { sampleRecord, systemClock } from '../../tasks/index.ts';
import { CLUSTER_ERRORS } from '../errors.ts';
import type { Answers, Ask, CallInput, CallTarget, FromCall } from './protocol.ts';

/*
 * The thread of one call: imports the plugin, asks, answers, and is done. It may hang or blow up; the member that started it
 * goes on.
 */
type Definition = Capabilities<unknown> & {
  readonly type: string;
  readonly config: TObject;
  tasks?: SourceDefinition['tasks'];
};

const LISTS = { source: 'sources', sink: 'sinks', connection: 'connections' } as const;

const { module, target, ask } = workerData as CallInput;
/** Never fires: a call that is not wanted any more has its whole thread ended. */
const { signal } = new AbortController();

try {
  tell({ type: 'answer', answer: await answer() });
} catch (caught) {
  tell({ type: 'refusal', error: toErrorDto(caught) });
}

async function answer(): Promise<Answers[keyof Answers]> {
  const plugin = ((await import(module.entry)) as { readonly default: Plugin }).default;
  const list: readonly Definition[] = plugin[LISTS[target.role]] ?? [];
  const definition = list.find((each) => each.type === target.type);
  if (definition === undefined) {
    throw CLUSTER_ERRORS.error('component_unknown', {
      message: `the plugin ${module.name} has no ${target.role} named ${target.type}`,
      hint: 'Install it again.',
    });
  }
  return await askOf(definition, contextOf(definition), ask);
}

async function askOf(
  definition: Definition,
  context: ComponentContext<unknown>,
  question: Ask,
): Promise<Answers[keyof Answers]> {
  switch (question.what) {
    case 'check':
      return (await definition.check?.(context, signal)) ?? missing('be checked');
    case 'choices':
      return (await definition.choices?.(context, question.field, question.typed, signal)) ?? missing('list choices');
    case 'tasks':
      return (await definition.tasks?.(context, question.maxTasks, signal)) ?? [{ key: 'all', input: null }];
    case 'preview': {
      const preview = (await definition.preview?.(context, question.limit, signal)) ?? missing('be previewed');
      const atMs = systemClock.now();
      return {
        records: preview.records.map((record) => sampleRecord(record, atMs, new Set())),
        failures: preview.failures,
      };
    }
  }
}

function missing(what: string): never {
  throw CLUSTER_ERRORS.error('capability_missing', {
    message: `the ${target.role} ${target.type} cannot ${what}`,
    hint: 'Nothing is wrong with it: its plugin does not offer this.',
  });
}

/** Text from references becomes the type the schema asks for; what is still missing in a form stays missing. */
function contextOf(definition: Definition): ComponentContext<unknown> {
  const config = Value.Convert(definition.config, Value.Default(definition.config, structuredClone(target.config)));
  return {
    pipeline: target.pipeline,
    node: target.node,
    config,
    connection: target.connection,
    log: logOf(target),
    clock: systemClock,
  };
}

function logOf({ node }: CallTarget): Log {
  const write =
    (level: (FromCall & { type: 'log' })['level']) =>
    (message: string, fields: { readonly [name: string]: unknown } = {}): void =>
      tell({
        type: 'log',
        level,
        message,
        fields: JSON.parse(JSON.stringify({ node, ...fields })) as { readonly [name: string]: Json },
      });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function tell(message: FromCall): void {
  parentPort?.postMessage(message);
}
