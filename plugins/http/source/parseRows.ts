import { readJson } from '@gantry/sdk';
import type { Row, Value } from '@gantry/sdk';
import { refusal } from './refusal.ts';

/** The rows in a body, as its content type says. Throws `http.unsupported_media` or `http.body_malformed`. */
export function parseRows(body: Uint8Array, contentType: string | undefined): readonly Row[] {
  const [type = '', ...parameters] = (contentType ?? 'application/json')
    .split(';')
    .map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (charset !== undefined && !['utf-8', 'utf8', '"utf-8"', 'us-ascii'].includes(charset)) {
    throw refusal('unsupported_media', 'the charset is not UTF-8');
  }
  if (type === 'application/json' || type.endsWith('+json')) return jsonRows(textOf(body));
  switch (type) {
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
    case 'application/json-lines':
      return lineRows(textOf(body));
    case 'application/x-www-form-urlencoded':
      return [formRow(textOf(body))];
    case 'application/octet-stream':
      return [{ value: new Uint8Array(body) }];
    default:
      if (type.startsWith('text/')) return [{ value: textOf(body) }];
      throw refusal('unsupported_media', 'the content type is none of JSON, NDJSON, form, text, octet-stream');
  }
}

function jsonRows(text: string): readonly Row[] {
  const value = parseJson(text, 'the body is not JSON');
  return Array.isArray(value) ? value.map(rowOf) : [rowOf(value)];
}

function lineRows(text: string): readonly Row[] {
  return text
    .split('\n')
    .map((line, index) => [line, index + 1] as const)
    .filter(([line]) => line.trim() !== '')
    .map(([line, number]) => rowOf(parseJson(line, `line ${number} of the body is not JSON`)));
}

function parseJson(text: string, refused: string): Value {
  try {
    return readJson(text);
  } catch {
    // What V8 says quotes the body, which may hold secrets; the place is enough.
    throw refusal('body_malformed', refused);
  }
}

/** A field that comes once is text, one that comes again a list, as every form library reads it. */
function formRow(text: string): Row {
  const form = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

function rowOf(value: Value): Row {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Row) : { value };
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    // Only one thing can be wrong, and the answer says it.
    throw refusal('body_malformed', 'the body is not UTF-8');
  }
}
