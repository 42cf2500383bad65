import { isName, nameFrom } from '../../../runtime/spec/index.ts';

/** Why a name cannot be taken; undefined where it can. */
export function nameProblem(name: string, taken: readonly string[]): 'invalid' | 'taken' | undefined {
  if (!isName(name)) return 'invalid';
  return taken.includes(name) ? 'taken' : undefined;
}

/** The first of `base`, `base-2`, `base-3`… that is free; `base` may be a file's name. */
export function freeName(base: string, taken: readonly string[]): string {
  const start = nameFrom(base.replace(/\.[^.]*$/, '')) ?? 'pipeline';
  if (!taken.includes(start)) return start;
  for (let n = 2; ; n++) if (!taken.includes(`${start}-${n}`)) return `${start}-${n}`;
}
