import { BaseEdge, EdgeLabelRenderer, getBezierPath, useStore } from '@xyflow/react';
import type { EdgeProps } from '@xyflow/react';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NODE_HEIGHT, NODE_WIDTH, parseEdgeId, useLive } from '../../document/index.ts';
import { useFormats } from '../../i18n/index.ts';
import { useCanvas, useCanvasStore } from '../canvasStore.ts';
import type { FlowEdge } from '../model/flowGraph.ts';

/** Below this zoom labels cannot be read. */
const FAR = 0.5;
const isFar = (state: { readonly transform: readonly [number, number, number] }): boolean => state.transform[2] < FAR;

/** An edge with its rate and lag. Not animated: dozens of moving dashes cost more than everything else on the canvas. */
export function PipelineEdgeView(props: EdgeProps<FlowEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected } = props;
  const [path, labelX, labelY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const far = useStore(isFar);
  const moving = useLive((live) => (live.edges[id]?.recordsPerSecond ?? 0) > 0);
  const hovered = useCanvas((state) => state.hoveredEdge === id);
  const classes = ['gc-edge', selected && 'gc-edge-selected', moving && 'gc-edge-moving', hovered && 'gc-edge-hovered'];
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={classes.filter(Boolean).join(' ')}
        interactionWidth={20}
        markerEnd="url(#gc-arrow)"
      />
      {!far && <EdgeLabel id={id} x={labelX} y={labelY} open={hovered || selected === true} />}
    </>
  );
}

/** Labels stand above their edge, so that it can be seen in the short gap between two boxes. Pixels. */
const LABEL_LIFT = 13;

interface LabelProps {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly open: boolean;
}

function EdgeLabel({ id, x, y, open }: LabelProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const figures = useLive((live) => live.edges[id]);
  const { records = 0, recordsPerSecond = 0, lag = 0 } = figures ?? {};
  if (records === 0 && lag === 0 && !open) return null;
  return (
    <EdgeLabelRenderer>
      <div
        className="gc-edge-label nodrag nopan"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y - LABEL_LIFT}px)` }}
      >
        {records > 0 && <span>{recordsPerSecond > 0 ? formats.rate(recordsPerSecond) : formats.compact(records)}</span>}
        {lag > 0 && <span className="gc-tone-busy">{t('canvas.lag', { formatted: formats.compact(lag) })}</span>}
        {open && <InsertButton id={id} x={x} y={y} />}
      </div>
    </EdgeLabelRenderer>
  );
}

/** Opens the quick-add list to put a node into this edge. */
function InsertButton({ id, x, y }: Omit<LabelProps, 'open'>) {
  const { t } = useTranslation();
  const canvas = useCanvasStore();
  return (
    <button
      type="button"
      className="gc-insert"
      title={t('canvas.insertHere')}
      aria-label={t('canvas.insertHere')}
      onPointerEnter={() => canvas.setState({ hoveredEdge: id })}
      onClick={(event) => {
        event.stopPropagation();
        const box = event.currentTarget.getBoundingClientRect();
        canvas.setState({
          quickAdd: {
            screen: { x: box.left, y: box.bottom + 4 },
            place: [x - NODE_WIDTH / 2, y - NODE_HEIGHT / 2],
            into: parseEdgeId(id),
          },
        });
      }}
    >
      <IconPlus size={12} stroke={2.2} aria-hidden />
    </button>
  );
}
