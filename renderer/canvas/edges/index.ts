/** What edges look like, by React Flow type. Made once, like nodeTypes. */
import { PipelineEdgeView } from './PipelineEdgeView.tsx';

export const edgeTypes = { pipeline: PipelineEdgeView };
