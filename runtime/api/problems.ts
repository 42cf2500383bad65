import { STATUS_CODES } from 'node:http';
import { toGantryError } from '@gantry/sdk';
import type { ErrorEntry, ErrorTable, GantryError } from '@gantry/sdk';
import type { Diagnostic } from '../compile/plan.ts';
import type { ProblemDto } from './contract.ts';

/** Media type of every error answer (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

/** What is known of each code: the one place HTTP statuses and exit codes come from. */
export interface ErrorCatalog {
  entry(code: string): ErrorEntry | undefined;
  status(error: GantryError): number;
  exitCode(error: GantryError): number;
}

/** Joins the owners' tables. A code of none of them (a plugin's own) is a 500 and exit code 1. */
export function createErrorCatalog(tables: readonly ErrorTable[]): ErrorCatalog {
  const entries = new Map<string, ErrorEntry>();
  for (const table of tables) {
    for (const [name, entry] of Object.entries(table.entries)) entries.set(`${table.owner}.${name}`, entry);
  }
  return {
    entry: (code) => entries.get(code),
    status: (error) => entries.get(error.code)?.status ?? (error.code === 'cancelled' ? 503 : 500),
    exitCode: (error) => entries.get(error.code)?.exit ?? 1,
  };
}

/** The problem document of anything caught. Internal errors keep their message: it is ours and holds no secret. */
export function toProblem(caught: unknown, catalog: ErrorCatalog): ProblemDto {
  const error = toGantryError(caught);
  const status = catalog.status(error);
  const diagnostics = diagnosticsOf(caught);
  return {
    type: `https://gantry.dev/problems/${error.code}`,
    title: catalog.entry(error.code)?.summary ?? STATUS_CODES[status] ?? 'Error',
    status,
    detail: error.message,
    code: error.code,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.path === undefined ? {} : { path: error.path }),
    ...(diagnostics === undefined ? {} : { diagnostics }),
  };
}

/** `cluster.document_invalid` carries what compile said. */
export function diagnosticsOf(caught: unknown): readonly Diagnostic[] | undefined {
  const found = (caught as { diagnostics?: unknown } | null)?.diagnostics;
  return Array.isArray(found) ? (found as readonly Diagnostic[]) : undefined;
}
