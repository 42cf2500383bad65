import type { ServerResponse } from 'node:http';
import type { GantryError } from '@gantry/sdk';
import { HTTP_ERRORS } from '../errors.ts';

/** When a refused sender should try again. */
const RETRY_AFTER_SECONDS = 1;

type RefusalName = keyof typeof HTTP_ERRORS.entries;

/** A reason to refuse a webhook request; its code's status is the answer's. */
export function refusal(name: RefusalName, message: string): GantryError {
  return HTTP_ERRORS.error(name, { message });
}

/** Answers with the error as a problem document (RFC 9457). */
export function answerRefusal(
  response: ServerResponse,
  error: GantryError,
  headers: { readonly [name: string]: string } = {},
): void {
  const name = error.code.slice(HTTP_ERRORS.owner.length + 1) as RefusalName;
  const status = HTTP_ERRORS.entries[name]?.status ?? 500;
  const retry = status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
  answer(
    response,
    status,
    'application/problem+json',
    { status, code: error.code, detail: error.message },
    { ...retry, ...headers },
  );
}

/** Answers a stored request. */
export function answerAccepted(response: ServerResponse, records: number): void {
  answer(response, 202, 'application/json', { records });
}

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: object,
  headers: { readonly [name: string]: string } = {},
): void {
  // The sender may have gone meanwhile: then nobody is left to be told.
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': type, 'content-length': String(Buffer.byteLength(text)), ...headers });
  response.end(text);
}
