import type { SamplesDto } from '../api/contract.ts';

/** As many as one task keeps: more tasks make no longer list. */
const MAX_RECORDS = 100;

/** The samples of several tasks as one: the latest of all. */
export function mergeSamples(samples: readonly SamplesDto[]): SamplesDto {
  const records = samples.flatMap((each) => each.records).sort((a, b) => a.atMs - b.atMs);
  return { records: records.slice(-MAX_RECORDS), seen: samples.reduce((sum, each) => sum + each.seen, 0) };
}
