import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../errors.ts';

const MAGIC = /[*?[\]{}]/;

/** Whether a path is a pattern. */
export function isGlob(path: string): boolean {
  return MAGIC.test(path);
}

/**
 * The files that match a pattern, sorted by name: `*` and `?` within a name, `**` over folders, `[a-z]` and `{a,b}`.
 * Our own few lines, because Node's glob is experimental in the oldest Node we run on and says so on the console.
 * Hidden files match only where the pattern writes the dot.
 */
export async function globFiles(pattern: string): Promise<readonly string[]> {
  const segments = pattern.split('/');
  const fixed: string[] = [];
  while (segments.length > 0 && !isGlob(segments[0] as string)) fixed.push(segments.shift() as string);
  const root = fixed.join('/');
  const found = new Set<string>();
  await walk(pattern.startsWith('/') && root === '' ? '/' : root, segments, found);
  return [...found].sort(byName);
}

/** Order of file names: by code unit, the same on every machine. */
export function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

async function walk(folder: string, segments: readonly string[], found: Set<string>): Promise<void> {
  const [segment, ...rest] = segments;
  if (segment === undefined) return;
  const anyDepth = segment === '**';
  if (anyDepth && rest.length > 0) await walk(folder, rest, found);
  const matches = anyDepth ? /^[^.]/ : segmentPattern(segment);
  for (const entry of await entries(folder)) {
    if (!matches.test(entry.name)) continue;
    const path = folder === '' ? entry.name : join(folder, entry.name);
    if (await isFolder(entry, path)) {
      // A link to a folder is followed by name only, never by `**`: links may form a circle.
      if (anyDepth && entry.isDirectory()) await walk(path, segments, found);
      else if (!anyDepth && rest.length > 0) await walk(path, rest, found);
    } else if (rest.length === 0) {
      found.add(path);
    }
  }
}

async function entries(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder === '' ? '.' : folder, { withFileTypes: true });
  } catch (caught) {
    // A folder that is not there (any more) holds no matching file; one that may not be read is an error.
    if (systemCode(caught) === 'ENOENT' || systemCode(caught) === 'ENOTDIR') return [];
    throw caught;
  }
}

async function isFolder(entry: Dirent, path: string): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return (await stat(path)).isDirectory();
  } catch (caught) {
    if (systemCode(caught) === 'ENOENT') return false;
    throw caught;
  }
}

function segmentPattern(segment: string): RegExp {
  let source = '';
  let depth = 0;
  for (let i = 0; i < segment.length; i++) {
    const char = segment[i] as string;
    const closing = char === '[' ? segment.indexOf(']', i + 2) : -1;
    if (char === '*') source += '[^/]*';
    else if (char === '?') source += '[^/]';
    else if (closing !== -1) {
      source += `[${segment
        .slice(i + 1, closing)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\')}]`;
      i = closing;
    } else if (char === '{') {
      source += '(?:';
      depth++;
    } else if (char === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (char === ',' && depth > 0) source += '|';
    else source += char.replace(/[.+^$()|\\[\]{}]/, '\\$&');
  }
  return new RegExp(`^${segment.startsWith('.') ? '' : '(?!\\.)'}${source}${')'.repeat(depth)}$`, 'u');
}
