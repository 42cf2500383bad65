import type { Diagnostic } from '../../runtime/spec/diagnostic.ts';

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** Both lists in one: each problem once, errors first, then in the document's order. */
export function mergeProblems(shape: readonly Diagnostic[], compile: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  const all = [...shape, ...compile].filter((problem) => {
    const key = `${problem.code}\n${problem.path}\n${problem.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return all.sort((a, b) => RANK[a.severity] - RANK[b.severity] || (a.range?.from ?? 0) - (b.range?.from ?? 0));
}

/** The problems of each node that has any. */
export function groupByNode(problems: readonly Diagnostic[]): { readonly [node: string]: readonly Diagnostic[] } {
  const byNode: Record<string, Diagnostic[]> = {};
  for (const problem of problems) {
    const node = problem.node ?? /^nodes\.([^.]+)/.exec(problem.path)?.[1];
    if (node !== undefined) (byNode[node] ??= []).push(problem);
  }
  return byNode;
}
