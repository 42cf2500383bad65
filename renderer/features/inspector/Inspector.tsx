import { useDocument } from '../../document/index.ts';
import { PipelineSettings } from '../settings/common.ts';
import { EdgeInspector } from './EdgeInspector.tsx';
import classes from './Inspector.module.css';
import { ManySelected } from './ManySelected.tsx';
import { NodeInspector } from './NodeInspector.tsx';

/** Shows what is selected: a node, an edge, several things, or with nothing selected the pipeline itself. */
export function Inspector() {
  return (
    <div className={classes['inspector']}>
      <Subject />
    </div>
  );
}

function Subject() {
  const { nodes, edges } = useDocument((state) => state.selection);
  const isReadable = useDocument((state) => state.document.pipeline !== undefined);
  const [node] = nodes;
  const [edge] = edges;
  if (!isReadable) return <PipelineSettings />;
  if (nodes.length + edges.length > 1 && nodes.length !== 1)
    return <ManySelected nodes={nodes.length} edges={edges.length} />;
  if (node !== undefined) return <NodeInspector key={node} id={node} />;
  if (edge !== undefined) return <EdgeInspector key={edge} id={edge} />;
  return <PipelineSettings />;
}
