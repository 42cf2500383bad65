/** Where in a YAML text something is being written. Read from indentation alone, so that it works while the text is not valid yet. */
export interface TextContext {
  /** Keys from the top down to the map that is written in: `['nodes', 'orders', 'config']`. */
  readonly parents: readonly string[];
  /** The key whose value is being written; undefined while a key is. */
  readonly key: string | undefined;
  /** What was written of it so far, and where it begins. */
  readonly typed: string;
  readonly from: number;
  /** Whether it is an item of a list. */
  readonly isItem: boolean;
}

const LINE = /^(\s*)(-\s+)?(?:([\w.-]+):(\s+))?(.*)$/;

export function textContextAt(text: string, offset: number): TextContext | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const written = text.slice(lineStart, offset);
  if (/(^|\s)#/.test(written)) return undefined;
  const flow = flowContext(written, offset);
  const match = LINE.exec(written);
  if (match === null) return undefined;
  const [, indent = '', dash, key, , typed = ''] = match;
  const parents = parentsOf(text.slice(0, lineStart), indent.length);
  if (flow !== undefined)
    return { ...flow, parents: [...parents, ...(key === undefined ? [] : [key]), ...flow.parents] };
  return { parents, key, typed, from: offset - typed.length, isItem: dash !== undefined };
}

/** The keys above a line of this indentation. */
function parentsOf(before: string, indent: number): readonly string[] {
  const parents: string[] = [];
  let limit = indent;
  for (const line of before.split('\n').reverse()) {
    const match = /^(\s*)([\w.-]+):/.exec(line);
    const depth = match?.[1]?.length;
    if (match?.[2] === undefined || depth === undefined || depth >= limit) continue;
    parents.unshift(match[2]);
    limit = depth;
  }
  return parents;
}

/** Inside `{ a: 1, b: { c` on one line: the keys opened on it, and what is being written. */
function flowContext(
  written: string,
  offset: number,
): (Omit<TextContext, 'parents'> & { readonly parents: readonly string[] }) | undefined {
  const open: (string | undefined)[] = [];
  let key: string | undefined;
  let start = 0;
  let quote: string | undefined;
  for (let at = 0; at < written.length; at++) {
    const char = written[at];
    if (quote !== undefined) {
      if (char === quote) quote = undefined;
      continue;
    }
    if (char === '"' || char === "'") quote = char;
    else if (char === '{' || char === '[') {
      open.push(key);
      key = undefined;
      start = at + 1;
    } else if (char === '}' || char === ']') {
      open.pop();
      key = undefined;
      start = at + 1;
    } else if (char === ',') {
      key = undefined;
      start = at + 1;
    } else if (char === ':' && /\s|^$/.test(written[at + 1] ?? '')) {
      key = written.slice(start, at).trim();
      start = at + 1;
    }
  }
  if (open.length === 0) return undefined;
  const typed = written.slice(start).trimStart();
  // The outermost brace belongs to the line's own key, which the caller knows.
  return {
    parents: open.slice(1).filter((name) => name !== undefined),
    key,
    typed,
    from: offset - typed.length,
    isItem: false,
  };
}
