import { CONVERTERS_ERRORS } from './errors.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text as UTF-8. */
export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Bytes as text. Throws `converters.not_utf8`: replacing what cannot be read would lose it unseen. */
export function fromUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (error) {
    throw CONVERTERS_ERRORS.error('not_utf8', {
      message: `the message body of ${bytes.length} bytes is not UTF-8 text`,
      hint: 'Read this topic with the bytes converter.',
      cause: error,
    });
  }
}
