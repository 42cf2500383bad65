/** How bad a diagnostic is: an error keeps a pipeline from being deployed. */
export type Severity = 'error' | 'warning' | 'info';

/** One thing compile has to say. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** Into the document: `nodes.orders.config.path`; empty for the whole of it. */
  readonly path: string;
  /** The node concerned, where it is one. */
  readonly node?: string;
  /** Position in the text, where it is known: 1-based line and column, 0-based offsets. */
  readonly range?: { readonly line: number; readonly column: number; readonly from: number; readonly to: number };
}
