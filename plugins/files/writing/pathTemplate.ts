import type { GantryRecord } from '@gantry/sdk';
import { FILES_ERRORS } from '../errors.ts';

const PLACEHOLDER = /\{(\w+)\}/g;
const FIXED = ['pipeline', 'task'] as const;
const OF_RECORD = ['table', 'date', 'hour'] as const;
const NUMBER = '{n}';

/** A sink's path with its placeholders. Records with the same key go to the same files. */
export interface PathTemplate {
  /** Whether tasks beside this one write to files of their own. */
  readonly namesTask: boolean;
  /** Whether all records have one key. */
  readonly isStatic: boolean;
  /** The path with all but `{n}` filled in. */
  key(record: GantryRecord | undefined): string;
  /** The path of a key's n-th file. */
  path(key: string, n: number): string;
}

/** What is the same for all records of a task. */
export interface TemplateFacts {
  readonly pipeline: string;
  readonly task: number;
}

/** Reads a template. Where files roll and the path has no `{n}`, one is put before the ending: `out-{n}.jsonl.gz`. */
export function pathTemplate(path: string, isRolling: boolean, facts: TemplateFacts): PathTemplate {
  const names = [...path.matchAll(PLACEHOLDER)].map((match) => match[1] as string);
  const unknown = names.find((name) => ![...FIXED, ...OF_RECORD, 'n'].includes(name));
  if (unknown !== undefined) {
    throw FILES_ERRORS.error('path_template_unknown', {
      message: `the path ${path} has an unknown placeholder {${unknown}}`,
      hint: 'There are {pipeline}, {task}, {table}, {date}, {hour} and {n}.',
    });
  }
  const numbered = isRolling && !names.includes('n') ? withNumber(path) : path;
  const fixed = numbered.replaceAll('{pipeline}', pathPart(facts.pipeline)).replaceAll('{task}', String(facts.task));
  const isStatic = !OF_RECORD.some((name) => names.includes(name));
  return {
    namesTask: names.includes('task'),
    isStatic,
    key: (record) => (isStatic || record === undefined ? fixed : ofRecord(fixed, record)),
    path: (key, n) => key.replaceAll(NUMBER, String(n).padStart(6, '0')),
  };
}

function ofRecord(path: string, record: GantryRecord): string {
  const time = new Date(record.timestampMs).toISOString();
  return path
    .replaceAll('{table}', pathPart(record.route?.table ?? record.source.table ?? 'records'))
    .replaceAll('{date}', time.slice(0, 10))
    .replaceAll('{hour}', time.slice(11, 13));
}

/** A name from the data must not lead out of the folder: separators and leading dots go, and so do odd characters. */
function pathPart(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/^\.+/, '_') || '_';
}

function withNumber(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.indexOf('.', 1);
  const at = dot === -1 ? path.length : path.length - name.length + dot;
  return `${path.slice(0, at)}-${NUMBER}${path.slice(at)}`;
}
