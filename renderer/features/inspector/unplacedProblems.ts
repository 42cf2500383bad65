import type { ComponentDescriptor, Diagnostic } from '../../../runtime/compile/plan.ts';

/** Fields every node may have that show their own problems. */
const OWN_FIELDS = ['connection', 'tasks', 'rate', 'start', 'errors', 'description', 'queues', 'retention'];

/** The problems of a node that no field of the inspector shows. */
export function unplacedProblems(
  problems: readonly Diagnostic[],
  id: string,
  component: ComponentDescriptor | undefined,
): readonly Diagnostic[] {
  const options = Object.keys((component?.configSchema['properties'] ?? {}) as object);
  const shown = [...OWN_FIELDS, ...options.map((name) => `config.${name}`)].map((field) => `nodes.${id}.${field}`);
  return problems.filter(({ path }) => !shown.some((place) => path === place || path.startsWith(`${place}.`)));
}
