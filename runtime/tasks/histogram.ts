const SUB_BUCKETS = 16;
const BUCKETS = 27 * SUB_BUCKETS;

/** Percentiles in milliseconds. */
export interface LatencySummary {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** Counts of milliseconds in logarithmic buckets: exact below 16 ms, then within 6 %, up to about 37 hours. */
export class Histogram {
  private readonly counts = new Float64Array(BUCKETS);
  total = 0;
  max = 0;

  add(ms: number, count = 1): void {
    const value = ms > 0 ? ms : 0;
    const bucket = bucketOf(value);
    this.counts[bucket] = (this.counts[bucket] as number) + count;
    this.total += count;
    if (value > this.max) this.max = value;
  }

  clear(): void {
    this.counts.fill(0);
    this.total = 0;
    this.max = 0;
  }

  merge(other: Histogram): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      this.counts[bucket] = (this.counts[bucket] as number) + (other.counts[bucket] as number);
    }
    this.total += other.total;
    this.max = Math.max(this.max, other.max);
  }

  /** The value below or at which a share `quantile` (0 to 1) of all lie. */
  percentile(quantile: number): number {
    const wanted = Math.ceil(this.total * quantile);
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.counts[bucket] as number;
      if (seen >= wanted && seen > 0) return Math.min(upperEdge(bucket), this.max);
    }
    return this.max;
  }
}

/** Latency over the last half to whole minute: two histograms take turns, so old values leave. */
export class LatencyWindow {
  private current = new Histogram();
  private previous = new Histogram();
  private turnAtMs = 0;
  private readonly halfMs: number;

  constructor(halfMs = 30_000) {
    this.halfMs = halfMs;
  }

  add(nowMs: number, ms: number, count: number): void {
    this.turn(nowMs);
    this.current.add(ms, count);
  }

  /** Undefined where nothing passed of late. */
  summary(nowMs: number): LatencySummary | undefined {
    this.turn(nowMs);
    const both = new Histogram();
    both.merge(this.previous);
    both.merge(this.current);
    if (both.total === 0) return undefined;
    return { p50: both.percentile(0.5), p95: both.percentile(0.95), p99: both.percentile(0.99), max: both.max };
  }

  private turn(nowMs: number): void {
    const age = nowMs - this.turnAtMs;
    if (age < this.halfMs) return;
    [this.previous, this.current] = [this.current, this.previous];
    this.current.clear();
    if (age >= 2 * this.halfMs) this.previous.clear();
    this.turnAtMs = nowMs;
  }
}

function bucketOf(ms: number): number {
  if (ms < SUB_BUCKETS) return Math.floor(ms);
  const exponent = 31 - Math.clz32(Math.min(ms, 0x7fffffff));
  const sub = Math.floor(ms / 2 ** (exponent - 4)) - SUB_BUCKETS;
  return Math.min(BUCKETS - 1, (exponent - 3) * SUB_BUCKETS + Math.min(sub, SUB_BUCKETS - 1));
}

function upperEdge(bucket: number): number {
  if (bucket < SUB_BUCKETS) return bucket;
  const exponent = Math.floor(bucket / SUB_BUCKETS) + 3;
  return (SUB_BUCKETS + (bucket % SUB_BUCKETS) + 1) * 2 ** (exponent - 4) - 1;
}
