import { Type } from '@sinclair/typebox';
import type { TSchema } from '@sinclair/typebox';
import type { ProblemDto } from '../contract.ts';
import { ref } from '../schemas/index.ts';

/** An answer and the problem documents instead of it. */
export function answers<S extends TSchema>(ok: S): { 200: S; '4xx': TSchema; '5xx': TSchema } {
  return { 200: ok, '4xx': problem, '5xx': problem };
}

/** An answer without a body. */
export const noContent = {
  204: Type.Unsafe<void>({ type: 'null', description: 'Done.' }),
  '4xx': ref<ProblemDto>('ProblemDto'),
  '5xx': ref<ProblemDto>('ProblemDto'),
};

const problem = ref<ProblemDto>('ProblemDto');

/** `:name` in the path. */
export const nameParams = Type.Object({ name: Type.String({ description: 'A name, URL-encoded.' }) });
