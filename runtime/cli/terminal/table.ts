/** Columns of equal width, the header first; the last column is not padded. Two spaces between. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => width(line[column] ?? ''))));
  return lines.map((line) =>
    line
      .map((cell, column) => (column === line.length - 1 ? cell : pad(cell, widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

// eslint-disable-next-line no-control-regex -- escape sequences of colours begin with a control character
const COLOURS = /\u001b\[\d+m/g;

/** Colours take no room on the screen. */
function width(text: string): number {
  return text.replace(COLOURS, '').length;
}

function pad(text: string, to: number): string {
  return text + ' '.repeat(Math.max(0, to - width(text)));
}
