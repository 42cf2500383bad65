import { applyEdgeChanges, applyNodeChanges } from '@xyflow/react';
import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useState } from 'react';
import { useDocument, useDocumentActions, useDocumentStore } from '../document/index.ts';
import type { Selection } from '../document/index.ts';
import { toFlow } from './model/flowGraph.ts';
import type { FlowEdge, FlowGraph, FlowNode } from './model/flowGraph.ts';

const EMPTY: FlowGraph = { nodes: [], edges: [] };

export interface Flow extends FlowGraph {
  onNodesChange(changes: NodeChange<FlowNode>[]): void;
  onEdgesChange(changes: EdgeChange<FlowEdge>[]): void;
}

/**
 * React Flow's nodes and edges, drawn from the document. What moves under the pointer lives here until it is dropped; the
 * selection is the document's, so that canvas, text and forms share it. While the text cannot be read, the last good picture stays.
 */
export function useFlow(): Flow {
  const store = useDocumentStore();
  const actions = useDocumentActions();
  const document = useDocument((state) => state.document);
  const catalog = useDocument((state) => state.catalog);
  const selection = useDocument((state) => state.selection);
  const [flow, setFlow] = useState<FlowGraph>(() => draw(EMPTY));

  function draw(before: FlowGraph): FlowGraph {
    const { document: now, catalog: known, selection: chosen } = store.getState();
    return now.pipeline === undefined ? before : withSelection(toFlow(now.pipeline, known, before), chosen);
  }

  // draw reads the store, whose changes are what this effect runs on.
  // oxlint-disable-next-line react/exhaustive-deps
  useEffect(() => setFlow(draw), [document, catalog, selection, store]);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      const kept = changes.filter((change) => change.type !== 'remove');
      setFlow((before) => ({ ...before, nodes: applyNodeChanges(kept, before.nodes as FlowNode[]) }));
      const nodes = selected(store.getState().selection.nodes, changes);
      if (nodes !== undefined) actions.select({ nodes });
    },
    [actions, store],
  );

  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowEdge>[]) => {
      const kept = changes.filter((change) => change.type !== 'remove');
      setFlow((before) => ({ ...before, edges: applyEdgeChanges(kept, before.edges as FlowEdge[]) }));
      const edges = selected(store.getState().selection.edges, changes);
      if (edges !== undefined) actions.select({ edges });
    },
    [actions, store],
  );

  return { ...flow, onNodesChange, onEdgesChange };
}

/** The selection after React Flow's changes; undefined where none of them was about it. */
function selected(
  before: readonly string[],
  changes: readonly (NodeChange | EdgeChange)[],
): readonly string[] | undefined {
  const chosen = new Set(before);
  let touched = false;
  for (const change of changes) {
    if (change.type !== 'select') continue;
    touched = true;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  return touched ? [...chosen] : undefined;
}

/** Marks what is selected; whatever stays as it was keeps its identity. */
function withSelection(flow: FlowGraph, selection: Selection): FlowGraph {
  const nodes = new Set(selection.nodes);
  const edges = new Set(selection.edges);
  return {
    nodes: flow.nodes.map((node) =>
      (node.selected ?? false) === nodes.has(node.id) ? node : { ...node, selected: nodes.has(node.id) },
    ),
    edges: flow.edges.map((edge) =>
      (edge.selected ?? false) === edges.has(edge.id) ? edge : { ...edge, selected: edges.has(edge.id) },
    ),
  };
}
