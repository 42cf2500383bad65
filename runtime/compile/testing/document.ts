import { createCompiler } from '../compile.ts';
import type { Compiled, Diagnostic, RuntimeSpec } from '../plan.ts';
import { TEST_CATALOG } from './catalog.ts';

const compiler = createCompiler(TEST_CATALOG);

/** A document of nodes (lines of YAML) and edges, and more top-level lines. */
export function documentOf(nodes: readonly string[], edges: readonly string[], ...more: readonly string[]): string {
  return [
    'apiVersion: gantry/v1',
    'kind: Pipeline',
    'name: p',
    ...more,
    nodes.length === 0 ? 'nodes: {}' : 'nodes:',
    ...nodes.map((line) => `  ${line}`),
    edges.length === 0 ? 'edges: []' : 'edges:',
    ...edges.map((line) => `  - ${line}`),
    '',
  ].join('\n');
}

/** Compiles with the test catalog. */
export function compiled(text: string): Compiled {
  return compiler.compile(text);
}

/** The spec of a document that must be sound. */
export function specOf(text: string): RuntimeSpec {
  const { spec, diagnostics } = compiled(text);
  if (spec === undefined)
    throw new Error(diagnostics.map((diagnostic) => `${diagnostic.path}: ${diagnostic.message}`).join('\n'));
  return spec;
}

/** What compile says of a document, without what it says about shape. */
export function said(text: string): readonly Diagnostic[] {
  return compiled(text).diagnostics;
}

/** `code path` of everything said. */
export function codes(text: string): readonly string[] {
  return said(text).map((diagnostic) => `${diagnostic.code.replace('compile.', '')} ${diagnostic.path}`);
}
