/** A rate over the last seconds, from a total that only grows. */
export class RateWindow {
  private readonly times: number[] = [];
  private readonly totals: number[] = [];
  private readonly windowMs: number;

  constructor(windowMs = 5000) {
    this.windowMs = windowMs;
  }

  /** Notes the total at a moment. */
  note(nowMs: number, total: number): void {
    this.times.push(nowMs);
    this.totals.push(total);
    // One point older than the window stays, to measure from.
    while (this.times.length > 2 && (this.times[1] as number) <= nowMs - this.windowMs) {
      this.times.shift();
      this.totals.shift();
    }
  }

  /** Per second up to now: falls to 0 by itself where nothing is noted any more. */
  perSecond(nowMs: number): number {
    const last = this.times.length - 1;
    if (last < 0) return 0;
    const from = nowMs - this.windowMs;
    let first = 0;
    while (first < last && (this.times[first + 1] as number) <= from) first += 1;
    const startMs = Math.max(this.times[first] as number, from);
    const elapsedMs = nowMs - startMs;
    if (elapsedMs <= 0) return 0;
    return ((this.totals[last] as number) - this.totalAt(startMs, first)) / (elapsedMs / 1000);
  }

  private totalAt(atMs: number, index: number): number {
    const from = this.totals[index] as number;
    const nextMs = this.times[index + 1];
    const sinceMs = this.times[index] as number;
    if (nextMs === undefined || atMs <= sinceMs) return from;
    return from + (((this.totals[index + 1] as number) - from) * (atMs - sinceMs)) / (nextMs - sinceMs);
  }
}
