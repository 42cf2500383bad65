import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { CLI_ERRORS } from '../errors.ts';
import type { CliIo } from '../io.ts';

/** A document given on the command line; `-` is standard input. Throws `cli.file_unreadable`. */
export async function readDocument(file: string, io: CliIo): Promise<string> {
  if (file === '-') return io.readInput();
  try {
    return await readFile(resolve(io.cwd, file), 'utf8');
  } catch (caught) {
    const { code } = caught as NodeJS.ErrnoException;
    throw CLI_ERRORS.error('file_unreadable', {
      message: `${file} cannot be read (${code ?? String(caught)})`,
      hint: code === 'ENOENT' ? 'Check the path.' : 'Check its permissions.',
      cause: caught,
    });
  }
}
