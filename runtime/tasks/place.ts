import type { GantryRecord, Json } from '@gantry/sdk';

/** Where a record came from, as its source says it: a file and line, a row of a log. Nothing where only the bus knows it. */
export function sourceOf(record: GantryRecord | undefined): { readonly at?: string } {
  const source = record?.source;
  return source?.at === undefined || source.connector === 'bus' ? {} : { at: source.at };
}

/** Words for the place of a record: that in its source, and that on the bus. Undefined where neither is known. */
export function placeOf(record: GantryRecord | undefined, position: Json | undefined): string | undefined {
  const places = [sourceOf(record).at, messagePlace(position)].filter((place) => place !== undefined);
  if (places.length > 0) return places.join(', ');
  // A source's own position is where reading meets the record again, which is better than nothing.
  return position === undefined || position === null ? undefined : `position ${JSON.stringify(position)}`;
}

function messagePlace(position: Json | undefined): string | undefined {
  if (typeof position !== 'object' || position === null || !('offset' in position && 'topic' in position))
    return undefined;
  const { topic, queue, offset } = position as {
    readonly topic: string;
    readonly queue: number;
    readonly offset: number;
  };
  return `${topic}/${queue} offset ${offset}`;
}
