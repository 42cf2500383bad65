import { useReactFlow } from '@xyflow/react';
import { useCallback } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import {
  COLUMN_STEP,
  GRID,
  freePlace,
  moveNodes,
  placesOf,
  removeSelection,
  useDocumentActions,
  useDocumentStore,
} from '../../document/index.ts';
import type { DocumentActions, DocumentState } from '../../document/index.ts';
import { useCanvasStore } from '../canvasStore.ts';
import { neighbour, outermost } from '../model/neighbours.ts';
import type { Direction } from '../model/neighbours.ts';
import { copyText, pasteCommand, readClipboard, writeClipboard } from './clipboard.ts';

const ARROWS: { readonly [key: string]: Direction } = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/**
 * The canvas by keyboard. It is one tab stop: arrows go along the edges, Alt+arrows move, A adds, C connects, F2 renames,
 * Delete removes, Home and End go to the first and last node. Tab is left alone.
 */
export function useCanvasKeys(wrapper: RefObject<HTMLDivElement | null>): (event: KeyboardEvent) => void {
  const store = useDocumentStore();
  const actions = useDocumentActions();
  const canvas = useCanvasStore();
  const rf = useReactFlow();

  return useCallback(
    (event) => {
      if (isTyping(event.target)) return;
      const state = store.getState();
      const chosen = state.selection.nodes[0];
      const command = event.ctrlKey || event.metaKey;
      const direction = ARROWS[event.key];
      if (command) {
        if (clipboardKey(event.key.toLowerCase(), state, actions)) event.preventDefault();
        return;
      }
      if (direction !== undefined) {
        if (event.altKey) nudge(state, actions, direction, event.shiftKey ? 10 : 1);
        else step(state, actions, direction);
      } else if (event.key === 'Home' || event.key === 'End')
        selectOutermost(state, actions, event.key === 'Home' ? 'first' : 'last');
      else if (event.key === 'Delete' || event.key === 'Backspace') remove(state, actions);
      else if (event.key === 'Escape') actions.select({ nodes: [], edges: [] });
      else if (event.key === 'F2' && chosen !== undefined) canvas.setState({ renaming: chosen });
      else if (event.key === 'c' && chosen !== undefined) canvas.setState({ connectingFrom: chosen });
      else if (event.key === 'a') openQuickAdd(chosen);
      else return;
      event.preventDefault();
    },
    // oxlint-disable-next-line react/exhaustive-deps -- openQuickAdd is made of the same four
    [store, actions, canvas, rf],
  );

  /** Beside the selected node and wired to it, or in the middle of what is seen. */
  function openQuickAdd(after: string | undefined): void {
    const { pipeline } = store.getState().document;
    const box = wrapper.current?.getBoundingClientRect();
    if (pipeline === undefined || box === undefined) return;
    const places = placesOf(pipeline);
    const beside = after === undefined ? undefined : places.get(after);
    const middle = rf.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
    const place = freePlace(
      [...places.values()],
      beside === undefined ? [middle.x, middle.y] : [beside[0] + COLUMN_STEP, beside[1]],
    );
    const screen = rf.flowToScreenPosition({ x: place[0], y: place[1] });
    const inside = {
      x: clamp(screen.x, box.left + 16, box.right - 320),
      y: clamp(screen.y, box.top + 16, box.bottom - 380),
    };
    const kind = after === undefined ? undefined : pipeline.nodes[after];
    canvas.setState({
      quickAdd: {
        screen: inside,
        place,
        ...(after !== undefined && kind !== undefined && !('sink' in kind) ? { after } : {}),
      },
    });
  }
}

function isTyping(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** Copy, cut, paste, duplicate, select all; false for any other key. */
function clipboardKey(key: string, state: DocumentState, actions: DocumentActions): boolean {
  const { pipeline } = state.document;
  if (pipeline === undefined) return false;
  const text = copyText(pipeline, state.selection.nodes);
  switch (key) {
    case 'c':
    case 'x':
      if (text === undefined) return false;
      writeClipboard(text);
      if (key === 'x') remove(state, actions);
      return true;
    case 'v':
      void readClipboard().then((pasted) => {
        if (pasted !== undefined) paste(pasted, state, actions);
      });
      return true;
    case 'd':
      if (text !== undefined) paste(text, state, actions);
      return true;
    case 'a':
      actions.select({ nodes: Object.keys(pipeline.nodes), edges: [] });
      return true;
    default:
      return false;
  }
}

/** Pastes and selects the copies. */
function paste(text: string, state: DocumentState, actions: DocumentActions): void {
  const command = pasteCommand(text);
  if (command === undefined) return;
  const before = new Set(Object.keys(state.document.pipeline?.nodes ?? {}));
  const after = Object.keys(command.apply(state.document).pipeline?.nodes ?? {});
  actions.execute(command);
  actions.select({ nodes: after.filter((id) => !before.has(id)), edges: [] });
}

function remove({ selection }: DocumentState, actions: DocumentActions): void {
  if (selection.nodes.length + selection.edges.length > 0) actions.execute(removeSelection(selection));
}

function step(
  { document: { pipeline }, selection }: DocumentState,
  actions: DocumentActions,
  direction: Direction,
): void {
  if (pipeline === undefined) return;
  const from = selection.nodes[0];
  const next = from === undefined ? outermost(pipeline, 'first') : neighbour(pipeline, from, direction);
  if (next !== undefined) show(next, actions);
}

function selectOutermost(
  { document: { pipeline } }: DocumentState,
  actions: DocumentActions,
  end: 'first' | 'last',
): void {
  const id = pipeline === undefined ? undefined : outermost(pipeline, end);
  if (id !== undefined) show(id, actions);
}

/** Selects a node and brings it into view. */
function show(id: string, actions: DocumentActions): void {
  actions.select({ nodes: [id], edges: [] });
  actions.revealPath(`nodes.${id}`);
}

function nudge(
  { document: { pipeline }, selection }: DocumentState,
  actions: DocumentActions,
  direction: Direction,
  steps: number,
): void {
  if (pipeline === undefined || selection.nodes.length === 0) return;
  const places = placesOf(pipeline);
  const by = GRID * steps;
  const [dx, dy] = { left: [-by, 0], right: [by, 0], up: [0, -by], down: [0, by] }[direction] as [number, number];
  const moved = selection.nodes.map((id) => {
    const [x, y] = places.get(id) ?? [0, 0];
    return [id, [x + dx, y + dy]] as const;
  });
  actions.execute({ ...moveNodes(Object.fromEntries(moved)), mergeKey: `nudge.${selection.nodes.join(',')}` });
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
