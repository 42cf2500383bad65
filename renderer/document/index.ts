/**
 * The open pipeline: its store, the commands that edit it, undo and redo, autosave, and the figures of what runs under its name.
 * Not the editing of text itself (runtime/spec), and no looks.
 */
export { createDocumentStore } from './createDocumentStore.ts';
export type { DocumentOptions } from './createDocumentStore.ts';
export type { Draft, DraftPort } from './autosave.ts';
export { pageTimers } from './timers.ts';
export type { Timers } from './timers.ts';
export {
  OpenPipelineProvider,
  useDocument,
  useDocumentActions,
  useDocumentStore,
  useLive,
  useLiveStore,
} from './context.tsx';
export { edgeId, edgesOf, parseEdgeId } from './edges.ts';
export { COLUMN_STEP, GRID, NODE_HEIGHT, NODE_WIDTH, PORT_SIZE, boundsOf, freePlace, snap } from './geometry.ts';
export type { Place } from './geometry.ts';
export { placesOf } from './placement.ts';
export { freshId } from './freshId.ts';
export { COMPONENT_MIME, componentRefs, decodeRef, encodeRef, newNode } from './componentRef.ts';
export type { ComponentRef } from './componentRef.ts';
export { searchComponents } from './searchComponents.ts';
export type { FoundComponent } from './searchComponents.ts';
export { componentOf, kindOf, typeOf } from './nodes.ts';
export {
  addComponent,
  addNode,
  connect,
  insertOnEdge,
  moveNodes,
  pasteNodes,
  reconnect,
  removeSelection,
  renameNode,
  setConnection,
  setNodeConfig,
  setNodeValue,
  setPipelineValue,
  tidyUp,
} from './commands/index.ts';
export type { Fragment, Wiring } from './commands/index.ts';
export type {
  Command,
  DocumentActions,
  DocumentState,
  DocumentStore,
  LiveState,
  LiveStore,
  Reveal,
  SaveState,
  Selection,
  TextOrigin,
} from './types.ts';
