import { GantryError } from './errors.ts';
import type { ErrorDetails } from './errors.ts';

/** What is known of a code beside the errors that carry it. @public */
export interface ErrorEntry {
  /** One sentence for the docs page: when it happens. */
  readonly summary: string;
  /** The HTTP status of an answer that carries it; 500 where left out. */
  readonly status?: number;
  /** The CLI's exit code: 1 failed, 2 bad use, 3 invalid document. 1 where left out. */
  readonly exit?: 1 | 2 | 3;
  readonly retryable?: boolean;
}

/** The codes of one owner: kept in its `errors.ts`, never reused after removal. @public */
export interface ErrorTable<Names extends string = string> {
  readonly owner: string;
  readonly entries: { readonly [name in Names]: ErrorEntry };
  /** Makes an error with the code `<owner>.<name>`. */
  error(name: Names, details: Omit<ErrorDetails, 'code'>): GantryError;
}

/**
 * Declares an owner's error codes.
 *
 * @example
 * export const FILES_ERRORS = defineErrors('files', { line_malformed: { summary: 'A line is not valid JSON or CSV.' } });
 * throw FILES_ERRORS.error('line_malformed', { message: `${file}:${line} is not JSON` });
 * @public
 */
export function defineErrors<const Names extends string>(
  owner: string,
  entries: { readonly [name in Names]: ErrorEntry },
): ErrorTable<Names> {
  return {
    owner,
    entries,
    error: (name, details) =>
      new GantryError({ retryable: entries[name].retryable ?? false, ...details, code: `${owner}.${name}` }),
  };
}
