import { describe, expect, it } from 'vitest';
import { Histogram, LatencyWindow } from './histogram.ts';

describe('Histogram', () => {
  it('gives percentiles within 7 % of the exact ones, and the exact maximum', () => {
    const histogram = new Histogram();
    for (let ms = 1; ms <= 10_000; ms++) histogram.add(ms);
    for (const quantile of [0.5, 0.95, 0.99]) {
      const exact = 10_000 * quantile;
      expect(Math.abs(histogram.percentile(quantile) - exact) / exact).toBeLessThan(0.07);
    }
    expect(histogram.max).toBe(10_000);
  });

  it('takes anything: nothing at all, before the epoch, beyond the last bucket', () => {
    const histogram = new Histogram();
    expect(histogram.percentile(0.5)).toBe(0);
    histogram.add(-5);
    expect(histogram.percentile(1)).toBe(0);
    histogram.add(1e15, 3);
    expect(histogram.percentile(0.99)).toBeGreaterThan(1e8);
  });
});

describe('LatencyWindow', () => {
  it('forgets what is older than a minute', () => {
    const window = new LatencyWindow();
    window.add(0, 500, 10);
    expect(window.summary(1000)).toEqual({ p50: 500, p95: 500, p99: 500, max: 500 });
    window.add(31_000, 3, 10);
    expect(window.summary(31_000)?.max).toBe(500);
    window.add(62_000, 3, 10);
    expect(window.summary(62_000)).toEqual({ p50: 3, p95: 3, p99: 3, max: 3 });
    expect(window.summary(200_000)).toBeUndefined();
  });
});
