import { writeJson } from '@gantry/sdk';
import type { GantryRecord } from '@gantry/sdk';
import { HTTP_ERRORS } from '../errors.ts';
import type { HttpSinkConfig } from './config.ts';

/** The content type of each body format. */
export const CONTENT_TYPES: { readonly [format in HttpSinkConfig['format']]: string } = {
  json: 'application/json',
  'json-array': 'application/json',
  ndjson: 'application/x-ndjson',
};

/** The body of a request. */
export function requestBody(texts: readonly string[], format: HttpSinkConfig['format']): string {
  switch (format) {
    case 'json-array':
      return `[${texts.join(',')}]`;
    case 'ndjson':
      return `${texts.join('\n')}\n`;
    case 'json':
      return texts.join('');
  }
}

/** One record as JSON. Throws `http.no_row` for a delete or truncate when only rows are sent. */
export function recordText(record: GantryRecord, content: HttpSinkConfig['content']): string {
  if (content === 'envelope') {
    const { op, key, before, after, source, timestampMs } = record;
    return writeJson({ op, key, before, after, source, timestampMs });
  }
  if (record.after !== null) return writeJson(record.after);
  throw HTTP_ERRORS.error('no_row', {
    message: `a record with op ${record.op} has no row to send`,
    hint: 'Set content to envelope, or filter such records out with op != "delete".',
  });
}
