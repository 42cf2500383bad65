import { CancelledError, GantryError, defineErrors } from '@gantry/sdk';

/** What can go wrong with files. */
export const FILES_ERRORS = defineErrors('files', {
  not_found: { summary: 'The file or folder does not exist.', exit: 1 },
  nothing_matches: { summary: 'No file matches the path.' },
  vanished: { summary: 'A file that was listed is gone before it could be read.', retryable: true },
  access_denied: { summary: 'The member may not read or write the file.' },
  is_directory: { summary: 'A file was expected where a folder is.' },
  read_failed: { summary: 'The operating system could not read the file.', retryable: true },
  format_unknown: { summary: 'Neither the option nor the file name says whether it is CSV or JSON Lines.' },
  compression_unsupported: { summary: 'The running Node cannot decompress the file.' },
  compression_corrupt: { summary: 'The compressed file is damaged or incomplete.' },
  line_malformed: { summary: 'A line is not valid JSON or CSV.' },
  line_too_long: { summary: 'A line is longer than maxLineBytes.' },
  encoding_invalid: { summary: 'A line is not valid UTF-8.' },
  columns_mismatched: { summary: 'A CSV row has more or fewer cells than there are columns.' },
  column_missing: { summary: 'A column that the options name is not in the CSV header.' },
  value_mismatched: { summary: 'A CSV cell is not of its column’s type.' },
  key_missing: { summary: 'A row lacks a key column.' },
  position_malformed: { summary: 'A stored or edited position of a files source cannot be understood.' },
  target_busy: { summary: 'Another sink or task writes to the file.' },
  target_exists: { summary: 'The file to write is already there, and the option `existing` says to leave it alone.' },
  path_template_unknown: { summary: 'The path of a files sink has a placeholder that does not exist.' },
  part_lost: { summary: 'The unfinished file that a sink wants to continue is gone or shorter than it was.' },
  state_malformed: { summary: 'The stored state of a files sink cannot be understood.' },
  disk_full: { summary: 'No space is left where the file is written.', retryable: true },
  write_failed: { summary: 'The operating system could not write the file.', retryable: true },
  column_unknown: { summary: 'A record has a field that the CSV file has no column for.' },
  record_without_row: { summary: 'A record without a row cannot be written as one.' },
});

/** Gives an error of the file system while reading its code, message and way out. */
export function readError(path: string, caught: unknown): GantryError {
  if (caught instanceof GantryError) return caught;
  switch (systemCode(caught) ?? '') {
    case 'ABORT_ERR':
      return new CancelledError();
    case 'ENOENT':
    case 'ENOTDIR':
      return FILES_ERRORS.error('not_found', {
        message: `${path} does not exist`,
        hint: 'Check the path on the member that runs the task.',
        cause: caught,
      });
    case 'EACCES':
    case 'EPERM':
    case 'ERR_ACCESS_DENIED':
      return FILES_ERRORS.error('access_denied', {
        message: `${path} may not be read`,
        hint: 'Give the user the member runs as the right to read it.',
        cause: caught,
      });
    case 'EISDIR':
      return FILES_ERRORS.error('is_directory', {
        message: `${path} is a folder, not a file`,
        hint: 'Name a file, or the folder as the path of the source.',
        cause: caught,
      });
    default:
      return FILES_ERRORS.error('read_failed', {
        message: `${path} could not be read: ${systemMessage(caught)}`,
        cause: caught,
      });
  }
}

/** The same for writing. */
export function writeError(path: string, caught: unknown): GantryError {
  if (caught instanceof GantryError) return caught;
  switch (systemCode(caught) ?? '') {
    case 'ENOSPC':
    case 'EDQUOT':
      return FILES_ERRORS.error('disk_full', {
        message: `no space is left for ${path}`,
        hint: 'Free some space; the task goes on from its last complete record.',
        cause: caught,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ERR_ACCESS_DENIED':
      return FILES_ERRORS.error('access_denied', {
        message: `${path} may not be written`,
        hint: 'Give the user the member runs as the right to write there.',
        cause: caught,
      });
    case 'EISDIR':
      return FILES_ERRORS.error('is_directory', {
        message: `${path} is a folder, not a file`,
        hint: 'Name a file inside it.',
        cause: caught,
      });
    default:
      return FILES_ERRORS.error('write_failed', {
        message: `${path} could not be written: ${systemMessage(caught)}`,
        cause: caught,
      });
  }
}

/** The operating system's code of an error: `ENOENT`. */
export function systemCode(caught: unknown): string | undefined {
  const code = (caught as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

function systemMessage(caught: unknown): string {
  return caught instanceof Error ? caught.message : String(caught);
}
