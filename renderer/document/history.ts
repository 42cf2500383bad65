/** One state undo can go back to, and the label of the step that led away from it. */
interface Entry<T> {
  readonly value: T;
  readonly label: string;
}

/** A line of values with a place on it. A value itself: every operation gives a new one. */
export interface History<T> {
  readonly past: readonly Entry<T>[];
  readonly present: T;
  readonly future: readonly Entry<T>[];
  /** What the last step may merge with, and until when. */
  readonly merge: { readonly key: string; readonly untilMs: number } | undefined;
}

/** How long a step with the same merge key joins the one before. */
const MERGE_WINDOW_MS = 1000;

/** Steps kept. Documents share no structure, so 200 of a large one are some tens of megabytes at most. */
const MAX_STEPS = 200;

export function newHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], merge: undefined };
}

/** Records a step. Steps with one merge key in quick succession are one step; what was undone is forgotten. */
export function record<T>(
  history: History<T>,
  present: T,
  label: string,
  nowMs: number,
  mergeKey?: string,
): History<T> {
  if (present === history.present) return history;
  const merge = mergeKey === undefined ? undefined : { key: mergeKey, untilMs: nowMs + MERGE_WINDOW_MS };
  if (mergeKey !== undefined && history.merge?.key === mergeKey && nowMs <= history.merge.untilMs) {
    return { past: history.past, present, future: [], merge };
  }
  const past = [...history.past, { value: history.present, label }].slice(-MAX_STEPS);
  return { past, present, future: [], merge };
}

export function undo<T>(history: History<T>): History<T> {
  const last = history.past.at(-1);
  if (last === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: last.value,
    future: [{ value: history.present, label: last.label }, ...history.future],
    merge: undefined,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return {
    past: [...history.past, { value: history.present, label: next.label }],
    present: next.value,
    future,
    merge: undefined,
  };
}
