import { join } from 'node:path';
import { createCompiler } from '../compile/index.ts';
import type { Compiled } from '../compile/plan.ts';
import { loadPlugins } from '../plugins/index.ts';
import { createLog } from './terminal/log.ts';
import type { CliIo } from './io.ts';
import { PRODUCT_DIR } from './version.ts';

/** Compiles with the plugins of this installation, without a member: no store, no bus, no network. */
export async function createLocalCompiler(io: CliIo): Promise<(text: string) => Compiled> {
  const registry = await loadPlugins({ roots: [join(PRODUCT_DIR, 'plugins')], log: createLog(io, 'warn') });
  const compiler = createCompiler(registry.catalog);
  return (text) => compiler.compile(text);
}
