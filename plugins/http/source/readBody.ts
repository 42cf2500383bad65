import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { refusal } from './refusal.ts';

/** A body as it was sent, which signatures are of, and as it is read. */
export interface RequestBody {
  readonly raw: Buffer;
  readonly decoded: Buffer;
}

/**
 * Reads a request's body, gunzipped where it says so, giving up as soon as either form is too large: neither a long body nor
 * a small one that unfolds to gigabytes is held (P8).
 */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<RequestBody> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw refusal('unsupported_media', 'the content encoding is neither gzip nor identity');
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const raw = await collect(request, maxBytes);
  if (encoding === 'identity') return { raw, decoded: raw };
  try {
    const unzip = createGunzip();
    unzip.end(raw);
    return { raw, decoded: await collect(unzip, maxBytes) };
  } catch (error) {
    if (error instanceof Error && 'errno' in error) throw refusal('body_malformed', 'the body is not gzip');
    throw error;
  }
}

async function collect(stream: Readable, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(maxBytes: number): Error {
  return refusal('body_too_large', `the body is larger than ${maxBytes} bytes`);
}
