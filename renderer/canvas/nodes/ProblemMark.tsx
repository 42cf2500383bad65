import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useDocument } from '../../document/index.ts';

/** How many problems a node has, with their texts; the worst one gives the tone. Notes are not counted. */
export function ProblemMark({ id }: { readonly id: string }) {
  const problems = useDocument((state) => state.problemsByNode[id]);
  const serious = problems?.filter((problem) => problem.severity !== 'info') ?? [];
  if (serious.length === 0) return null;
  const tone = serious.some((problem) => problem.severity === 'error') ? 'bad' : 'warn';
  const text = serious.map((problem) => problem.message).join('\n');
  return (
    <span className={`gc-problems gc-${tone}`} title={text} role="img" aria-label={text}>
      <IconAlertTriangleFilled size={11} />
      {serious.length}
    </span>
  );
}
