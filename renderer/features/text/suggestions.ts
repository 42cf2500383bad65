import type { JsonObject } from '@gantry/sdk';
import type { Catalog, ComponentDescriptor } from '../../../runtime/compile/plan.ts';
import { API_VERSION, TOP_KEYS } from '../../../runtime/spec/index.ts';
import type { Pipeline, PipelineNode } from '../../../runtime/spec/types.ts';
import { componentOf } from '../../document/index.ts';
import type { TextContext } from './textContext.ts';

/** One thing that may be written. `apply` is what is inserted where it is not the label. */
export interface Suggestion {
  readonly label: string;
  readonly detail?: string;
  readonly info?: string;
  readonly apply?: string;
}

const NODE_KEYS = [
  'source',
  'transform',
  'converter',
  'topic',
  'sink',
  'connection',
  'config',
  'description',
  'tasks',
  'rate',
  'errors',
  'queues',
  'retention',
  'start',
];
const ERROR_KEYS = ['policy', 'retries', 'backoffMs', 'maxBackoffMs', 'topic'];
const FIXED_VALUES: { readonly [key: string]: readonly string[] } = {
  policy: ['stop', 'skip', 'dead-letter'],
  delivery: ['at-least-once', 'exactly-once'],
  start: ['earliest', 'latest'],
  kind: ['Pipeline'],
  apiVersion: [API_VERSION],
};
const ROLES = ['source', 'transform', 'converter', 'sink'] as const;

/** What may stand at a place of the document. */
export function suggestionsAt(
  context: TextContext,
  catalog: Catalog,
  pipeline: Pipeline | undefined,
): readonly Suggestion[] {
  return context.key === undefined
    ? keySuggestions(context, catalog, pipeline)
    : valueSuggestions(context, catalog, pipeline);
}

function keySuggestions(
  { parents, isItem }: TextContext,
  catalog: Catalog,
  pipeline: Pipeline | undefined,
): readonly Suggestion[] {
  const [section, id, part] = parents;
  if (section === undefined) return asKeys(TOP_KEYS);
  if (section === 'edges' && isItem) return Object.keys(pipeline?.nodes ?? {}).map((label) => ({ label }));
  if (parents.at(-1) === 'errors') return asKeys(ERROR_KEYS);
  if (section === 'connections' && parents.length === 2) {
    const type = id === undefined ? undefined : pipeline?.connections?.[id]?.type;
    return [
      ...asKeys(['type']),
      ...optionKeys(catalog.components.find((one) => one.role === 'connection' && one.type === type)),
    ];
  }
  if (section !== 'nodes' || id === undefined) return [];
  if (part === undefined) return asKeys(NODE_KEYS);
  return part === 'config' && parents.length === 3 ? optionKeys(nodeComponent(catalog, pipeline?.nodes[id])) : [];
}

function valueSuggestions(
  { parents, key = '' }: TextContext,
  catalog: Catalog,
  pipeline: Pipeline | undefined,
): readonly Suggestion[] {
  const [section, id, part] = parents;
  if (section === 'nodes' && parents.length === 2) {
    const role = ROLES.find((name) => name === key);
    if (role !== undefined) return componentTypes(catalog, role);
    if (key === 'connection') return Object.keys(pipeline?.connections ?? {}).map((label) => ({ label }));
  }
  if (section === 'connections' && key === 'type') return componentTypes(catalog, 'connection');
  if (section === undefined && key === 'bus')
    return [{ label: 'embedded' }, ...Object.keys(pipeline?.connections ?? {}).map((label) => ({ label }))];
  if (section === 'nodes' && id !== undefined && part === 'config') {
    const values = optionValues(nodeComponent(catalog, pipeline?.nodes[id]), key);
    if (values.length > 0) return values;
  }
  return (FIXED_VALUES[key] ?? []).map((label) => ({ label }));
}

/** The component whose options a node's `config` holds; a topic's are its converter's. */
export function nodeComponent(catalog: Catalog, node: PipelineNode | undefined): ComponentDescriptor | undefined {
  if (node === undefined) return undefined;
  if ('topic' in node)
    return catalog.components.find(({ role, type }) => role === 'converter' && type === (node.converter ?? 'json'));
  return componentOf(catalog, node);
}

function componentTypes(catalog: Catalog, role: string): readonly Suggestion[] {
  return catalog.components
    .filter((component) => component.role === role)
    .map(({ type, title, description }) => ({ label: type, detail: title, info: description }));
}

function optionKeys(component: ComponentDescriptor | undefined): readonly Suggestion[] {
  return Object.entries(propertiesOf(component)).map(([name, schema]) => ({
    label: name,
    apply: `${name}: `,
    ...text('detail', schema['title']),
    ...text('info', schema['description']),
  }));
}

function optionValues(component: ComponentDescriptor | undefined, key: string): readonly Suggestion[] {
  const schema = propertiesOf(component)[key];
  if (schema === undefined) return [];
  if (schema['type'] === 'boolean') return [{ label: 'true' }, { label: 'false' }];
  return enumOf(schema).map((label) => ({ label }));
}

/** The values of `enum`, or of TypeBox's union of literals. */
export function enumOf(schema: JsonObject): readonly string[] {
  const { enum: values, anyOf } = schema;
  if (Array.isArray(values)) return values.map(String);
  if (!Array.isArray(anyOf)) return [];
  return anyOf.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'const' in one ? [String(one.const)] : [],
  );
}

export function propertiesOf(component: ComponentDescriptor | undefined): { readonly [name: string]: JsonObject } {
  return (component?.configSchema['properties'] ?? {}) as { readonly [name: string]: JsonObject };
}

function asKeys(names: readonly string[]): readonly Suggestion[] {
  return names.map((label) => ({ label, apply: `${label}: ` }));
}

function text<K extends string>(key: K, value: unknown): { [name in K]?: string } {
  return (typeof value === 'string' ? { [key]: value } : {}) as { [name in K]?: string };
}
