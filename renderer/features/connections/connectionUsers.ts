import type { Pipeline } from '../../../runtime/spec/types.ts';

/** The nodes that use a connection, and `bus` where the pipeline's bus does. */
export function connectionUsers(pipeline: Pipeline, name: string): readonly string[] {
  const nodes = Object.entries(pipeline.nodes)
    .filter(([, node]) => 'connection' in node && node.connection === name)
    .map(([id]) => id);
  return pipeline.bus === name ? ['bus', ...nodes] : nodes;
}

/** The type itself, or the first `type-2`, `type-3`… that is free. */
export function freeConnectionName(type: string, taken: readonly string[]): string {
  if (!taken.includes(type)) return type;
  for (let n = 2; ; n++) if (!taken.includes(`${type}-${n}`)) return `${type}-${n}`;
}
