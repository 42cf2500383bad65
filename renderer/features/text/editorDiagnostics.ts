import type { Diagnostic as EditorDiagnostic } from '@codemirror/lint';
import type { Diagnostic } from '../../../runtime/compile/plan.ts';
import type { PipelineText } from '../../../runtime/spec/editing.ts';

/** Problems as the editor marks them. A problem without a place in the text stands at its nearest parent, or at the first character. */
export function editorDiagnostics(
  problems: readonly Diagnostic[],
  document: PipelineText,
  length: number,
): EditorDiagnostic[] {
  return problems.map(({ severity, message, hint, code, path, range }) => {
    const place = range ?? document.rangeOf(path) ?? { from: 0, to: 1 };
    const from = Math.min(place.from, length);
    return {
      from,
      to: Math.min(Math.max(place.to, from), length),
      severity,
      source: code,
      message: hint === undefined ? message : `${message}\n${hint}`,
    };
  });
}
