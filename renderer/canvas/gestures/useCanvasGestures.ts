import { useReactFlow } from '@xyflow/react';
import type { FinalConnectionState } from '@xyflow/react';
import { useCallback } from 'react';
import type { DragEvent, MouseEvent as ReactMouseEvent, RefObject } from 'react';
import {
  COMPONENT_MIME,
  NODE_HEIGHT,
  NODE_WIDTH,
  addNode,
  connect,
  decodeRef,
  insertOnEdge,
  moveNodes,
  newNode,
  parseEdgeId,
  placesOf,
  snap,
  useDocumentActions,
  useDocumentStore,
} from '../../document/index.ts';
import type { ComponentRef } from '../../document/index.ts';
import { useCanvasStore } from '../canvasStore.ts';
import type { QuickAddRequest } from '../canvasStore.ts';
import type { FlowEdge, FlowNode } from '../model/flowGraph.ts';
import { nodeUnder } from './nodeUnder.ts';
import { refusalOf } from './refusal.ts';

/** What the pointer does on the canvas, as commands on the document. */
export function useCanvasGestures(wrapper: RefObject<HTMLDivElement | null>) {
  const store = useDocumentStore();
  const actions = useDocumentActions();
  const canvas = useCanvasStore();
  const rf = useReactFlow<FlowNode, FlowEdge>();

  const isValidConnection = useCallback(
    ({ source, target }: { source: string; target: string }) => {
      const { document, catalog } = store.getState();
      return refusalOf(document, catalog, { from: source, to: target }) === undefined;
    },
    [store],
  );

  /** An edge dropped on a node's body goes to its port, where it may; dropped on empty canvas it asks what shall stand there. */
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
      if (end.isValid || end.toNode !== null || end.fromNode === null) return;
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      if (point === undefined) return;
      const forward = end.fromHandle?.type === 'source';
      const hit = nodeUnder(point.clientX, point.clientY);
      if (hit !== undefined) {
        const edge = forward ? { from: end.fromNode.id, to: hit } : { from: hit, to: end.fromNode.id };
        const { document, catalog } = store.getState();
        if (hit !== end.fromNode.id && refusalOf(document, catalog, edge) === undefined) actions.execute(connect(edge));
        return;
      }
      const { x, y } = rf.screenToFlowPosition({ x: point.clientX, y: point.clientY });
      canvas.setState({
        quickAdd: {
          screen: { x: point.clientX, y: point.clientY },
          place: [forward ? x : x - NODE_WIDTH, y - NODE_HEIGHT / 2],
          ...(forward ? { after: end.fromNode.id } : { before: end.fromNode.id }),
        },
      });
    },
    [actions, canvas, rf, store],
  );

  const onPick = useCallback(
    (request: QuickAddRequest, ref: ComponentRef) => {
      const { id, node } = newNode(store.getState().document.pipeline, ref);
      const { into, after, before } = request;
      const place = snap(request.place);
      const wiring = {
        ...(after === undefined ? {} : { from: [after] }),
        ...(before === undefined ? {} : { to: [before] }),
      };
      actions.execute(into === undefined ? addNode(id, node, place, wiring) : insertOnEdge(into, id, node, place));
      actions.select({ nodes: [id], edges: [] });
      canvas.setState({ quickAdd: undefined });
      wrapper.current?.focus();
    },
    [actions, canvas, store, wrapper],
  );

  const onDrop = useCallback(
    (event: DragEvent) => {
      const ref = decodeRef(event.dataTransfer.getData(COMPONENT_MIME));
      if (ref === undefined) return;
      event.preventDefault();
      const { x, y } = rf.screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const edge = edgeUnder(event);
      onPick(
        {
          screen: { x: 0, y: 0 },
          place: [x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2],
          ...(edge && { into: parseEdgeId(edge) }),
        },
        ref,
      );
    },
    [onPick, rf],
  );

  const onNodeDragStop = useCallback(
    (_event: MouseEvent | TouchEvent, _node: FlowNode, nodes: FlowNode[]) => {
      const { layout } = store.getState().document.pipeline ?? {};
      const moved = nodes.filter(
        ({ id, position }) => layout?.[id]?.[0] !== position.x || layout[id][1] !== position.y,
      );
      if (moved.length > 0)
        actions.execute(
          moveNodes(Object.fromEntries(moved.map(({ id, position }) => [id, snap([position.x, position.y])]))),
        );
    },
    [actions, store],
  );

  /** On a painted canvas: a click goes there, and selects the box it hit. */
  const onOverviewClick = useCallback(
    (event: ReactMouseEvent) => {
      const { pipeline } = store.getState().document;
      if (pipeline === undefined) return;
      const at = rf.screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
      const hit = [...placesOf(pipeline)].find(
        ([, [x, y]]) => at.x >= x && at.x <= x + NODE_WIDTH && at.y >= y && at.y <= y + NODE_HEIGHT,
      );
      if (hit !== undefined) actions.select({ nodes: [hit[0]], edges: [] });
      void rf.setCenter(at.x, at.y, { zoom: 0.8, duration: 250 });
    },
    [actions, rf, store],
  );

  return { onOverviewClick, isValidConnection, onConnectEnd, onPick, onDrop, onNodeDragStop };
}

/** The edge something was dropped on: the graph is spliced there. */
function edgeUnder(event: DragEvent): string | undefined {
  const hit = document
    .elementsFromPoint(event.clientX, event.clientY)
    .find((element) => element.closest('.react-flow__edge'));
  return hit?.closest('.react-flow__edge')?.getAttribute('data-id') ?? undefined;
}
