import { Handle, Position, useConnection, useStore } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import type { NodeFigures as NodeFigureValues } from '../../../runtime/api/contract.ts';
import { useLive } from '../../document/index.ts';
import { useLocalised } from '../../i18n/index.ts';
import { ComponentIcon, StateBadge } from '../../ui/index.ts';
import { useRefusal } from '../gestures/useRefusal.ts';
import { portsOf } from '../model/flowGraph.ts';
import type { FlowNode } from '../model/flowGraph.ts';
import { NodeFailure } from './NodeFailure.tsx';
import { NodeFigures } from './NodeFigures.tsx';
import { NodeName } from './NodeName.tsx';
import { ProblemMark } from './ProblemMark.tsx';

/** Below this zoom text cannot be read, so only name and colour are drawn. */
const FAR = 0.45;
const isFar = (state: { readonly transform: readonly [number, number, number] }): boolean => state.transform[2] < FAR;

/** A box on the canvas. Subscribes to its own figures and problems, so that one node's change draws one node. */
export function PipelineNodeView({ id, data, selected }: NodeProps<FlowNode>) {
  const far = useStore(isFar);
  const state = useLive((live) => live.nodes[id]?.state);
  const refused = useRefusedHere(id);
  const { input, output } = portsOf(data.kind);
  const classes = [
    'gc-node',
    `gc-kind-${data.kind}`,
    selected && 'gc-selected',
    refused && 'gc-refused',
    state === 'failed' && 'gc-failed',
  ];
  return (
    <div className={classes.filter(Boolean).join(' ')}>
      {input && <Handle type="target" position={Position.Left} className="gc-port" />}
      {far ? <FarBody id={id} data={data} /> : <NearBody id={id} data={data} />}
      {output && <Handle type="source" position={Position.Right} className="gc-port" />}
    </div>
  );
}

type BodyProps = Pick<NodeProps<FlowNode>, 'id' | 'data'>;

function FarBody({ id, data }: BodyProps) {
  return (
    <div className="gc-far">
      <span className="gc-icon">
        <ComponentIcon icon={data.component?.icon} role={data.kind} size={30} />
      </span>
      <span className="gc-far-name">{id}</span>
    </div>
  );
}

function NearBody({ id, data }: BodyProps) {
  const { t } = useTranslation();
  const localised = useLocalised(data.component);
  const state = useLive((live) => live.nodes[id]?.state);
  const failure = useLive((live) => failureOf(live.nodes[id]));
  const title = data.kind === 'topic' ? data.type : localised(data.component?.title ?? data.type);
  return (
    <>
      <div className="gc-head">
        <span className="gc-icon">
          <ComponentIcon icon={data.component?.icon} role={data.kind} size={18} />
        </span>
        <span className="gc-titles">
          <NodeName id={id} />
          <span className="gc-type" title={data.description ?? title}>
            {t(`common.kind.${data.kind}`)} · {title}
          </span>
        </span>
        <span className="gc-marks">
          <ProblemMark id={id} />
          {state !== undefined && <StateBadge state={state} compact />}
        </span>
      </div>
      <div className="gc-foot">{failure === undefined ? <NodeFigures id={id} /> : <NodeFailure error={failure} />}</div>
    </>
  );
}

/** What keeps a node from running now; an error it has got over is counted among its figures. */
function failureOf(figures: NodeFigureValues | undefined): NodeFigureValues['lastError'] {
  return figures?.state === 'failed' || figures?.state === 'retrying' ? figures.lastError : undefined;
}

/** While an edge is being drawn from elsewhere: whether it may not end here. */
function useRefusedHere(id: string): boolean {
  const from = useConnection((connection) =>
    connection.inProgress && connection.fromNode.id !== id
      ? `${connection.fromHandle.type}:${connection.fromNode.id}`
      : undefined,
  );
  return useRefusal(from, id) !== undefined;
}
