import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from '@xyflow/react';
import type { FinalConnectionState, OnBeforeDelete, ReactFlowInstance } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { DragEvent, MouseEvent as ReactMouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  COMPONENT_MIME,
  GRID,
  NODE_HEIGHT,
  NODE_WIDTH,
  addNode,
  connect,
  decodeRef,
  insertOnEdge,
  moveNodes,
  newNode,
  parseEdgeId,
  reconnect,
  removeSelection,
  snap,
  useDocument,
  useDocumentActions,
  useDocumentStore,
} from '../document/index.ts';
import type { ComponentRef } from '../document/index.ts';
import './canvas.css';
import { CanvasToolbar } from './CanvasToolbar.tsx';
import { ConnectPicker } from './ConnectPicker.tsx';
import { ConnectionHint } from './ConnectionHint.tsx';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { QuickAdd } from './QuickAdd.tsx';
import { CanvasContext, createCanvasStore, useCanvas, useCanvasStore } from './canvasStore.ts';
import type { QuickAddRequest } from './canvasStore.ts';
import { SelectionAnnouncer } from './SelectionAnnouncer.tsx';
import { edgeTypes } from './edges/index.ts';
import { refusalOf } from './gestures/refusal.ts';
import { useCanvasKeys } from './gestures/useCanvasKeys.ts';
import { useReveal } from './gestures/useReveal.ts';
import { openingViewport } from './layout/openingViewport.ts';
import type { FlowEdge, FlowNode } from './model/flowGraph.ts';
import { nodeTypes } from './nodes/index.ts';
import { useFlow } from './useFlow.ts';

const SNAP: [number, number] = [GRID, GRID];

/** The open pipeline as a graph: everything a person does to it here is a command on the document. */
export function PipelineCanvas() {
  const [store] = useState(createCanvasStore);
  return (
    <CanvasContext.Provider value={store}>
      <ReactFlowProvider>
        <Surface />
      </ReactFlowProvider>
    </CanvasContext.Provider>
  );
}

