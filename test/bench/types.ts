/** One line of `npm run bench`. */
export interface BenchResult {
  readonly bench: string;
  /** Median of the runs, in `unit`. */
  readonly value: number;
  readonly unit: string;
  /** The raw rate measured in the same run, the runs of both alternating. */
  readonly limit: number;
  /** `value / limit`, the median over the runs. */
  readonly ratio: number;
  readonly runs: number;
  /** Peak resident memory of the process, MiB. */
  readonly rssMb?: number;
  readonly cpuSecPer100k?: number;
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}
