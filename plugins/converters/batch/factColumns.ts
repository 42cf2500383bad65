import type { GantryRecord, Json, SourceFacts } from '@gantry/sdk';

/** Source facts of a batch: those all records share once, the others as columns. Facts differ little from record to record. */
export interface FactColumns {
  readonly shared: { readonly [fact: string]: Json };
  readonly names: readonly string[];
  readonly columns: readonly (readonly Json[])[];
}

/** Facts that fit no columns because the records do not all have the same ones: one object for each record. */
export type PackedFacts = FactColumns | readonly SourceFacts[];

/** Splits the facts into shared ones and columns. */
export function packFacts(records: readonly GantryRecord[]): PackedFacts {
  const first = records[0]?.source;
  if (first === undefined || records.every((record) => record.source === first)) {
    return { shared: { ...first } as FactColumns['shared'], names: [], columns: [] };
  }
  const names = Object.keys(first);
  const columns = names.map((): Json[] => []);
  const differs = names.map(() => false);
  for (let index = 0; index < records.length; index += 1) {
    const source = (records[index] as GantryRecord).source;
    let at = 0;
    for (const name in source) {
      const column = columns[at];
      if (column === undefined || names[at] !== name) return records.map((record) => record.source);
      const fact = source[name] as Json;
      column.push(fact);
      if (fact !== first[name]) differs[at] = true;
      at += 1;
    }
    if (at !== names.length) return records.map((record) => record.source);
  }
  const shared = Object.fromEntries(names.flatMap((name, at) => (differs[at] ? [] : [[name, first[name] as Json]])));
  return {
    shared,
    names: names.filter((_, at) => differs[at]),
    columns: columns.filter((_, at) => differs[at]),
  };
}

/** The facts of the record at an index. */
export function unpackFacts(packed: PackedFacts, index: number): SourceFacts {
  if (isFactList(packed)) return packed[index] as SourceFacts;
  if (packed.names.length === 0) return packed.shared as unknown as SourceFacts;
  const facts: { [fact: string]: Json } = { ...packed.shared };
  for (let at = 0; at < packed.names.length; at += 1) {
    facts[packed.names[at] as string] = (packed.columns[at] as readonly Json[])[index] as Json;
  }
  return facts as unknown as SourceFacts;
}

function isFactList(packed: PackedFacts): packed is readonly SourceFacts[] {
  return Array.isArray(packed);
}
