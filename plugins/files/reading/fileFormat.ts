import { FILES_ERRORS } from '../errors.ts';

/** What a file holds. */
export type FileFormat = 'csv' | 'jsonl';

const FORMAT_OF_ENDING: { readonly [ending: string]: FileFormat } = {
  csv: 'csv', tsv: 'csv', tab: 'csv', jsonl: 'jsonl', ndjson: 'jsonl', ldjson: 'jsonl', json: 'jsonl',
};

/** The format the option says, else the ending of the name without that of a compression. */
export function fileFormat(path: string, configured: FileFormat | undefined): FileFormat {
  if (configured) return configured;
  const format = FORMAT_OF_ENDING[bareEnding(path)];
  if (format) return format;
  throw FILES_ERRORS.error('format_unknown', {
    message: `the name of ${path} does not say what it holds`,
    hint: 'Set `format: csv` or `format: jsonl`.',
  });
}

/** The ending of a name in lower case, without `.gz` and `.zst`: `csv` for `a.CSV.gz`. */
export function bareEnding(path: string): string {
  const name = path.toLowerCase().replace(/\.(gz|gzip|zst|zstd)$/, '');
  const dot = name.lastIndexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1);
}
