import { createCompiler } from '../compile/index.ts';
import type { Compiler } from '../compile/index.ts';
import type { Catalog } from '../compile/plan.ts';
import type { CompileDto } from './contract.ts';

/**
 * Compiles texts against a member's catalog as it is now. The compiler is kept while the catalog stays the same: it remembers
 * schemas it has prepared, and a person typing asks several times a second.
 */
export function createCompileService(catalog: () => Promise<Catalog>): (text: string) => Promise<CompileDto> {
  let last: { readonly catalog: Catalog; readonly compiler: Compiler } | undefined;
  return async (text) => {
    const now = await catalog();
    if (!last || !isSame(last.catalog, now)) last = { catalog: now, compiler: createCompiler(now) };
    return last.compiler.compile(text);
  };
}

function isSame(left: Catalog, right: Catalog): boolean {
  return left.components === right.components && left.secretNames?.join('\n') === right.secretNames?.join('\n');
}
