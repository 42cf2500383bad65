import type { Severity } from './diagnostic.ts';
import type { SpecErrorName } from './errors.ts';

/** A piece of text: 0-based offsets, `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A diagnostic before it knows its place in the whole document. */
export interface Problem {
  readonly name: SpecErrorName;
  readonly severity?: Severity;
  readonly message: string;
  readonly hint?: string;
  /** Below the part it was found in. */
  readonly path: readonly string[];
  /** Offsets in the part's own text, where the YAML reader gave them; else the path says where. */
  readonly span?: Span;
}
