import type { LogLine } from '../../client/index.ts';

export interface LogFilter {
  readonly pipeline: string;
  readonly search: string;
  readonly problemsOnly: boolean;
}

/** Lines of one pipeline and of the member as a whole, that hold what is searched for. */
export function matchingLines(
  lines: readonly LogLine[],
  { pipeline, search, problemsOnly }: LogFilter,
): readonly LogLine[] {
  const wanted = search.trim().toLowerCase();
  return lines.filter(({ entry }) => {
    if (entry.pipeline !== undefined && entry.pipeline !== pipeline) return false;
    if (problemsOnly && entry.level === 'info') return false;
    return (
      wanted === '' ||
      `${entry.node ?? ''} ${entry.message} ${entry.error?.message ?? ''} ${entry.error?.code ?? ''}`
        .toLowerCase()
        .includes(wanted)
    );
  });
}
