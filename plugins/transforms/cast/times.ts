import type { Value } from '@gantry/sdk';

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(\.\d{1,9})?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;
const TIME = /^-?\d{1,3}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?$/;
const YEAR = /^\d{4}$/;

/** `2026-01-31 08:00:00.123`, in UTC where the value names a zone or is a number of milliseconds since 1970. */
export function toDateTime(value: Value): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return fromMillis(Number(value));
  if (typeof value !== 'string') return undefined;
  const [, date, time = '00:00:00', fraction = '', zone] = DATE_TIME.exec(value.trim()) ?? [];
  if (date === undefined) return undefined;
  const seconds = time.length === 5 ? `${time}:00` : time;
  if (zone === undefined || zone === 'Z') return `${date} ${seconds}${fraction}`;
  // The fraction is kept as text: a Date would cut it to milliseconds.
  const shifted = fromMillis(
    Date.parse(`${date}T${seconds}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`),
  );
  return shifted && `${shifted}${fraction}`;
}

/** `2026-01-31`. */
export function toDate(value: Value): string | undefined {
  return toDateTime(value)?.slice(0, 10);
}

/** `08:00:00.5`, from a time or from a date with one. */
export function toTime(value: Value): string | undefined {
  if (typeof value === 'string' && TIME.test(value.trim())) return value.trim();
  return toDateTime(value)?.slice(11);
}

/** `2026`. */
export function toYear(value: Value): string | undefined {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  return YEAR.test(text.trim()) ? text.trim() : toDate(text)?.slice(0, 4);
}

function fromMillis(milliseconds: number): string | undefined {
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime())) return undefined;
  return time
    .toISOString()
    .replace('T', ' ')
    .replace('Z', '')
    .replace(/\.000$/, '');
}
