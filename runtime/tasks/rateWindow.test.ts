import { describe, expect, it } from 'vitest';
import { RateWindow } from './rateWindow.ts';

describe('RateWindow', () => {
  it('measures over the last five seconds', () => {
    const rate = new RateWindow();
    for (let second = 0; second <= 20; second++) rate.note(second * 1000, second * 100);
    expect(rate.perSecond(20_000)).toBeCloseTo(100);
  });

  it('falls to nothing by itself when nothing passes any more', () => {
    const rate = new RateWindow();
    rate.note(0, 0);
    rate.note(1000, 1000);
    expect(rate.perSecond(1000)).toBeCloseTo(1000);
    expect(rate.perSecond(2000)).toBeCloseTo(500);
    expect(rate.perSecond(60_000)).toBe(0);
  });

  it('is 0 before there is anything to measure', () => {
    const rate = new RateWindow();
    expect(rate.perSecond(5)).toBe(0);
    rate.note(5, 7);
    expect(rate.perSecond(5)).toBe(0);
  });
});
