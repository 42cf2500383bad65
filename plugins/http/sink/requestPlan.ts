import { writeJson } from '@gantry/sdk';
import type { GantryRecord } from '@gantry/sdk';
import type { HttpSinkConfig } from './config.ts';

/** A record with its place in the records given to write, and the URL it goes to. */
export interface PlannedRecord {
  readonly index: number;
  readonly record: GantryRecord;
  readonly url: URL;
}

/** The records of one request; all go to one URL. */
export interface PlannedRequest {
  readonly records: readonly [PlannedRecord, ...PlannedRecord[]];
}

/** One after the other: the requests of a lane. Lanes run side by side. */
export type Lane = readonly PlannedRequest[];

/**
 * Spreads records over lanes by their keys, so that those of one key stay in order (P5), and cuts each lane into requests.
 * Records without a key have no order to keep and go to the lanes in turn.
 */
export function planLanes(
  records: readonly PlannedRecord[],
  { concurrency, ...config }: HttpSinkConfig,
): readonly Lane[] {
  const most = config.format === 'json' ? 1 : config.batchRecords;
  const lanes = Array.from({ length: Math.min(concurrency, records.length) }, (): PlannedRecord[] => []);
  records.forEach((planned, at) => {
    const { key } = planned.record;
    // Keyless records fill a request before the next lane gets one: spread singly they would make many small requests.
    const lane = key === null ? Math.floor(at / most) : hashText(typeof key === 'string' ? key : writeJson(key));
    lanes[lane % lanes.length]?.push(planned);
  });
  return lanes.filter((lane) => lane.length > 0).map((lane) => cutIntoRequests(lane, most));
}

function cutIntoRequests(lane: readonly PlannedRecord[], most: number): Lane {
  const requests: { records: [PlannedRecord, ...PlannedRecord[]] }[] = [];
  for (const planned of lane) {
    const current = requests.at(-1)?.records;
    if (current !== undefined && current.length < most && current[0].url.href === planned.url.href)
      current.push(planned);
    else requests.push({ records: [planned] });
  }
  return requests;
}

/** FNV-1a: quick, and even enough to fill lanes alike. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
