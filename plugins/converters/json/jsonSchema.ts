import { Type, taggedBytes } from '@gantry/sdk';
import type {
  Converter,
  ConverterDefinition,
  FieldType,
  GantryRecord,
  RecordSchema,
  Row,
  StoredMessage,
  Value,
} from '@gantry/sdk';
import { CONVERTERS_ERRORS } from '../errors.ts';
import { factsOf, toMessage } from '../messageFacts.ts';
import { oneToOne } from '../oneToOne.ts';
import { envelopeOf, readEnvelope } from './envelope.ts';
import { isRow } from './isRow.ts';
import { fromJsonBody, toJsonBody } from './jsonBody.ts';

/** Schemas a decoder keeps, so that records of one schema share one object. */
const MAX_SCHEMAS = 1_000;

/** JSON that carries its schema: `{"schema": …, "payload": …}`. Every value comes back as the schema says. */
export const jsonSchema: ConverterDefinition = {
  type: 'json-schema',
  title: 'JSON with schema',
  description: 'One record as one JSON message that carries its schema, so that every type comes back exactly.',
  icon: 'FileCode',
  keywords: ['json', 'schema', 'payload', 'connect', 'typed'],
  config: Type.Object({}, { additionalProperties: false }),
  createConverter: createJsonSchemaConverter,
};

function createJsonSchemaConverter(): Converter {
  const schemas = new Map<string, RecordSchema>();
  return oneToOne({
    encodeOne(record) {
      return toMessage(record, toJsonBody({ schema: record.schema ?? null, payload: envelopeOf(record) }, 'tagged'));
    },
    decodeOne(message) {
      return decodeMessage(message, (schema) => sharedSchema(schemas, schema));
    },
  });
}

function decodeMessage(message: StoredMessage, share: (schema: RecordSchema) => RecordSchema): GantryRecord {
  const { op, ...facts } = factsOf(message);
  if (message.body === null) return { op: op ?? 'delete', before: null, after: null, ...facts };
  const body = taggedBytes(fromJsonBody(message.body));
  if (!isRow(body) || !('payload' in body)) throw notSchemaAndPayload('schema and payload are missing');
  const schema = readSchema(body['schema'] ?? null);
  const payload = readEnvelope(body['payload']);
  if (schema === undefined) return { ...facts, ...payload };
  return {
    ...facts,
    ...payload,
    before: payload.before && typedRow(payload.before, schema),
    after: payload.after && typedRow(payload.after, schema),
    schema: share(schema),
  };
}

/** What JSON has no number for was written as text; the field's type tells it from a text that reads the same. */
function typedRow(row: Row, { fields }: RecordSchema): Row {
  const special = fields.filter(({ name, type }) => isFloat(type) && typeof row[name] === 'string');
  if (special.length === 0) return row;
  return { ...row, ...Object.fromEntries(special.map(({ name }) => [name, Number(row[name])])) };
}

function isFloat(type: FieldType): boolean {
  return type === 'float32' || type === 'float64';
}

function readSchema(value: Value): RecordSchema | undefined {
  if (value === null) return undefined;
  if (!isRow(value) || typeof value['name'] !== 'string' || !Array.isArray(value['fields'])) {
    throw notSchemaAndPayload('schema has no name or no fields');
  }
  const areFields = value['fields'].every(
    (field: Value) => isRow(field) && typeof field['name'] === 'string' && typeof field['type'] === 'string',
  );
  if (!areFields) throw notSchemaAndPayload('a field of the schema has no name or no type');
  return value as unknown as RecordSchema;
}

function sharedSchema(schemas: Map<string, RecordSchema>, schema: RecordSchema): RecordSchema {
  const text = JSON.stringify(schema);
  const known = schemas.get(text);
  if (known !== undefined) return known;
  if (schemas.size >= MAX_SCHEMAS) schemas.clear();
  schemas.set(text, schema);
  return schema;
}

function notSchemaAndPayload(reason: string): Error {
  return CONVERTERS_ERRORS.error('json_envelope', {
    message: `the message body is not JSON with a schema: ${reason}`,
    hint: 'Read plain JSON with the json converter.',
  });
}
