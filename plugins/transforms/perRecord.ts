import { toGantryError } from '@gantry/sdk';
import type { GantryError, GantryRecord, Row, Transform } from '@gantry/sdk';

/**
 * A transform that looks at one record at a time. What `map` throws goes to the error policy with the record (P6);
 * undefined leaves the record out.
 */
export function perRecord(map: (record: GantryRecord) => GantryRecord | undefined): Transform {
  return {
    apply(records, out) {
      for (const record of records) {
        let result: GantryRecord | undefined;
        let failure: GantryError | undefined;
        try {
          result = map(record);
        } catch (error) {
          failure = toGantryError(error);
        }
        // Outside the try: what the next stage throws is not this record's failure.
        if (failure !== undefined) out.fail(record, failure);
        else if (result !== undefined) out.emit(result);
      }
    },
  };
}

/** A copy of the record with its before and after rows changed; the record itself where none did. */
export function mapRows(record: GantryRecord, map: (row: Row) => Row): GantryRecord {
  const after = record.after === null ? null : map(record.after);
  const before = record.before === null ? null : map(record.before);
  return after === record.after && before === record.before ? record : { ...record, before, after };
}
