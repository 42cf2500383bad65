import type { GantryRecord, Json, JsonObject } from '@gantry/sdk';
import type { SampleRecordDto } from '../api/contract.ts';

const MAX_RECORD_CHARS = 8 * 1024;
const MAX_VALUE_CHARS = 1024;
const MAX_DEPTH = 12;
const MASK = '•••';

/** A record for human eyes: safe as JSON, cut to about 8 KB, the values of masked fields replaced at any depth. */
export function sampleRecord(record: GantryRecord, atMs: number, masked: ReadonlySet<string>): SampleRecordDto {
  const printer = new SamplePrinter(masked);
  const after = printer.print(record.after, 0);
  const before = printer.print(record.before, 0);
  const key = printer.print(record.key, 0);
  const headers = record.headers === undefined ? undefined : printer.print(record.headers, 0);
  const source = printer.print(record.source, 0);
  return {
    atMs,
    op: record.op,
    // A key that is one value, not a row, has no field's name of its own: it goes by the names its schema gives.
    key: isScalar(record.key) && keyFields(record).some((name) => masked.has(name)) ? MASK : key,
    before,
    after,
    source: source as JsonObject,
    timestampMs: record.timestampMs,
    ...(headers === undefined ? {} : { headers: headers as JsonObject }),
    ...(printer.cut ? { cut: true } : {}),
  };
}

function isScalar(key: GantryRecord['key']): boolean {
  return key !== null && (typeof key !== 'object' || key instanceof Uint8Array || Array.isArray(key));
}

function keyFields(record: GantryRecord): readonly string[] {
  return record.schema?.key ?? [];
}

/** Prints the values of one record, and knows how much room is left for the next. */
class SamplePrinter {
  cut = false;
  private room = MAX_RECORD_CHARS;
  private readonly masked: ReadonlySet<string>;

  constructor(masked: ReadonlySet<string>) {
    this.masked = masked;
  }

  print(value: unknown, depth: number): Json {
    if (value === null || value === undefined) return null;
    if (this.room <= 0 || depth > MAX_DEPTH) return this.leftOut();
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'bigint':
        return this.text(value.toString());
      case 'number':
        this.room -= 8;
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
        this.room -= 5;
        return value;
      default:
        return this.composite(value as object, depth);
    }
  }

  private composite(value: object, depth: number): Json {
    if (value instanceof Uint8Array) return this.bytes(value);
    if (!Array.isArray(value)) return this.row(value as Readonly<Record<string, unknown>>, depth);
    const printed: Json[] = [];
    for (const element of value) {
      if (this.room <= 0) {
        this.cut = true;
        break;
      }
      printed.push(this.print(element, depth + 1));
    }
    return printed;
  }

  private row(row: Readonly<Record<string, unknown>>, depth: number): JsonObject {
    const printed: [string, Json][] = [];
    for (const name in row) {
      if (row[name] === undefined) continue;
      if (this.room <= 0) {
        this.cut = true;
        break;
      }
      this.room -= name.length;
      printed.push([name, this.masked.has(name) ? MASK : this.print(row[name], depth + 1)]);
    }
    return Object.fromEntries(printed);
  }

  private bytes(bytes: Uint8Array): string {
    const most = Math.floor((Math.min(MAX_VALUE_CHARS, this.room) * 3) / 4);
    if (bytes.length > most) this.cut = true;
    const printed = `base64:${Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, most)).toString('base64')}`;
    this.room -= printed.length;
    return printed;
  }

  private text(text: string): string {
    const most = Math.min(MAX_VALUE_CHARS, this.room);
    this.room -= Math.min(text.length, most);
    if (text.length <= most) return text;
    this.cut = true;
    return `${text.slice(0, most)}…`;
  }

  private leftOut(): string {
    this.cut = true;
    return '…';
  }
}
