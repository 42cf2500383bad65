import { diagnosticRange } from '../spec/index.ts';
import type { PipelineText } from '../spec/index.ts';
import type { CompileErrorName } from './errors.ts';
import type { Diagnostic, Severity } from './plan.ts';

/** A diagnostic as a rule says it: where it stands in the text is added later. */
export interface Finding {
  readonly message: string;
  readonly hint?: string | undefined;
  /** Into the document: `nodes.orders.config.path`. */
  readonly path: string;
  readonly severity?: Severity;
  readonly node?: string | undefined;
}

/** Collects what the rules say. */
export class Report {
  readonly #findings: { readonly name: CompileErrorName; readonly finding: Finding }[] = [];

  say(name: CompileErrorName, finding: Finding): void {
    this.#findings.push({ name, finding });
  }

  get hasErrors(): boolean {
    return this.#findings.some(({ finding }) => (finding.severity ?? 'error') === 'error');
  }

  /** Everything said, each with its place in the text. */
  diagnostics(document: PipelineText): readonly Diagnostic[] {
    return this.#findings.map(({ name, finding }) => toDiagnostic(name, finding, document));
  }
}

/** A finding as the world sees it. */
export function toDiagnostic(name: CompileErrorName, finding: Finding, document: PipelineText): Diagnostic {
  const range = diagnosticRange(document, finding.path);
  const node = finding.node ?? /^nodes\.([^.]+)/.exec(finding.path)?.[1];
  return {
    code: `compile.${name}`,
    severity: finding.severity ?? 'error',
    message: finding.message,
    ...(finding.hint === undefined ? {} : { hint: finding.hint }),
    path: finding.path,
    ...(node === undefined ? {} : { node }),
    ...(range === undefined ? {} : { range }),
  };
}
