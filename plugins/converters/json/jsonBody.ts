import { readJson, writeJson } from '@gantry/sdk';
import type { BytesForm, GantryError, Value } from '@gantry/sdk';
import { CONVERTERS_ERRORS } from '../errors.ts';
import { fromUtf8, toUtf8 } from '../text.ts';

/** A value as a JSON body. Throws `converters.json_encode`. */
export function toJsonBody(value: unknown, bytes: BytesForm = 'base64'): Uint8Array {
  try {
    return toUtf8(writeJson(value, bytes));
  } catch (error) {
    throw CONVERTERS_ERRORS.error('json_encode', {
      message: `the record cannot be written as JSON: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      cause: error,
    });
  }
}

/** A JSON body's value. Throws `converters.not_utf8` or `converters.json_malformed`. */
export function fromJsonBody(body: Uint8Array): Value {
  const text = fromUtf8(body);
  try {
    return readJson(text);
  } catch (error) {
    throw malformed(body.length, error);
  }
}

/** V8 quotes the text around the mistake; a body may hold what nobody should see in a log, so only the place is kept. */
function malformed(sizeBytes: number, error: unknown): GantryError {
  const place = error instanceof Error ? /at position \d+/.exec(error.message)?.[0] : undefined;
  return CONVERTERS_ERRORS.error('json_malformed', {
    message: `the message body of ${sizeBytes} bytes is not JSON${place === undefined ? '' : `, it breaks off ${place}`}`,
    hint: 'Read this topic with the converter its producer uses: string or bytes take anything.',
  });
}
