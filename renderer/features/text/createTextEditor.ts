import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, indentLess, indentMore } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { Annotation, EditorState } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { edgeId, parseEdgeId } from '../../document/index.ts';
import type { DocumentState, DocumentStore } from '../../document/index.ts';
import { completionSource } from './completionSource.ts';
import { editorDiagnostics } from './editorDiagnostics.ts';
import { editorTheme, highlightStyle } from './editorTheme.ts';
import { schemaHover } from './schemaHover.ts';
import { selectionAt } from './selectionAt.ts';
import { textChange } from './textChange.ts';

interface TextEditorOptions {
  readonly parent: HTMLElement;
  readonly store: DocumentStore;
  readonly language: string;
  /** Its name for screen readers. */
  readonly label: string;
}

/** Marks what the document changed by itself, so that it is not taken for typing. */
const fromDocument = Annotation.define<boolean>();

/** An editor on the open document. Undo is the document's own, so that canvas and text have one history. */
export function createTextEditor({ parent, store, language, label }: TextEditorOptions): { dispose(): void } {
  const { actions } = store;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: store.getState().document.text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        lintGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSpecialChars(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        closeBrackets(),
        highlightSelectionMatches(),
        yaml(),
        syntaxHighlighting(highlightStyle),
        editorTheme,
        autocompletion({ override: [completionSource(store, language)], icons: false }),
        schemaHover(store, language),
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        keymap.of([
          { key: 'Mod-z', run: () => (actions.undo(), true), preventDefault: true },
          { key: 'Mod-Shift-z', run: () => (actions.redo(), true), preventDefault: true },
          { key: 'Mod-y', run: () => (actions.redo(), true), preventDefault: true },
          // Tab moves on to the next control, as everywhere; these indent.
          { key: 'Mod-]', run: indentMore },
          { key: 'Mod-[', run: indentLess },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...searchKeymap,
          ...foldKeymap,
          ...lintKeymap,
          ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
        ]),
        EditorView.updateListener.of((update) => {
          const typed = update.transactions.some(
            (transaction) => transaction.docChanged && transaction.annotation(fromDocument) !== true,
          );
          if (typed) actions.setText(update.state.doc.toString(), 'typed');
          const moved =
            update.selectionSet &&
            !update.transactions.some((transaction) => transaction.annotation(fromDocument) === true);
          if (moved && view.hasFocus) selectUnderCursor(store, update.state.selection.main.head);
        }),
      ],
    }),
  });
  showProblems(view, store.getState());
  showPath(view, store.getState(), pathOfSelection(store.getState()));

  const stop = store.subscribe((state, before) => {
    if (state.document !== before.document) takeText(view, state.document.text);
    if (state.problems !== before.problems || state.document !== before.document) showProblems(view, state);
    if (state.reveal !== before.reveal) showPath(view, state, state.reveal?.path);
    else if (state.selection !== before.selection && !view.hasFocus) showPath(view, state, pathOfSelection(state));
  });
  return {
    dispose: () => {
      stop();
      view.destroy();
    },
  };
}

/** Brings the editor to the document's text, changing only what differs, so that the cursor stays where it is. */
function takeText(view: EditorView, text: string): void {
  const change = textChange(view.state.doc.toString(), text);
  if (change !== undefined) view.dispatch({ changes: change, annotations: fromDocument.of(true) });
}

function showProblems(view: EditorView, state: DocumentState): void {
  view.dispatch(setDiagnostics(view.state, editorDiagnostics(state.problems, state.document, view.state.doc.length)));
}

/** Puts the cursor at a path and scrolls there; leaves the focus where it is. */
function showPath(view: EditorView, state: DocumentState, path: string | undefined): void {
  const range = path === undefined ? undefined : state.document.rangeOf(path);
  if (range === undefined || range.from > view.state.doc.length) return;
  view.dispatch({
    selection: { anchor: range.from },
    effects: EditorView.scrollIntoView(range.from, { y: 'center' }),
    annotations: fromDocument.of(true),
  });
}

function pathOfSelection({ selection, document }: DocumentState): string | undefined {
  const [node] = selection.nodes;
  if (node !== undefined) return `nodes.${node}`;
  const [edge] = selection.edges;
  const index = document.pipeline?.edges.findIndex((written) => edgeId(parseEdgeId(written)) === edge) ?? -1;
  return edge === undefined || index < 0 ? undefined : `edges.${index}`;
}

function selectUnderCursor(store: DocumentStore, offset: number): void {
  const { document } = store.getState();
  const selection = selectionAt(document, offset);
  if (selection !== undefined) store.actions.select(selection);
}
