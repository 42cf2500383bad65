import type { ErrorSettings, Pipeline } from '../../spec/index.ts';
import type { ErrorPlan } from '../plan.ts';

/** Error handling where neither node nor pipeline says. */
export const ERROR_DEFAULTS = { policy: 'stop', retries: 10, backoffMs: 500, maxBackoffMs: 60_000 } as const;

/** What a topic holds where nobody says. */
export const DEFAULT_CONVERTER = 'json';
/** The converter of topics nobody else reads: many records in one message. */
export const IMPLIED_CONVERTER = 'batch';

/** A node's error handling: its own settings, then the pipeline's, then the defaults. */
export function errorPlan(pipeline: Pipeline, own: ErrorSettings | undefined): ErrorPlan {
  const settings = { ...ERROR_DEFAULTS, topic: `${pipeline.name}.dead-letters`, ...pipeline.errors, ...own };
  const { policy, retries, backoffMs, maxBackoffMs, topic } = settings;
  return { policy, retries, backoffMs, maxBackoffMs, topic };
}

const AGE_UNITS: { readonly [unit: string]: number } = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const SIZE_UNITS: { readonly [unit: string]: number } = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };

/** `7d`, `12h`, `30m` in milliseconds; undefined where it is no age. */
export function parseAge(text: string): number | undefined {
  return parseQuantity(text, AGE_UNITS);
}

/** `10GB`, `512 MB` in bytes (1 KB is 1,024 B); undefined where it is no size. */
export function parseSize(text: string): number | undefined {
  return parseQuantity(text.replace(/([kmgt])ib$/i, '$1b'), SIZE_UNITS);
}

function parseQuantity(text: string, units: { readonly [unit: string]: number }): number | undefined {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*$/i.exec(text);
  const unit = match === null ? undefined : match[2]!.toLowerCase();
  if (match === null || unit === undefined || !Object.hasOwn(units, unit)) return undefined;
  const amount = Math.round(Number(match[1]) * units[unit]!);
  return amount > 0 && Number.isSafeInteger(amount) ? amount : undefined;
}
