import { useConnection, useStore } from '@xyflow/react';
import { nodeUnder } from './gestures/nodeUnder.ts';
import { useRefusal } from './gestures/useRefusal.ts';

/** While an edge is drawn over a node that may not take it: why, beside the pointer. */
export function ConnectionHint() {
  const start = useConnection((connection) =>
    connection.inProgress ? `${connection.fromHandle.type}:${connection.fromNode.id}` : undefined,
  );
  const snapped = useConnection((connection) => (connection.inProgress ? connection.toNode?.id : undefined));
  const pointer = useConnection((connection) =>
    connection.inProgress ? `${connection.pointer.x},${connection.pointer.y}` : undefined,
  );
  const pane = useStore((state) => state.domNode);
  const at = pointer === undefined ? undefined : onScreen(parsePoint(pointer), pane);
  const end = snapped ?? (at === undefined ? undefined : nodeUnder(at.x, at.y));
  const refusal = useRefusal(start, end);
  if (refusal === undefined || at === undefined || start?.split(':')[1] === end) return null;
  return (
    <div className="gc-hint" role="status" style={{ left: at.x + 16, top: at.y + 16 }}>
      <strong>{refusal.message}</strong>
      {refusal.hint !== undefined && <span>{refusal.hint}</span>}
    </div>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function parsePoint(text: string): Point {
  const [x = 0, y = 0] = text.split(',').map(Number);
  return { x, y };
}

/** React Flow tells the pointer in pixels from the pane's upper left corner. */
function onScreen({ x, y }: Point, pane: HTMLElement | null): Point {
  const box = pane?.getBoundingClientRect();
  return { x: x + (box?.left ?? 0), y: y + (box?.top ?? 0) };
}
