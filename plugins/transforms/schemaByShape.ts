import type { Field, RecordSchema, Row, Value } from '@gantry/sdk';

/** Schemas remembered for one incoming schema; rows of ever new shapes are described anew. */
const MAX_SHAPES = 256;

/** Schemas of rows whose fields depend on the row, shared by rows of one shape. */
export class SchemaByShape {
  readonly #known = new WeakMap<RecordSchema, Map<string, RecordSchema>>();

  /** The schema of a row: fields the incoming schema names stay as they are, the others are described by `fieldOf`. */
  schemaOf(schema: RecordSchema, row: Row, fieldOf: (name: string, value: Value) => Field): RecordSchema {
    const shapes = this.#known.get(schema) ?? new Map<string, RecordSchema>();
    this.#known.set(schema, shapes);
    const shape = Object.keys(row).join('\0');
    const known = shapes.get(shape);
    if (known !== undefined) return known;
    const before = new Map(schema.fields.map((field) => [field.name, field]));
    const fields = Object.entries(row).map(([name, value]) => before.get(name) ?? fieldOf(name, value));
    const key = schema.key?.filter((name) => Object.hasOwn(row, name));
    const made = { name: schema.name, fields, ...(key?.length ? { key } : {}) };
    if (shapes.size >= MAX_SHAPES) shapes.clear();
    shapes.set(shape, made);
    return made;
  }
}
