/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Cuts a stream of text, in whatever pieces it comes, into server-sent events (WHATWG HTML, 9.2.6). Comments are heartbeats and dropped. */
export function createSseParser(onEvent: (event: ServerEvent) => void): (text: string) => void {
  let rest = '';
  let event = 'message';
  let data: string[] = [];

  const finish = (): void => {
    if (data.length > 0) onEvent({ event, data: data.join('\n') });
    event = 'message';
    data = [];
  };
  const takeLine = (line: string): void => {
    if (line === '') return finish();
    if (line.startsWith(':')) return;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    if (field === 'data') data.push(value);
  };

  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) takeLine(line);
  };
}
