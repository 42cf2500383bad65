import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider, SelectionMode, useStore } from '@xyflow/react';
import type { ReactFlowInstance } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { MouseEvent as ReactMouseEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  COMPONENT_MIME,
  GRID,
  connect,
  parseEdgeId,
  placesOf,
  reconnect,
  useDocument,
  useDocumentActions,
  useDocumentStore,
} from '../document/index.ts';
import './canvas.css';
import { CanvasToolbar } from './CanvasToolbar.tsx';
import { ConnectPicker } from './ConnectPicker.tsx';
import { ConnectionHint } from './ConnectionHint.tsx';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { OVERVIEW_NODES, OVERVIEW_ZOOM, Overview } from './Overview.tsx';
import { QuickAdd } from './QuickAdd.tsx';
import { SelectionAnnouncer } from './SelectionAnnouncer.tsx';
import { CanvasContext, createCanvasStore, useCanvas, useCanvasStore } from './canvasStore.ts';
import { edgeTypes } from './edges/index.ts';
import { useCanvasGestures } from './gestures/useCanvasGestures.ts';
import { useCanvasKeys } from './gestures/useCanvasKeys.ts';
import { useReveal } from './gestures/useReveal.ts';
import { MIN_ZOOM, openingViewport } from './layout/openingViewport.ts';
import type { FlowEdge, FlowNode } from './model/flowGraph.ts';
import { nodeTypes } from './nodes/index.ts';
import { useFlow } from './useFlow.ts';

const SNAP: [number, number] = [GRID, GRID];

// Stable, so that a painted canvas gives React Flow nothing new to do.
const NO_NODES: FlowNode[] = [];
const NO_EDGES: FlowEdge[] = [];

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
  const wrapper = useRef<HTMLDivElement>(null);
  const flow = useFlow();
  const quickAdd = useCanvas((state) => state.quickAdd);
  const readable = useDocument((state) => state.document.pipeline !== undefined);
  const onKeyDown = useCanvasKeys(wrapper);
  useReveal();

  const gestures = useCanvasGestures(wrapper);
  const far = useStore((state) => state.transform[2] < OVERVIEW_ZOOM);
  const painted = far && flow.nodes.length > OVERVIEW_NODES;

  const onInit = useCallback(
    (instance: ReactFlowInstance<FlowNode, FlowEdge>) => {
      const box = wrapper.current?.getBoundingClientRect();
      const { pipeline } = store.getState().document;
      if (box === undefined || pipeline === undefined) return;
      void instance.setViewport(openingViewport([...placesOf(pipeline).values()], box.width, box.height));
    },
    [store],
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
      onPointerDownCapture={takeFocus}
      onDrop={gestures.onDrop}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(COMPONENT_MIME)) event.preventDefault();
      }}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={painted ? NO_NODES : (flow.nodes as FlowNode[])}
        edges={painted ? NO_EDGES : (flow.edges as FlowEdge[])}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={flow.onNodesChange}
        onEdgesChange={flow.onEdgesChange}
        onInit={onInit}
        onNodeDragStop={gestures.onNodeDragStop}
        onNodeDoubleClick={(_event, node) => canvas.setState({ renaming: node.id })}
        {...(painted ? { onPaneClick: gestures.onOverviewClick } : {})}
        onConnect={({ source, target }) => actions.execute(connect({ from: source, to: target }))}
        onConnectEnd={gestures.onConnectEnd}
        onReconnect={(edge, next) =>
          actions.execute(reconnect(parseEdgeId(edge.id), { from: next.source, to: next.target }))
        }
        onEdgeMouseEnter={(_event: ReactMouseEvent, edge) => canvas.setState({ hoveredEdge: edge.id })}
        onEdgeMouseLeave={() => canvas.setState({ hoveredEdge: undefined })}
        isValidConnection={gestures.isValidConnection}
        onlyRenderVisibleElements
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        snapToGrid
        snapGrid={SNAP}
        connectionRadius={28}
        minZoom={MIN_ZOOM}
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
        {painted && <Overview flow={flow} />}
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
          onPick={(ref) => gestures.onPick(quickAdd, ref)}
          onClose={() => {
            canvas.setState({ quickAdd: undefined });
            wrapper.current?.focus();
          }}
        />
      )}
    </div>
  );
}

/** Dragging and panning swallow the press that would move the focus here; without it the keys go nowhere. */
function takeFocus(event: PointerEvent<HTMLElement>): void {
  const target = event.target as HTMLElement;
  if (target.closest('input, button, [role="dialog"]') === null) event.currentTarget.focus({ preventScroll: true });
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
          markerUnits="userSpaceOnUse"
          markerWidth="12"
          markerHeight="12"
          orient="auto"
        >
          <path
            d="M2 1.5 L9 5 L2 8.5"
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

function ariaLabels(t: (key: string) => string) {
  return {
    'node.a11yDescription.default': t('canvas.ariaNode'),
    'edge.a11yDescription.default': t('canvas.ariaEdge'),
    'handle.ariaLabel': t('canvas.ariaPort'),
  };
}
