import type { Diagnostic, Severity } from '../../compile/plan.ts';
import type { CliIo, Style } from '../io.ts';

const STYLES: { readonly [severity in Severity]: Style } = { error: 'red', warning: 'yellow', info: 'cyan' };

/** `file:line:col  error code  message`, the line with a caret under it, and the hint: what editors and people both find. */
export function formatDiagnostics(
  diagnostics: readonly Diagnostic[],
  file: string,
  text: string,
  io: Pick<CliIo, 'paint'>,
): readonly string[] {
  const lines = text.split('\n');
  return diagnostics.flatMap((diagnostic) => [
    headline(diagnostic, file, io),
    ...sourceLines(diagnostic, lines, io),
    ...(diagnostic.hint === undefined ? [] : [`    ${io.paint('dim', 'hint:')} ${diagnostic.hint}`]),
  ]);
}

/** `2 errors, 1 warning` */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const parts = (
    [
      ['error', count('error')],
      ['warning', count('warning')],
    ] as const
  )
    .filter(([, number]) => number > 0)
    .map(([name, number]) => `${number} ${name}${number === 1 ? '' : 's'}`);
  return parts.join(', ');
}

function headline(
  { range, severity, code, message, path }: Diagnostic,
  file: string,
  io: Pick<CliIo, 'paint'>,
): string {
  const place = range ? `${file}:${range.line}:${range.column}` : file;
  const where = !range && path !== '' ? ` (${path})` : '';
  return `${io.paint('bold', place)}  ${io.paint(STYLES[severity], severity)} ${io.paint('dim', code)}  ${message}${where}`;
}

function sourceLines(
  { range, severity }: Diagnostic,
  lines: readonly string[],
  io: Pick<CliIo, 'paint'>,
): readonly string[] {
  const line = range === undefined ? undefined : lines[range.line - 1]?.replace(/\r$/, '');
  if (range === undefined || line === undefined) return [];
  const number = String(range.line);
  const length = Math.max(1, Math.min(range.to - range.from, line.length - range.column + 1));
  // Tabs before the caret stay tabs, so that it stands where the text does.
  const indent = line.slice(0, range.column - 1).replace(/[^\t]/g, ' ');
  return [
    `    ${io.paint('dim', `${number} |`)} ${line}`,
    `    ${io.paint('dim', `${' '.repeat(number.length)} |`)} ${indent}${io.paint(STYLES[severity], '^'.repeat(length))}`,
  ];
}