function Surface() {
  const { t } = useTranslation();
  const store = useDocumentStore();
  const actions = useDocumentActions();
  const canvas = useCanvasStore();
  const rf = useReactFlow<FlowNode, FlowEdge>();
  const wrapper = useRef<HTMLDivElement>(null);
  const flow = useFlow();
  const quickAdd = useCanvas((state) => state.quickAdd);
  const readable = useDocument((state) => state.document.pipeline !== undefined);
  const onKeyDown = useCanvasKeys(wrapper);
  useReveal();

  const onInit = useCallback((instance: ReactFlowInstance<FlowNode, FlowEdge>) => {
    const box = wrapper.current?.getBoundingClientRect();
    if (box) void instance.setViewport(openingViewport(instance.getNodes(), box.width, box.height));
  }, []);

  const isValidConnection = useCallback(
    ({ source, target }: { source: string; target: string }) => {
      const { document, catalog } = store.getState();
      return refusalOf(document, catalog, { from: source, to: target }) === undefined;
    },
    [store],
  );

  /** An edge dropped on empty canvas asks what shall stand there. */
  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, end: FinalConnectionState) => {
      if (end.isValid || end.toNode !== null || end.fromNode === null) return;
      const point = 'changedTouches' in event ? event.changedTouches[0] : event;
      if (point === undefined) return;
      const { x, y } = rf.screenToFlowPosition({ x: point.clientX, y: point.clientY });
      const forward = end.fromHandle?.type === 'source';
      canvas.setState({
        quickAdd: {
          screen: { x: point.clientX, y: point.clientY },
          place: [forward ? x : x - NODE_WIDTH, y - NODE_HEIGHT / 2],
          ...(forward ? { after: end.fromNode.id } : { before: end.fromNode.id }),
        },
      });
    },
    [canvas, rf],
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
    [actions, canvas, store],
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

  /** Deletion is a command like every other: React Flow is told no, the document changes, the picture follows. */
  const onBeforeDelete: OnBeforeDelete<FlowNode, FlowEdge> = useCallback(
    ({ nodes, edges }) => {
      actions.execute(removeSelection({ nodes: nodes.map(({ id }) => id), edges: edges.map(({ id }) => id) }));
      return Promise.resolve(false);
    },
    [actions],
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

  const aria = useMemo(() => ariaLabels(t), [t]);
  return (
    <div
      ref={wrapper}
      className="gc-canvas"
      data-testid="canvas"
      role="application"
      aria-label={t('canvas.label')}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDrop={onDrop}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(COMPONENT_MIME)) event.preventDefault();
      }}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={flow.nodes as FlowNode[]}
        edges={flow.edges as FlowEdge[]}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={flow.onNodesChange}
        onEdgesChange={flow.onEdgesChange}
        onInit={onInit}
        onBeforeDelete={onBeforeDelete}
        onNodeDragStop={onNodeDragStop}
        onNodeDoubleClick={(_event, node) => canvas.setState({ renaming: node.id })}
        onConnect={({ source, target }) => actions.execute(connect({ from: source, to: target }))}
        onConnectEnd={onConnectEnd}
        onReconnect={(edge, next) =>
          actions.execute(reconnect(parseEdgeId(edge.id), { from: next.source, to: next.target }))
        }
        onEdgeMouseEnter={(_event: ReactMouseEvent, edge) => canvas.setState({ hoveredEdge: edge.id })}
        onEdgeMouseLeave={() => canvas.setState({ hoveredEdge: undefined })}
        isValidConnection={isValidConnection}
        onlyRenderVisibleElements
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        snapToGrid
        snapGrid={SNAP}
        connectionRadius={28}
        minZoom={0.08}
        maxZoom={2}
        selectionMode={SelectionMode.Partial}
        deleteKeyCode={null}
        multiSelectionKeyCode={['Shift', 'Meta', 'Control']}
        zoomOnDoubleClick={false}
        elevateNodesOnSelect={false}
        ariaLabelConfig={aria}
        proOptions={{ hideAttribution: true }}
      >
        <ArrowMarker />
        <Background variant={BackgroundVariant.Dots} gap={GRID * 3} size={1.2} color="var(--g-border-strong)" />
        <CanvasToolbar />
      </ReactFlow>
      <EmptyCanvas />
      {!readable && (
        <div className="gc-banner" role="status">
          {t('canvas.unreadable')}
        </div>
      )}
      <ConnectionHint />
      <SelectionAnnouncer />
      <ConnectPicker />
      {quickAdd && (
        <QuickAdd
          request={quickAdd}
          onPick={(ref) => onPick(quickAdd, ref)}
          onClose={() => canvas.setState({ quickAdd: undefined })}
        />
      )}
    </div>
  );
}

/** One arrow head for all edges; it takes the colour of the edge it ends. */
function ArrowMarker() {
  return (
    <svg className="gc-defs" aria-hidden>
      <defs>
        <marker
          id="gc-arrow"
          viewBox="0 0 10 10"
          refX="9"
          refY="5"
          markerWidth="9"
          markerHeight="9"
          orient="auto-start-reverse"
        >
          <path
            d="M1 1 L9 5 L1 9"
            fill="none"
            stroke="context-stroke"
            strokeWidth="1.6"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </marker>
      </defs>
    </svg>
  );
}

/** The edge something was dropped on: the graph is spliced there. */
function edgeUnder(event: DragEvent): string | undefined {
  const hit = document
    .elementsFromPoint(event.clientX, event.clientY)
    .find((element) => element.closest('.react-flow__edge'));
  return hit?.closest('.react-flow__edge')?.getAttribute('data-id') ?? undefined;
}

function ariaLabels(t: (key: string) => string) {
  return {
    'node.a11yDescription.default': t('canvas.ariaNode'),
    'edge.a11yDescription.default': t('canvas.ariaEdge'),
    'handle.ariaLabel': t('canvas.ariaPort'),
  };
}
