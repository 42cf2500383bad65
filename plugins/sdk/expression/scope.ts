import type { GantryRecord } from '../contract/record.ts';

const NOTHING = Object.freeze({});

/**
 * What the names in an expression stand for. One scope serves all evaluations of an expression, one after the other, and
 * makes the costly values only when they are asked for.
 */
export class RecordScope {
  record: GantryRecord | undefined;

  get op(): string {
    return this.current.op;
  }
  get key(): unknown {
    return readable(this.current.key);
  }
  get before(): unknown {
    return readable(this.current.before);
  }
  get after(): unknown {
    return readable(this.current.after);
  }
  get source(): unknown {
    return this.current.source;
  }
  get headers(): unknown {
    return this.current.headers ?? NOTHING;
  }
  get route(): unknown {
    return this.current.route ?? NOTHING;
  }
  get timestamp(): Date {
    return new Date(this.current.timestampMs);
  }
  get timestampMs(): bigint {
    return BigInt(Math.trunc(this.current.timestampMs));
  }

  private get current(): GantryRecord {
    if (this.record === undefined) throw new Error('an expression was evaluated without a record');
    return this.record;
  }
}

/** The library tells rows by their `constructor`, so a row with a column of that name is given to it as a Map. */
function readable(value: unknown): unknown {
  const isShadowed = typeof value === 'object' && value !== null && Object.hasOwn(value, 'constructor');
  return isShadowed ? new Map(Object.entries(value)) : value;
}
