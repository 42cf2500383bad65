import { Type, advanced, choicesField, meaning, pathField } from '@gantry/sdk';
import type { Static } from '@gantry/sdk';

const Format = Type.Union([Type.Literal('csv', { title: 'CSV' }), Type.Literal('jsonl', { title: 'JSON Lines' })], {
  title: 'Format',
  description: 'What the files hold. Left out, the ending of the name says it: .csv, .tsv, .jsonl, .ndjson.',
});

const ColumnType = Type.Union([
  Type.Literal('text', { title: 'Text' }),
  Type.Literal('integer', { title: 'Integer' }),
  Type.Literal('decimal', { title: 'Decimal, kept as text' }),
  Type.Literal('float', { title: 'Floating point' }),
  Type.Literal('boolean', { title: 'Yes or no' }),
]);

/** The type of a CSV column as the options name it. */
export type ColumnType = Static<typeof ColumnType>;

/** Options of the source. */
export const FilesSourceConfig = Type.Object(
  {
    path: pathFieldWithChoices({
      title: 'Path',
      description:
        'A file, a folder, or a pattern such as data/**/*.jsonl.gz. gzip and zstd are recognised by their content.',
      minLength: 1,
    }),
    format: Type.Optional(Format),
    follow: Type.Boolean({
      title: 'Follow',
      description:
        'Go on waiting for new lines and new files instead of ending; rotated and truncated files are noticed.',
      default: false,
    }),
    key: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        title: 'Key columns',
        description:
          'Columns that make the key: records with the same key keep their order through the whole pipeline.',
      }),
    ),
    header: Type.Union(
      [
        Type.Boolean({ title: 'First line or none' }),
        Type.Array(Type.String({ minLength: 1 }), { title: 'Names of the columns', minItems: 1 }),
      ],
      {
        title: 'CSV header',
        description:
          'true: the first line names the columns. false: they are called column_1, column_2. A list: their names, and the file has no header.',
        default: true,
      },
    ),
    types: Type.Union(
      [
        Type.Literal('infer', { title: 'Infer from the first rows' }),
        Type.Literal('text', { title: 'All text' }),
        Type.Record(Type.String(), ColumnType, { title: 'By column' }),
      ],
      {
        title: 'CSV types',
        description:
          'Infer looks at the first 1,000 rows; text leaves all as it is; or the type of each column by name, the rest being text.',
        default: 'infer',
      },
    ),
    delimiter: advanced(
      Type.String({
        title: 'CSV delimiter',
        description: 'The character between cells; auto finds comma, semicolon, tab or bar from the first line.',
        default: 'auto',
        pattern: '^(auto|[ -~\\t])$',
      }),
    ),
    quote: advanced(
      Type.String({
        title: 'CSV quote',
        description: 'The character around cells that hold delimiters or line breaks.',
        default: '"',
        pattern: '^[ -~]$',
      }),
    ),
    encoding: advanced(
      Type.Union(
        [
          Type.Literal('utf-8', { title: 'UTF-8' }),
          Type.Literal('latin1', { title: 'Latin-1' }),
          Type.Literal('utf-16le', { title: 'UTF-16, little endian' }),
        ],
        {
          title: 'Encoding',
          description: 'How the text is encoded. A byte order mark at the start is skipped.',
          default: 'utf-8',
        },
      ),
    ),
    maxLineBytes: advanced(
      Type.Integer({
        title: 'Longest line',
        description:
          'A longer line (a CSV row, line breaks in quotes included) is a failure; bounds the memory used. In bytes.',
        default: 16_777_216,
        minimum: 1_024,
        maximum: 268_435_456,
      }),
    ),
    pollIntervalMs: advanced(
      Type.Integer({
        title: 'Look for changes every',
        description:
          'How often a followed file or folder is looked at when there is nothing left to read. In milliseconds.',
        default: 500,
        minimum: 10,
      }),
    ),
  },
  { additionalProperties: false },
);
export type FilesSourceConfig = Static<typeof FilesSourceConfig>;

/** Options of the sink. */
export const FilesSinkConfig = Type.Object(
  {
    path: meaning(
      pathField({
        title: 'Path',
        description:
          'The file to write. Placeholders: {pipeline}, {task}, {table}, {date} and {hour} of the record in UTC, {n} the number of the file when rolling.',
        minLength: 1,
      }),
      'exclusive-target',
    ),
    format: Type.Optional(Format),
    compression: Type.Union([Type.Literal('none', { title: 'None' }), Type.Literal('gzip', { title: 'gzip' })], {
      title: 'Compression',
      description:
        'gzip writes one member per flush, so that an interrupted file can be continued. Any gzip reader reads it.',
      default: 'none',
    }),
    what: Type.Union(
      [Type.Literal('after', { title: 'The row' }), Type.Literal('record', { title: 'The whole record' })],
      {
        title: 'What to write',
        description:
          'The row alone, or the record with operation, key, row before and after, source, time and headers.',
        default: 'after',
      },
    ),
    deletes: Type.Union(
      [
        Type.Literal('skip', { title: 'Leave them out' }),
        Type.Literal('write', { title: 'Write the row that was deleted' }),
      ],
      {
        title: 'Deleted rows',
        description:
          'What to do with deletes when only rows are written: leave them out, or write the row as it was, or its key where that is all that is known.',
        default: 'skip',
      },
    ),
    columns: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        title: 'CSV columns',
        description: 'The columns in order. Left out, the first record of a file says them.',
        minItems: 1,
      }),
    ),
    existing: Type.Union([Type.Literal('replace', { title: 'Replace it' }), Type.Literal('fail', { title: 'Fail' })], {
      title: 'If the file exists',
      description:
        'What to do at the very first start when the file is already there: replace it once the new one is complete, or fail. A restart always goes on where it was.',
      default: 'replace',
    }),
    maxBytes: Type.Optional(
      advanced(
        Type.Integer({
          title: 'Roll after bytes',
          description: 'Begin the next file when this one has so many bytes.',
          minimum: 1,
        }),
      ),
    ),
    maxRecords: Type.Optional(
      advanced(
        Type.Integer({
          title: 'Roll after records',
          description: 'Begin the next file when this one has so many records.',
          minimum: 1,
        }),
      ),
    ),
    everyMs: Type.Optional(
      advanced(
        Type.Integer({
          title: 'Roll after time',
          description: 'Finish a file this long after its first record. In milliseconds.',
          minimum: 100,
        }),
      ),
    ),
    delimiter: advanced(
      Type.String({
        title: 'CSV delimiter',
        description: 'The character between cells.',
        default: ',',
        pattern: '^[ -~\\t]$',
      }),
    ),
    fsync: advanced(
      Type.Boolean({
        title: 'Force to disk',
        description:
          'Wait for the disk at each flush. Without it a power failure, but not a killed process, can cost the last seconds.',
        default: true,
      }),
    ),
  },
  { additionalProperties: false },
);
export type FilesSinkConfig = Static<typeof FilesSinkConfig>;

/** A path whose values can also be listed: files on the member. */
function pathFieldWithChoices(options: Parameters<typeof choicesField>[0]): ReturnType<typeof choicesField> {
  const field = choicesField(options ?? {});
  return { ...field, 'x-gantry': { widget: 'path', choices: true } };
}
