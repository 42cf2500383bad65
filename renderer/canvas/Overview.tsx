import { useStore } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useMantineColorScheme } from '@mantine/core';
import { NODE_HEIGHT, NODE_WIDTH, useLiveStore } from '../document/index.ts';
import type { LiveState } from '../document/index.ts';
import type { NodeKind } from '../../runtime/spec/types.ts';
import type { FlowGraph } from './model/flowGraph.ts';

/** From this zoom on a large graph is painted instead of built of elements: nobody can read its boxes, and thousands are slow. */
export const OVERVIEW_ZOOM = 0.25;

/** Graphs up to this size are never painted: React Flow draws them well at any zoom. */
export const OVERVIEW_NODES = 300;

interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const KINDS: readonly NodeKind[] = ['source', 'transform', 'converter', 'topic', 'sink'];
const TROUBLED = new Set(['failed', 'retrying']);

/** The whole of a large graph at a glance: boxes in their kind's colour, troubled ones in red. The pane below takes the pointer. */
export function Overview({ flow }: { readonly flow: FlowGraph }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const live = useLiveStore();
  const { colorScheme } = useMantineColorScheme();
  const x = useStore((state) => state.transform[0]);
  const y = useStore((state) => state.transform[1]);
  const zoom = useStore((state) => state.transform[2]);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);

  useEffect(() => {
    const draw = (): void => {
      if (canvas.current !== null) paint(canvas.current, flow, live.getState(), { x, y, zoom });
    };
    draw();
    return live.subscribe(draw);
  }, [flow, live, x, y, zoom, width, height, colorScheme]);

  return (
    <canvas
      ref={canvas}
      className="gc-overview"
      width={width * devicePixelRatio}
      height={height * devicePixelRatio}
      style={{ width, height }}
      aria-hidden
    />
  );
}

function paint(
  canvas: HTMLCanvasElement,
  { nodes, edges }: FlowGraph,
  live: LiveState,
  { x, y, zoom }: Viewport,
): void {
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string): string => style.getPropertyValue(`--g-${name}`);
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  const scale = devicePixelRatio;
  pen.setTransform(zoom * scale, 0, 0, zoom * scale, x * scale, y * scale);

  const places = new Map(nodes.map((node) => [node.id, node.position]));
  pen.beginPath();
  for (const { source, target } of edges) {
    const from = places.get(source);
    const to = places.get(target);
    if (from === undefined || to === undefined) continue;
    pen.moveTo(from.x + NODE_WIDTH, from.y + NODE_HEIGHT / 2);
    pen.lineTo(to.x, to.y + NODE_HEIGHT / 2);
  }
  pen.strokeStyle = colour('border-strong');
  pen.lineWidth = 1 / zoom;
  pen.stroke();

  const fills = new Map<string, string>(KINDS.map((kind) => [kind, colour(kind)]));
  const bad = colour('bad');
  const accent = colour('accent');
  for (const { id, position, data, selected } of nodes) {
    pen.fillStyle = TROUBLED.has(live.nodes[id]?.state ?? '') ? bad : (fills.get(data.kind) ?? accent);
    pen.fillRect(position.x, position.y, NODE_WIDTH, NODE_HEIGHT);
    if (selected !== true) continue;
    pen.strokeStyle = accent;
    pen.lineWidth = 4 / zoom;
    pen.strokeRect(position.x, position.y, NODE_WIDTH, NODE_HEIGHT);
  }
}
