const MAX_LINE_CHARS = 64 * 1024;

/** Cuts chunks of text into lines, whatever the chunks' borders. An endless line is cut, so that it cannot fill the memory. */
export function createLineReader(onLine: (line: string) => void): (chunk: string) => void {
  let rest = '';
  return (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-MAX_LINE_CHARS);
    for (const line of lines) onLine(line.replace(/\r$/, ''));
  };
}
