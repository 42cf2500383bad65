import { describe, expect, it } from 'vitest';
import { createFormats } from './formats.ts';

describe('createFormats', () => {
  const en = createFormats('en');
  const zh = createFormats('zh-CN');

  it('shortens counts from ten thousand on, each language its own way', () => {
    expect([en.compact(9999), en.compact(14_203), zh.compact(14_203)]).toEqual(['9,999', '14.2K', '1.4万']);
  });

  it('writes rates with a decimal only where it tells something', () => {
    expect([en.rate(0), en.rate(0.25), en.rate(82.4), en.rate(123_456)]).toEqual(['0/s', '0.3/s', '82/s', '123.5K/s']);
  });

  it('picks the unit of bytes and durations', () => {
    expect([en.bytes(0), en.bytes(999), en.bytes(1_500_000)]).toEqual(['0 byte', '999 byte', '1.5 MB']);
    expect([en.duration(14), en.duration(1500), en.duration(180_000)]).toEqual(['14 ms', '1.5 sec', '3 min']);
  });

  it('writes a lag in its own unit', () => {
    expect([en.lag(1_100_000), en.lag(1_100_000, 'bytes'), en.lag(1500, 'ms')]).toEqual(['1.1M', '1.1 MB', '1.5 sec']);
  });

  it('says how long ago something was, and never in the future', () => {
    expect([en.ago(0, 180_000), zh.ago(0, 180_000), en.ago(5000, 0)]).toEqual(['3 minutes ago', '3分钟前', 'now']);
  });
});
