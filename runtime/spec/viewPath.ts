import type { Span } from './problem.ts';
import type { MapView, View } from './view.ts';

/** Where a path stands: all of it, and the piece worth underlining (the key alone, where the value runs over many lines). */
export interface FoundSpan {
  readonly whole: Span;
  readonly line: Span;
}

/** Finds a dotted path; where it leads nowhere, its nearest existing parent. Keys may have dots themselves: the longest fits first. */
export function findSpan(root: MapView, path: string): FoundSpan | undefined {
  const segments = path === '' ? [] : path.split('.');
  let view: View = root;
  let found: FoundSpan | undefined;
  for (let at = 0; at < segments.length;) {
    const step: Step | undefined = stepInto(view, segments, at);
    if (step === undefined) break;
    view = step.value;
    found = spanOf(step, view);
    at += step.taken;
  }
  return found;
}

/** The dotted path of what stands at an offset; empty before the first key. */
export function pathAtOffset(root: MapView, offset: number): string {
  const path: string[] = [];
  let view: View | undefined = root;
  while (view !== undefined) {
    const step: { readonly name: string; readonly value: View } | undefined = childAt(view, offset);
    if (step === undefined) break;
    path.push(step.name);
    view = step.value;
  }
  return path.join('.');
}

interface Step {
  readonly value: View;
  readonly taken: number;
  readonly from: number;
  /** Undefined for an item of a list. */
  readonly keyTo: number | undefined;
}

function stepInto(view: View, segments: readonly string[], at: number): Step | undefined {
  if (view.kind === 'leaf') return undefined;
  if (view.kind === 'list') {
    const item = view.items()[Number(segments[at])];
    return item === undefined
      ? undefined
      : { value: item.value(), taken: 1, from: item.value().from, keyTo: undefined };
  }
  for (let taken = segments.length - at; taken > 0; taken--) {
    const key = segments.slice(at, at + taken).join('.');
    const entry = view.entries().findLast((candidate) => candidate.key === key);
    if (entry !== undefined) return { value: entry.value(), taken, from: entry.from, keyTo: entry.keyTo };
  }
  return undefined;
}

function spanOf(step: Step, value: View): FoundSpan {
  const to = Math.max(value.to, step.keyTo ?? value.from);
  const whole = { from: step.from, to };
  const runsOn = (value.kind !== 'leaf' && !value.flow) || (value.kind === 'leaf' && value.style === 'block');
  return { whole, line: runsOn && step.keyTo !== undefined ? { from: step.from, to: step.keyTo } : whole };
}

function childAt(view: View, offset: number): { readonly name: string; readonly value: View } | undefined {
  if (view.kind === 'leaf' || offset < view.from || (view.flow && offset > view.to)) return undefined;
  if (view.kind === 'list') {
    const index = view.items().findLastIndex((item) => item.from <= offset);
    return index === -1 ? undefined : { name: String(index), value: view.items()[index]!.value() };
  }
  const entry = view.entries().findLast((candidate) => candidate.from <= offset);
  return entry === undefined ? undefined : { name: entry.key, value: entry.value() };
}
