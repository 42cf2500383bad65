import type { GantryRecord, RecordSchema } from '@gantry/sdk';

/** Schemas a decoder keeps; only a topic whose tables change without end has more, and then they are decoded anew. */
const MAX_SCHEMAS = 1_000;

/** The schemas of a batch, each once as JSON text, and which one each record has: one number when all have the same. */
export interface PackedSchemas {
  readonly texts: readonly string[];
  /** Index into `texts`, -1 for none. */
  readonly of: number | readonly number[];
}

/** Writes and reads schemas so that records which shared one share one again, also across messages. */
export class SchemaDictionary {
  readonly #texts = new WeakMap<RecordSchema, string>();
  readonly #schemas = new Map<string, RecordSchema>();

  pack(records: readonly GantryRecord[]): PackedSchemas {
    const first = records[0]?.schema;
    if (records.every((record) => record.schema === first)) {
      return first === undefined ? { texts: [], of: -1 } : { texts: [this.#textOf(first)], of: 0 };
    }
    const texts: string[] = [];
    const indexes = new Map<RecordSchema, number>();
    const of = records.map(({ schema }) => {
      if (schema === undefined) return -1;
      const known = indexes.get(schema);
      if (known !== undefined) return known;
      indexes.set(schema, texts.length);
      return texts.push(this.#textOf(schema)) - 1;
    });
    return { texts, of };
  }

  unpack(packed: PackedSchemas): (index: number) => RecordSchema | undefined {
    const schemas = packed.texts.map((text) => this.#schemaOf(text));
    const { of } = packed;
    return typeof of === 'number' ? () => schemas[of] : (index) => schemas[of[index] as number];
  }

  #textOf(schema: RecordSchema): string {
    const known = this.#texts.get(schema);
    if (known !== undefined) return known;
    const text = JSON.stringify(schema);
    this.#texts.set(schema, text);
    return text;
  }

  #schemaOf(text: string): RecordSchema {
    const known = this.#schemas.get(text);
    if (known !== undefined) return known;
    const schema = JSON.parse(text) as RecordSchema;
    if (this.#schemas.size >= MAX_SCHEMAS) this.#schemas.clear();
    this.#schemas.set(text, schema);
    return schema;
  }
}
