let lastSecond = Number.NaN;
let lastText = '';

/** `2026-01-31 08:00:00.123`, UTC. Neighbouring records share their second, so its text is made once. */
export function sqlDateTime(timeMs: number): string {
  const second = Math.floor(timeMs / 1000);
  if (second !== lastSecond) {
    lastSecond = second;
    lastText = new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ');
  }
  return `${lastText}.${String(Math.floor(timeMs - second * 1000)).padStart(3, '0')}`;
}

/** An amount of cents as a decimal's text: 1999 is `19.99`. */
export function decimalText(cents: number): string {
  const text = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}
