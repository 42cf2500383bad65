import type { ErrorDto } from '@gantry/sdk';
import type { StoreApi } from 'zustand/vanilla';
import type { DeploymentDto, DeploymentState, EdgeFigures, NodeFigures } from '../../runtime/api/contract.ts';
import type { Catalog, Compiled, Diagnostic } from '../../runtime/compile/plan.ts';
import type { PipelineText } from '../../runtime/spec/editing.ts';

/**
 * One edit a person makes. `apply` is pure: it is one step for undo, and two commands with the same `mergeKey` within a second are
 * one step (typing into a field, dragging a node).
 */
export interface Command {
  /** Key of the i18n text that says what undo would take back: `commands.addNode`. */
  readonly label: string;
  apply(document: PipelineText): PipelineText;
  readonly mergeKey?: string;
}

/** What is selected, on the canvas and by the text's cursor alike. Edges by id: `from->to`. */
export interface Selection {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

/** How the draft stands with the workspace. `conflict`: somebody else saved in between; `failed`: saving is tried again. */
export type SaveState = 'saved' | 'saving' | 'unsaved' | 'conflict' | 'failed';

/** A place in the document a person asked to see. Compare by identity: asking twice for one place makes a new value. */
export interface Reveal {
  readonly path: string;
}

/** The open pipeline. Every value is replaced, never changed, so that selectors can compare by identity. */
export interface DocumentState {
  readonly name: string;
  readonly document: PipelineText;
  /** What compile says of `document`; a moment behind it while the user types. */
  readonly compiled: Compiled;
  /** Syntax, shape and compile problems in one list, each once, errors first. */
  readonly problems: readonly Diagnostic[];
  readonly problemsByNode: { readonly [node: string]: readonly Diagnostic[] };
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly reveal: Reveal | undefined;
  readonly saveState: SaveState;
  readonly saveError: ErrorDto | undefined;
  /** What stands in the workspace instead, while `saveState` is `conflict`. */
  readonly theirs: { readonly text: string; readonly etag: string } | undefined;
  /** Label of the step undo would take back; undefined where there is none. */
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
}

/** Where a text change came from: typed by the user, or put in place of the whole (a template, their version, a revert). */
export type TextOrigin = 'typed' | 'replaced';

/** What can be done with the open pipeline. Functions are stable for the document's life. */
export interface DocumentActions {
  execute(command: Command): void;
  /** The text view's way in. Typing merges into one undo step until it pauses. */
  setText(text: string, origin: TextOrigin): void;
  undo(): void;
  redo(): void;
  select(selection: Partial<Selection>): void;
  /** Selects what stands at the path, and asks canvas and text to bring it into view. */
  revealPath(path: string): void;
  setCatalog(catalog: Catalog): void;
  /** Saves now instead of when typing pauses. Settles when it is done; the outcome is in `saveState`. */
  save(): Promise<void>;
  /** Ends a conflict: ours overwrites theirs, or theirs replaces ours (undo brings ours back). */
  resolveConflict(keep: 'mine' | 'theirs'): Promise<void>;
}

/** An open pipeline: vanilla zustand, one per document, handed down by context. */
export interface DocumentStore extends StoreApi<DocumentState> {
  readonly actions: DocumentActions;
  /** Saves what is unsaved and ends compiling and saving. */
  dispose(): Promise<void>;
}

/** What runs under the open pipeline's name, fed by server-sent events. Apart from the document, so that figures never touch it. */
export interface LiveState {
  /** Undefined while nothing is deployed. */
  readonly deployment: DeploymentDto | undefined;
  readonly state: DeploymentState | undefined;
  readonly atMs: number | undefined;
  readonly nodes: { readonly [node: string]: NodeFigures };
  readonly edges: { readonly [edge: string]: EdgeFigures };
}

/** Fed from outside by app/; a node subscribes to `(live) => live.nodes[id]`, which keeps its identity while its figures do. */
export type LiveStore = StoreApi<LiveState>;
