import type { Extension } from '@codemirror/state';
import { hoverTooltip } from '@codemirror/view';
import type { Catalog } from '../../../runtime/compile/plan.ts';
import type { Pipeline } from '../../../runtime/spec/types.ts';
import type { DocumentStore } from '../../document/index.ts';
import { localise } from '../../i18n/index.ts';
import { enumOf, nodeComponent, propertiesOf } from './suggestions.ts';

/** What is known of a place in the document. */
export interface PlaceDocs {
  readonly title: string;
  readonly body: string;
  /** Type, default, choices. */
  readonly facts: string;
}

/** Pointing at an option or a component says what it is. */
export function schemaHover(store: DocumentStore, language: string): Extension {
  return hoverTooltip((_view, offset) => {
    const { document, catalog } = store.getState();
    const path = document.pathAt(offset);
    const docs = docsAt(path, catalog, document.pipeline, language);
    if (docs === undefined) return null;
    return { pos: document.rangeOf(path)?.from ?? offset, above: true, create: () => ({ dom: render(docs) }) };
  });
}

/** The docs of `nodes.x`, `nodes.x.source` and `nodes.x.config.option`. */
export function docsAt(
  path: string,
  catalog: Catalog,
  pipeline: Pipeline | undefined,
  language: string,
): PlaceDocs | undefined {
  const [section, id, part, option] = path.split('.');
  if (section !== 'nodes' || id === undefined) return undefined;
  const component = nodeComponent(catalog, pipeline?.nodes[id]);
  if (component === undefined) return undefined;
  const say = (english: unknown): string => (typeof english === 'string' ? localise(component, language, english) : '');
  if (part !== 'config') {
    const { plugin } = component;
    return { title: say(component.title), body: say(component.description), facts: `${plugin.name} ${plugin.version}` };
  }
  const schema = option === undefined ? undefined : propertiesOf(component)[option];
  if (schema === undefined || option === undefined) return undefined;
  const choices = enumOf(schema);
  const facts = [
    choices.length > 0 ? choices.join(' | ') : schema['type'],
    schema['default'] === undefined ? undefined : `= ${JSON.stringify(schema['default'])}`,
  ];
  return {
    title: say(schema['title']) || option,
    body: say(schema['description']),
    facts: facts.filter((fact) => typeof fact === 'string').join(' '),
  };
}

function render({ title, body, facts }: PlaceDocs): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-hover';
  for (const [className, text] of [
    ['cm-hover-title', title],
    ['cm-hover-body', body],
    ['cm-hover-facts', facts],
  ] as const) {
    if (text === '') continue;
    const line = document.createElement('span');
    line.className = className;
    line.textContent = text;
    box.append(line);
  }
  return box;
}
