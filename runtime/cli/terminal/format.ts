import type { LagUnit } from '../../api/contract.ts';

/** 1234567 as `1,234,567`. */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `1 record`, `2,000 records`. */
export function formatNumber(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${Math.round(count) === 1 ? '' : 's'}`;
}

/** Bytes as `1.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** How far behind something is, in its own unit: `1,200`, `1.2 MB`, `3.5 s`. */
export function formatLag(lag: number, unit: LagUnit = 'records'): string {
  if (unit === 'records') return formatCount(lag);
  return unit === 'bytes' ? formatBytes(lag) : `${(lag / 1000).toFixed(1)} s`;
}

/** A moment as `2026-11-23 05:20:31` in local time. */
export function formatTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `5s`, `500ms`, `2m`, `1h` in milliseconds; a bare number is seconds. Undefined where it is none of these. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  if (!match) return undefined;
  const factors = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;
  return Number(match[1]) * factors[(match[2] ?? 's') as keyof typeof factors];
}
