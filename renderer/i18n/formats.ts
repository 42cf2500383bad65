import type { LagUnit } from '../../runtime/api/contract.ts';

/** Figures for people, in one language. Every method takes base units: counts, bytes, milliseconds. */
export interface Formats {
  number(value: number): string;
  /** Short: 14.2K. */
  compact(value: number): string;
  /** Records a second: `1.2K/s`. */
  rate(perSecond: number): string;
  bytes(bytes: number): string;
  byteRate(bytesPerSecond: number): string;
  /** `850 ms`, `12 s`, `3 min`. */
  duration(ms: number): string;
  /** How far behind, in its own unit: `14.2K`, `1.1 MB`, `3 min`. */
  lag(lag: number, unit?: LagUnit): string;
  /** `3 minutes ago`, against `nowMs`. */
  ago(atMs: number, nowMs: number): string;
  time(atMs: number): string;
  dateTime(atMs: number): string;
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const AGO_STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
];

/** Makes the formatters of a language once; Intl objects are costly to make. */
export function createFormats(language: string): Formats {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const small = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const bytes = BYTE_UNITS.map(
    (unit) => new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }),
  );
  const units = (unit: string): Intl.NumberFormat =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 });
  const [ms, second, minute, hour, day] = ['millisecond', 'second', 'minute', 'hour', 'day'].map(units) as [
    Intl.NumberFormat,
    Intl.NumberFormat,
    Intl.NumberFormat,
    Intl.NumberFormat,
    Intl.NumberFormat,
  ];
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const clock = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
  const stamp = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hour12: false });

  const number = (value: number): string => whole.format(value);
  const compact = (value: number): string => (Math.abs(value) < 10_000 ? whole.format(value) : short.format(value));
  const formatBytes = (value: number): string => {
    const step = value < 1 ? 0 : Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(value) / 3));
    return (bytes[step] ?? whole).format(value / 1000 ** step);
  };

  const duration = (value: number): string => {
    if (value < 1000) return ms.format(Math.round(value));
    if (value < 60_000) return second.format(value / 1000);
    if (value < 3_600_000) return minute.format(value / 60_000);
    return value < 86_400_000 ? hour.format(value / 3_600_000) : day.format(value / 86_400_000);
  };

  return {
    number,
    compact,
    rate: (perSecond) => `${perSecond > 0 && perSecond < 10 ? small.format(perSecond) : compact(perSecond)}/s`,
    bytes: formatBytes,
    byteRate: (bytesPerSecond) => `${formatBytes(bytesPerSecond)}/s`,
    duration,
    lag: (value, unit = 'records') => ({ records: compact, bytes: formatBytes, ms: duration })[unit](value),
    ago(atMs, nowMs) {
      const past = Math.max(0, nowMs - atMs);
      const [unit, size] = AGO_STEPS.find(([, step]) => past >= step) ?? (['second', 1000] as const);
      return relative.format(-Math.floor(past / size), unit);
    },
    time: (atMs) => clock.format(atMs),
    dateTime: (atMs) => stamp.format(atMs),
  };
}
