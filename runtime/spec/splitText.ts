import type { Span } from './problem.ts';

/** One entry of a block map or item of a block list: its whole lines, without the comments and blank lines before it. */
export interface TextPart extends Span {
  readonly text: string;
}

/** A top-level entry. Large ones are split once more: `header` is then the key's own line, and `parts` what stands below. */
export interface TextSection extends TextPart {
  readonly split?: {
    readonly key: string;
    readonly keyTo: number;
    readonly list: boolean;
    readonly indent: number;
    readonly parts: readonly TextPart[];
  };
}

/** The sections worth splitting, since they grow with the pipeline. */
const SPLIT_HEADER = /^(nodes|connections|layout|edges):[ \t]*(#.*)?\r?$/;

/**
 * Cuts a document into pieces that can be read one by one, so that after an edit only the piece that changed is read anew. Relies
 * on one rule of YAML's block style: a line at its parent's own indentation starts a new entry, whatever came before. Undefined
 * for texts where that is not all there is to it (flow style or a list at the top, document markers, tabs, `|+` scalars): those are read whole.
 */
export function splitText(text: string): readonly TextSection[] | undefined {
  if (/^\uFEFF|^[ ]*\t|^(?:---|\.\.\.|%)|[|>][0-9]?\+/m.test(text)) return undefined;
  const sections: TextSection[] = [];
  let open: OpenSection | undefined;
  for (let from = 0; from < text.length;) {
    const newline = text.indexOf('\n', from);
    const to = newline === -1 ? text.length : newline + 1;
    const indent = indentOf(text, from, to);
    const first = text.charAt(from + indent);
    const taken = indent === -1 || (open !== undefined && continueSection(open, text, from, to, indent, first));
    if (!taken && first !== '#') {
      if (indent > 0 || '-?{[!&*|>@`%'.includes(first)) return undefined;
      if (open !== undefined) sections.push(closeSection(open, text));
      open = openSection(text, from, to);
    }
    if (open?.broken === true) return undefined;
    from = to;
  }
  if (open !== undefined) sections.push(closeSection(open, text));
  return sections;
}

interface OpenSection {
  readonly from: number;
  to: number;
  readonly key: string | undefined;
  readonly list: boolean;
  indent: number;
  readonly parts: TextPart[];
  part: { readonly from: number; to: number } | undefined;
  broken: boolean;
}

function openSection(text: string, from: number, to: number): OpenSection {
  const key = SPLIT_HEADER.exec(text.slice(from, to).trimEnd())?.[1];
  return { from, to, key, list: key === 'edges', indent: -1, parts: [], part: undefined, broken: false };
}

/** Takes a line into the open section if it belongs there. */
function continueSection(
  open: OpenSection,
  text: string,
  from: number,
  to: number,
  indent: number,
  first: string,
): boolean {
  const closes = first === '}' || first === ']';
  if (open.key === undefined) {
    if (indent === 0 && !closes) return false;
    open.to = to;
    return true;
  }
  if (first === '#') {
    if (open.part === undefined || indent <= open.indent) return false;
    open.part.to = open.to = to;
    return true;
  }
  const isItem = first === '-';
  if (indent === 0 && !closes && !(open.list && isItem && open.indent <= 0)) return false;
  if (open.indent === -1) open.indent = indent;
  if (indent < open.indent || (indent === open.indent && !closes && isItem !== open.list)) open.broken = true;
  if (indent > open.indent || closes) {
    if (open.part === undefined) open.broken = true;
    else open.part.to = open.to = to;
    return true;
  }
  closePart(open, text);
  open.part = { from, to };
  open.to = to;
  return true;
}

function closePart(open: OpenSection, text: string): void {
  if (open.part !== undefined) open.parts.push({ ...open.part, text: text.slice(open.part.from, open.part.to) });
}

function closeSection(open: OpenSection, text: string): TextSection {
  const { from, to, key, list, indent } = open;
  closePart(open, text);
  const section = { from, to, text: text.slice(from, to) };
  if (key === undefined || open.parts.length === 0) return section;
  return { ...section, split: { key, keyTo: from + key.length, list, indent, parts: open.parts } };
}

/** Leading spaces of a line, -1 for a blank one. */
function indentOf(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text.charCodeAt(at) === 32) at++;
  const code = text.charCodeAt(at);
  return at >= to || code === 10 || code === 13 ? -1 : at - from;
}
