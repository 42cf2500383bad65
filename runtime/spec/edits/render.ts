import { stringify } from 'yaml';
import { isObject } from '../../foundation/index.ts';

/** Lines longer than this are broken up where they can be. */
const WIDTH = 120;
/** Control characters and other line ends: only double quotes hold them. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\uFEFF]/u;

/** A value on one line: `{ a: 1, b: [x, "y: z"] }`. Keys that are undefined are left out. */
export function renderFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(renderFlow).join(', ')}]`;
  if (!isObject(value)) return renderScalar(value);
  const entries = definedEntries(value).map(([key, item]) => `${renderScalar(key)}: ${renderFlow(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A scalar, quoted where it has to be, or in the quotes it had before. */
export function renderScalar(value: unknown, quotes?: 'single' | 'double'): string {
  if (value === undefined) return 'null';
  if (typeof value !== 'string') return JSON.stringify(value);
  // JSON's texts are YAML's double-quoted ones, and never run over several lines.
  if (quotes === 'double' || UNPRINTABLE.test(value)) return JSON.stringify(value);
  if (quotes === 'single') return `'${value.replaceAll("'", "''")}'`;
  const plain = stringify([value], { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 })
    .trim()
    .slice(1, -1);
  return plain.includes('\n') ? JSON.stringify(value) : plain;
}

/** An entry of a block map, without its first indentation and last line end: on one line, or in lines below where it is long. */
export function renderEntry(key: string, value: unknown, indent: number, eol: string): string {
  const name = renderScalar(key);
  const line = `${name}: ${renderFlow(value)}`;
  const pad = ' '.repeat(indent + 2);
  if (typeof value === 'string' && value.includes('\n'))
    return `${name}: ${renderBlockText(value, indent + 2, eol) ?? renderFlow(value)}`;
  if (indent + line.length <= WIDTH && !hasTextBlock(value)) return line;
  if (isObject(value) && definedEntries(value).length > 0) {
    return [
      `${name}:`,
      ...definedEntries(value).map(([inner, item]) => pad + renderEntry(inner, item, indent + 2, eol)),
    ].join(eol);
  }
  if (Array.isArray(value) && value.length > 0) return `${name}:${eol}${renderItems(value, indent + 2, eol)}`;
  return line;
}

/** The lines of a block list, each item on one. */
export function renderItems(items: readonly unknown[], indent: number, eol: string): string {
  return items.map((item) => `${' '.repeat(indent)}- ${renderFlow(item)}`).join(eol);
}

/** A text of several lines as a literal block; undefined for one that such a block cannot hold exactly. */
export function renderBlockText(value: string, indent: number, eol: string): string | undefined {
  const lines = value.replace(/\n$/, '').split('\n');
  const exact =
    lines.every((line) => line === line.trimEnd() && !UNPRINTABLE.test(line)) &&
    !/^\s|^$/.test(lines[0]!) &&
    lines.at(-1) !== '';
  if (!exact) return undefined;
  const pad = ' '.repeat(indent);
  return [value.endsWith('\n') ? '|' : '|-', ...lines.map((line) => (line === '' ? '' : pad + line))].join(eol);
}

function hasTextBlock(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\n');
  return isObject(value) && Object.values(value).some(hasTextBlock);
}

function definedEntries(value: { readonly [key: string]: unknown }): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
