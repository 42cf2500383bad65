import type { Json } from '@gantry/sdk';
import { toGantryError } from '@gantry/sdk';
import { TASK_ERRORS } from './errors.ts';

const REFERENCE = /\$\{(env|file|secret):([^}]+)\}/g;

/** Where references are looked up, on the member that runs the task. */
export interface ReferenceLookups {
  env(name: string): string | undefined;
  /** The file's text. Throws where it cannot be read. */
  file(path: string): Promise<string>;
  secret(name: string): Promise<string | undefined>;
}

/** Whether any text in it holds a reference. */
export function holdsReferences(config: Json): boolean {
  if (typeof config === 'string') return config.search(REFERENCE) >= 0;
  if (Array.isArray(config)) return config.some(holdsReferences);
  return typeof config === 'object' && config !== null && Object.values(config).some(holdsReferences);
}

/**
 * Replaces `${env:X}`, `${file:/path}` and `${secret:name}` wherever they stand in the texts of a configuration. A value that comes
 * from a reference is not looked at again. Throws `task.reference_unknown` or `task.reference_unreadable`, which name the reference
 * and the field, never a value.
 */
export async function resolveReferences<T extends Json>(config: T, lookups: ReferenceLookups): Promise<T> {
  return (await resolveAt(config, '', lookups)) as T;
}

async function resolveAt(config: Json, path: string, lookups: ReferenceLookups): Promise<Json> {
  if (typeof config === 'string') return resolveText(config, path, lookups);
  if (Array.isArray(config)) {
    return Promise.all((config as readonly Json[]).map((item, index) => resolveAt(item, `${path}[${index}]`, lookups)));
  }
  if (typeof config !== 'object' || config === null) return config;
  const fields = Object.entries(config as { readonly [key: string]: Json });
  const resolved = await Promise.all(
    fields.map(
      async ([name, value]) => [name, await resolveAt(value, path === '' ? name : `${path}.${name}`, lookups)] as const,
    ),
  );
  return Object.fromEntries(resolved);
}

async function resolveText(text: string, path: string, lookups: ReferenceLookups): Promise<string> {
  let resolved = '';
  let end = 0;
  for (const match of text.matchAll(REFERENCE)) {
    resolved += text.slice(end, match.index) + (await lookUp(match[1] as string, match[2] as string, path, lookups));
    end = match.index + match[0].length;
  }
  return end === 0 ? text : resolved + text.slice(end);
}

async function lookUp(kind: string, name: string, path: string, lookups: ReferenceLookups): Promise<string> {
  if (kind === 'file') return readFileReference(name, path, lookups);
  const value = kind === 'env' ? lookups.env(name) : await lookups.secret(name);
  if (value !== undefined) return value;
  throw TASK_ERRORS.error('reference_unknown', {
    message: `\${${kind}:${name}} in ${path} is not known on this member`,
    hint:
      kind === 'env'
        ? `Set the environment variable ${name} where the member runs.`
        : `Add the secret ${name} to this member.`,
    path,
  });
}

async function readFileReference(name: string, path: string, lookups: ReferenceLookups): Promise<string> {
  try {
    // An editor's final newline is no part of a password.
    return (await lookups.file(name)).replace(/\r?\n$/, '');
  } catch (cause) {
    throw TASK_ERRORS.error('reference_unreadable', {
      message: `\${file:${name}} in ${path} cannot be read on this member: ${toGantryError(cause).message}`,
      hint: 'Check that the file is there and that the user the member runs as may read it.',
      path,
    });
  }
}
