import type { Json, JsonObject } from '@gantry/sdk';

export interface MapRow {
  readonly key: string;
  readonly value: Json;
}

/** A map's entries as rows, then what is not in it yet. */
export function rowsOf(map: JsonObject, drafts: readonly MapRow[]): readonly MapRow[] {
  return [...Object.entries(map).map(([key, value]) => ({ key, value })), ...drafts];
}

/** The rows that make a map, and those that cannot stand in it: without a name, or with one that is taken. */
export function mapOf(rows: readonly MapRow[]): { readonly map: JsonObject; readonly unfinished: readonly MapRow[] } {
  const map: Record<string, Json> = {};
  const unfinished: MapRow[] = [];
  for (const row of rows) {
    if (row.key === '' || Object.hasOwn(map, row.key)) unfinished.push(row);
    else map[row.key] = row.value;
  }
  return { map, unfinished };
}
