/** What a {@link GantryError} is made of. @public */
export interface ErrorDetails {
  /** Dotted, stable, never reused: `files.line_malformed`. */
  readonly code: string;
  /** What happened to which thing, in one sentence. Never holds a secret. */
  readonly message: string;
  /** The way out, in one sentence. */
  readonly hint?: string | undefined;
  /** Where in the document: `nodes.orders.config.path`. */
  readonly path?: string | undefined;
  /** Whether trying the same again can help. False where left out. */
  readonly retryable?: boolean | undefined;
  /** When a retry makes sense at the earliest, e.g. from Retry-After. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** An error as it crosses threads, processes and HTTP. @public */
export interface ErrorDto {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly path?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly cause?: ErrorDto;
}

/** The one error class: everything thrown on purpose carries a code, says what happened, and what to do. @public */
export class GantryError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly path: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'GantryError';
    this.code = details.code;
    this.hint = details.hint;
    this.path = details.path;
    this.retryable = details.retryable ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** Thrown where work was cancelled on request. Never logged or counted as a failure. @public */
export class CancelledError extends GantryError {
  constructor(message = 'the work was cancelled') {
    super({ code: 'cancelled', message });
    this.name = 'CancelledError';
  }
}

/** Turns anything caught into a GantryError; one that already is comes back as it is. @public */
export function toGantryError(caught: unknown, fallbackCode = 'internal.unexpected'): GantryError {
  if (caught instanceof GantryError) return caught;
  if (isErrorDto(caught)) return fromErrorDto(caught);
  if (caught instanceof Error) {
    if (caught.name === 'AbortError') return new CancelledError(caught.message);
    return new GantryError({ code: fallbackCode, message: caught.message, cause: caught });
  }
  return new GantryError({ code: fallbackCode, message: String(caught) });
}

/** The form of an error that crosses a thread, a process or HTTP. Stacks stay behind. @public */
export function toErrorDto(caught: unknown): ErrorDto {
  const error = toGantryError(caught);
  return {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(error.retryable ? { retryable: true } : {}),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.cause instanceof Error ? { cause: causeDto(error.cause) } : {}),
  };
}

/** Rebuilds an error that crossed over. @public */
export function fromErrorDto(dto: ErrorDto): GantryError {
  if (dto.code === 'cancelled') return new CancelledError(dto.message);
  return new GantryError({ ...dto, cause: dto.cause ? fromErrorDto(dto.cause) : undefined });
}

/** A foreign cause keeps its own code (ENOENT, ECONNREFUSED), which often says more than its message. */
function causeDto(cause: Error): ErrorDto {
  if (cause instanceof GantryError) return toErrorDto(cause);
  const code = (cause as { code?: unknown }).code;
  return { code: typeof code === 'string' ? code : 'internal.unexpected', message: cause.message };
}

function isErrorDto(value: unknown): value is ErrorDto {
  return (
    typeof value === 'object' &&
    value !== null &&
    !(value instanceof Error) &&
    typeof (value as ErrorDto).code === 'string' &&
    typeof (value as ErrorDto).message === 'string'
  );
}
