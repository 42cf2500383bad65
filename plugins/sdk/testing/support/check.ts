import { GantryError } from '@gantry/sdk';
import type { ErrorTable } from '@gantry/sdk';
import { ACCEPTANCE_ERRORS } from '../errors.ts';
import { canonical } from './canonical.ts';

/** Throws `acceptance.failed` unless the claim holds. */
export function check(claim: boolean, message: string, hint?: string): asserts claim {
  if (!claim) throw ACCEPTANCE_ERRORS.error('failed', { message, hint });
}

/** Compares two values by what they mean (see {@link canonical}) and names the first place where they differ. */
export function checkSame(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [canonical(actual), canonical(expected)];
  if (found === wanted) return;
  let at = 0;
  while (found[at] === wanted[at]) at++;
  const from = Math.max(0, at - 60);
  check(
    false,
    `${what} differs:\n  got      …${found.slice(from, at + 120)}\n  expected …${wanted.slice(from, at + 120)}`,
  );
}

/** Compares two lists, saying first how many are there. */
export function checkSameList(actual: readonly unknown[], expected: readonly unknown[], what: string): void {
  for (const [i, item] of expected.entries()) {
    check(i < actual.length, `${what}: ${actual.length} came, ${expected.length} were expected`);
    checkSame(actual[i], item, `${what}, number ${i}`);
  }
  check(actual.length === expected.length, `${what}: ${actual.length} came, ${expected.length} were expected`);
}

/** Checks that a value survives JSON, as positions, states and inputs must. */
export function checkJson(value: unknown, what: string): void {
  const text = JSON.stringify(value);
  check(text !== undefined, `${what} is not JSON`);
  checkSame(JSON.parse(text), value, `${what} after a way through JSON`);
}

/** Checks that an error is one of the plugin's own. */
export function checkError(
  error: unknown,
  tables: readonly ErrorTable[] | undefined,
  what: string,
): asserts error is GantryError {
  check(error instanceof GantryError, `${what} is no GantryError: ${String(error)}`);
  check(
    /^[a-z][a-z0-9_-]*(\.[a-z0-9_]+)+$/.test(error.code),
    `${what} has the code '${error.code}', which is not of the form owner.name`,
  );
  if (tables === undefined) return;
  const isRegistered = tables.some(
    (table) =>
      error.code.startsWith(`${table.owner}.`) &&
      Object.hasOwn(table.entries, error.code.slice(table.owner.length + 1)),
  );
  check(isRegistered, `${what} has the code '${error.code}', which the plugin has not registered: ${error.message}`);
}
