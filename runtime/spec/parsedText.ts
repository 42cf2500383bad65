import type { Diagnostic } from './diagnostic.ts';
import type { PipelineText } from './editing.ts';
import { lineStartsOf, locateOffset } from './lines.ts';
import type { Problem, Span } from './problem.ts';
import { readPipeline } from './readPipeline.ts';
import type { PlacedProblem } from './readPipeline.ts';
import { readTree } from './textTree.ts';
import type { TextTree } from './textTree.ts';
import type { Pipeline } from './types.ts';
import { rootView } from './view.ts';
import type { MapView } from './view.ts';
import { findSpan, pathAtOffset } from './viewPath.ts';

/** Texts longer than this are not read. A pipeline of 2,000 nodes has about 300 kB. */
const MAX_LENGTH = 8 * 1024 * 1024;
/** Beyond this many, more of them help nobody. */
const MAX_PROBLEMS = 1000;

/** A text with what it says. Everything but the pipeline itself is worked out when first asked for. */
export class ParsedText implements PipelineText {
  readonly text: string;
  readonly pipeline: Pipeline | undefined;
  /** Undefined for a text too long to be read. */
  readonly tree: TextTree | undefined;
  readonly #problems: readonly PlacedProblem[];
  #diagnostics: readonly Diagnostic[] | undefined;
  #root: MapView | undefined;
  #lineStarts: readonly number[] | undefined;

  constructor(text: string, previous: ParsedText | undefined) {
    this.text = text;
    if (text.length > MAX_LENGTH) {
      this.#problems = [{ problem: tooLarge(text.length), prefix: [], offset: 0 }];
      return;
    }
    this.tree = readTree(text, previous?.tree);
    const reading = readPipeline(this.tree, previous?.pipeline);
    this.pipeline = reading.pipeline;
    this.#problems = reading.problems;
  }

  get diagnostics(): readonly Diagnostic[] {
    this.#diagnostics ??= this.#problems.slice(0, MAX_PROBLEMS).map((placed) => this.#diagnostic(placed));
    return this.#diagnostics;
  }

  /** The syntax of the text; only for one that has a pipeline. */
  get root(): MapView {
    this.#root ??=
      this.tree === undefined ? { kind: 'map', flow: false, from: 0, to: 0, entries: () => [] } : rootView(this.tree);
    return this.#root;
  }

  rangeOf(path: string): Span | undefined {
    return this.pipeline === undefined ? undefined : findSpan(this.root, path)?.whole;
  }

  pathAt(offset: number): string {
    return this.pipeline === undefined ? '' : pathAtOffset(this.root, offset);
  }

  diagnosticRange(path: string): Diagnostic['range'] {
    const span = this.pipeline === undefined ? undefined : findSpan(this.root, path)?.line;
    return span === undefined ? undefined : this.#range(span);
  }

  #diagnostic({ problem, prefix, offset }: PlacedProblem): Diagnostic {
    const path = [...prefix, ...problem.path].join('.');
    const range =
      problem.span === undefined
        ? this.diagnosticRange(path)
        : this.#range({ from: problem.span.from + offset, to: problem.span.to + offset });
    const node = prefix[0] === 'nodes' ? (prefix[1] ?? problem.path[0]) : undefined;
    return {
      code: `spec.${problem.name}`,
      severity: problem.severity ?? 'error',
      message: problem.message,
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
      path,
      ...(node === undefined ? {} : { node }),
      ...(range === undefined ? {} : { range }),
    };
  }

  #range(span: Span): NonNullable<Diagnostic['range']> {
    this.#lineStarts ??= lineStartsOf(this.text);
    const from = Math.min(span.from, this.text.length);
    return { ...locateOffset(this.#lineStarts, from), from, to: Math.min(Math.max(span.to, from), this.text.length) };
  }
}

function tooLarge(length: number): Problem {
  return {
    name: 'too_large',
    message: `The document has ${Math.round(length / 1024 / 1024)} MB; at most ${MAX_LENGTH / 1024 / 1024} MB are read.`,
    hint: 'Split it into several pipelines.',
    path: [],
  };
}
