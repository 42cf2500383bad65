import { GantryError } from '@gantry/sdk';
import type { ProblemDto } from '../../runtime/api/contract.ts';
import type { Diagnostic } from '../../runtime/compile/plan.ts';

/** A member's refusal, or no answer at all (`status` 0). */
export class ApiError extends GantryError {
  readonly status: number;
  readonly diagnostics: readonly Diagnostic[];

  constructor(problem: Partial<ProblemDto> & { readonly status: number; readonly cause?: unknown }) {
    super({
      code: problem.code ?? 'api.unknown',
      message: problem.detail ?? problem.title ?? `the member answered with status ${problem.status}`,
      hint: problem.hint,
      path: problem.path,
      retryable: problem.status === 0 || problem.status >= 500,
      cause: problem.cause,
    });
    this.name = 'ApiError';
    this.status = problem.status;
    this.diagnostics = problem.diagnostics ?? [];
  }
}

/** Makes the error of an answer that is no success: its problem document, or what little can be said without one. */
export function apiErrorOf(status: number, text: string): ApiError {
  try {
    const problem = JSON.parse(text) as Partial<ProblemDto>;
    if (typeof problem === 'object' && problem !== null) return new ApiError({ ...problem, status });
  } catch {
    // A proxy's HTML page, or nothing: the status is all there is.
  }
  return new ApiError({ status });
}

/** The error of a call that got no answer. */
export function unreachable(cause: unknown): ApiError {
  return new ApiError({
    status: 0,
    code: 'api.unreachable',
    detail: 'the member does not answer',
    hint: 'Check that it is still running; the page connects again by itself.',
    cause,
  });
}
