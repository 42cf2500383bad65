import type { Catalog, Compiled, Diagnostic } from '../../runtime/compile/plan.ts';
import { createCompiler } from '../../runtime/compile/index.ts';
import { parseText } from '../../runtime/spec/index.ts';
import type { PipelineText } from '../../runtime/spec/editing.ts';
import { createStore } from 'zustand/vanilla';
import { createAutosave } from './autosave.ts';
import type { DraftPort } from './autosave.ts';
import { newHistory, record, redo, undo } from './history.ts';
import type { History } from './history.ts';
import { groupByNode, mergeProblems } from './problems.ts';
import type { Timers } from './timers.ts';
import type { DocumentActions, DocumentState, DocumentStore, Selection } from './types.ts';

/** What an open document starts from and works with. */
export interface DocumentOptions {
  readonly name: string;
  readonly text: string;
  readonly etag: string;
  readonly catalog: Catalog;
  readonly drafts: DraftPort;
  readonly timers: Timers;
}

/** Typing compiles when it pauses this long; other edits at once. */
const COMPILE_PAUSE_MS = 120;

const NOTHING: Selection = { nodes: [], edges: [] };

/** A document is shown before it is compiled: on a large one that is a quarter of the time until it can be seen. */
const NOT_COMPILED: Pick<DocumentState, 'compiled' | 'problems' | 'problemsByNode'> = {
  compiled: { diagnostics: [] },
  problems: [],
  problemsByNode: {},
};

/** Time for the first picture, before the first compile. */
const FIRST_COMPILE_MS = 50;

/** Opens a pipeline: one store, from which canvas, forms and text all show the same document. */
export function createDocumentStore(options: DocumentOptions): DocumentStore {
  const { timers } = options;
  let compiler = createCompiler(options.catalog);
  let history: History<PipelineText> = newHistory(parseText(options.text));
  let cancelCompile: (() => void) | undefined;

  const store = createStore<DocumentState>(() => ({
    name: options.name,
    document: history.present,
    ...NOT_COMPILED,
    catalog: options.catalog,
    selection: NOTHING,
    reveal: undefined,
    saveState: 'saved',
    saveError: undefined,
    theirs: undefined,
    undoLabel: undefined,
    redoLabel: undefined,
  }));

  cancelCompile = timers.after(FIRST_COMPILE_MS, () => store.setState(compiled(history.present)));

  const autosave = createAutosave({
    name: options.name,
    etag: options.etag,
    drafts: options.drafts,
    timers,
    text: () => store.getState().document.text,
    onState: (state) => store.setState(state),
  });

  function compiled(document: PipelineText): Pick<DocumentState, 'compiled' | 'problems' | 'problemsByNode'> {
    const result: Compiled = compiler.compile(document);
    const problems: readonly Diagnostic[] = mergeProblems(document.diagnostics, result.diagnostics);
    return { compiled: result, problems, problemsByNode: groupByNode(problems) };
  }

  /** Shows a document; `typed` waits for a pause before it compiles. */
  function show(next: History<PipelineText>, pace: 'now' | 'typed'): void {
    if (next === history) return;
    const changed = next.present !== history.present;
    history = next;
    const labels = { undoLabel: history.past.at(-1)?.label, redoLabel: history.future[0]?.label };
    if (!changed) {
      store.setState(labels);
      return;
    }
    const document = history.present;
    cancelCompile?.();
    cancelCompile = undefined;
    const selection = existing(store.getState().selection, document);
    if (pace === 'now') store.setState({ document, selection, ...labels, ...compiled(document) });
    else {
      store.setState({ document, selection, ...labels });
      cancelCompile = timers.after(COMPILE_PAUSE_MS, () => store.setState(compiled(document)));
    }
    autosave.changed();
  }

  const actions: DocumentActions = {
    execute: (command) =>
      show(record(history, command.apply(history.present), command.label, timers.now(), command.mergeKey), 'now'),
    setText: (text, origin) => {
      if (text === history.present.text) return;
      const typed = origin === 'typed';
      const label = typed ? 'commands.typeText' : 'commands.replaceText';
      show(
        record(history, parseText(text, history.present), label, timers.now(), typed ? 'text' : undefined),
        typed ? 'typed' : 'now',
      );
    },
    undo: () => show(undo(history), 'now'),
    redo: () => show(redo(history), 'now'),
    select: (selection) => {
      const before = store.getState().selection;
      const next = { nodes: selection.nodes ?? before.nodes, edges: selection.edges ?? before.edges };
      if (!sameSelection(before, next)) store.setState({ selection: next });
    },
    revealPath: (path) => {
      const [part, id] = path.split('.');
      const isNode = part === 'nodes' && id !== undefined && id in (history.present.pipeline?.nodes ?? {});
      store.setState({ reveal: { path }, ...(isNode ? { selection: { nodes: [id], edges: [] } } : {}) });
    },
    setCatalog: (catalog) => {
      compiler = createCompiler(catalog);
      store.setState({ catalog, ...compiled(history.present) });
    },
    save: () => autosave.now(),
    resolveConflict: async (keep) => {
      const theirs = autosave.resolve();
      if (keep === 'theirs' && theirs !== undefined) {
        actions.setText(theirs.text, 'replaced');
      }
      autosave.changed();
      await autosave.now();
    },
  };

  return Object.assign(store, {
    actions,
    dispose: async () => {
      cancelCompile?.();
      await autosave.close();
    },
  });
}

/** The part of a selection that is still there. Keeps its identity when all of it is. */
function existing(selection: Selection, document: PipelineText): Selection {
  const { pipeline } = document;
  if (pipeline === undefined) return selection;
  const edges = new Set(pipeline.edges.map((edge) => edge.replace(/\s*->\s*/, '->')));
  const kept = {
    nodes: selection.nodes.filter((id) => id in pipeline.nodes),
    edges: selection.edges.filter((id) => edges.has(id)),
  };
  return sameSelection(kept, selection) ? selection : kept;
}

function sameSelection(a: Selection, b: Selection): boolean {
  const same = (x: readonly string[], y: readonly string[]): boolean =>
    x.length === y.length && x.every((id, i) => id === y[i]);
  return same(a.nodes, b.nodes) && same(a.edges, b.edges);
}
