import { NODE_HEIGHT, NODE_WIDTH, edgesOf, snap } from '../../document/index.ts';
import type { Place } from '../../document/index.ts';
import type { Pipeline } from '../../../runtime/spec/types.ts';

/** A place for every node by elk's layered layout, computed in a worker: thousands of nodes do not hold the page up. */
export async function tidyPlaces(pipeline: Pipeline): Promise<{ readonly [id: string]: Place }> {
  const [{ default: Elk }, { default: workerUrl }] = await Promise.all([
    import('elkjs/lib/elk-api.js'),
    import('elkjs/lib/elk-worker.min.js?url'),
  ]);
  const elk = new Elk({ workerUrl });
  try {
    const laid = await elk.layout({
      id: 'root',
      layoutOptions: {
        'elk.algorithm': 'layered',
        'elk.direction': 'RIGHT',
        'elk.layered.spacing.nodeNodeBetweenLayers': '88',
        'elk.spacing.nodeNode': '44',
        'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      },
      children: Object.keys(pipeline.nodes).map((id) => ({ id, width: NODE_WIDTH, height: NODE_HEIGHT })),
      edges: edgesOf(pipeline)
        .filter(({ from, to }) => from in pipeline.nodes && to in pipeline.nodes)
        .map(({ from, to }, index) => ({ id: `e${index}`, sources: [from], targets: [to] })),
    });
    return Object.fromEntries((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, snap([x, y])]));
  } finally {
    elk.terminateWorker();
  }
}
