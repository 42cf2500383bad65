import { FILES_ERRORS } from '../errors.ts';

/** What a file holds. */
export type FileFormat = 'csv' | 'jsonl';

const FORMAT_OF_ENDING: { readonly [ending: string]: FileFormat } = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  ldjson: 'jsonl',
  json: 'jsonl',
};

/** The format the option says, else the one the name says. */
export function fileFormat(path: string, configured: FileFormat | undefined): FileFormat {
  const format = configured ?? FORMAT_OF_ENDING[formatEnding(path) ?? ''];
  if (format) return format;
  throw FILES_ERRORS.error('format_unknown', {
    message: `the name of ${path} does not say what it holds`,
    hint: 'Set `format: csv` or `format: jsonl`.',
  });
}

/** The last ending of a name that says a format, also before others: `csv` for `a.CSV.gz` and for the rotated `a.csv.1`. */
export function formatEnding(path: string): string | undefined {
  const [, ...endings] = path
    .slice(path.lastIndexOf('/') + 1)
    .toLowerCase()
    .split('.');
  return endings.findLast((ending) => Object.hasOwn(FORMAT_OF_ENDING, ending));
}
