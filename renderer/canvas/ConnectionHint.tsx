import { useConnection, useReactFlow } from '@xyflow/react';
import { useRefusal } from './gestures/useRefusal.ts';

/** While an edge is drawn over a node that may not take it: why, beside the pointer. */
export function ConnectionHint() {
  const start = useConnection((connection) =>
    connection.inProgress ? `${connection.fromHandle.type}:${connection.fromNode.id}` : undefined,
  );
  const end = useConnection((connection) => (connection.inProgress ? connection.toNode?.id : undefined));
  const pointer = useConnection((connection) =>
    connection.inProgress ? `${connection.to.x},${connection.to.y}` : undefined,
  );
  const refusal = useRefusal(start, end);
  const { flowToScreenPosition } = useReactFlow();
  if (refusal === undefined || pointer === undefined || start?.split(':')[1] === end) return null;
  const [x = 0, y = 0] = pointer.split(',').map(Number);
  const at = flowToScreenPosition({ x, y });
  return (
    <div className="gc-hint" role="status" style={{ left: at.x + 16, top: at.y + 16 }}>
      <strong>{refusal.message}</strong>
      {refusal.hint !== undefined && <span>{refusal.hint}</span>}
    </div>
  );
}
