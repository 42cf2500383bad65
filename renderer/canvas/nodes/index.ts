/** What nodes look like, by React Flow type. Made once: React Flow mounts all nodes anew when this object changes. */
import { PipelineNodeView } from './PipelineNodeView.tsx';

export const nodeTypes = { pipeline: PipelineNodeView };
