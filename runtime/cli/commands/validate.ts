import type { Command } from 'commander';
import type { Diagnostic } from '../../compile/plan.ts';
import { createLocalCompiler } from '../compileLocally.ts';
import { AlreadyPrintedError } from '../errors.ts';
import type { CliIo } from '../io.ts';
import { countDiagnostics, formatDiagnostics } from '../terminal/printDiagnostics.ts';
import { readDocument } from '../terminal/readDocument.ts';

interface Result {
  readonly file: string;
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export function define(command: Command, io: CliIo): void {
  command
    .argument('<file...>', 'pipeline documents; - for standard input')
    .action(async (files: readonly string[], options: { json?: boolean }) => {
      const compile = await createLocalCompiler(io);
      const results: Result[] = [];
      for (const file of files) {
        const text = await readDocument(file, io);
        const { spec, diagnostics } = compile(text);
        results.push({ file, valid: spec !== undefined, diagnostics });
        if (options.json) continue;
        for (const line of formatDiagnostics(diagnostics, file, text, io)) io.out(line);
        const counts = countDiagnostics(diagnostics);
        io.out(
          `${file}: ${spec ? io.paint('green', 'valid') : io.paint('red', 'not valid')}${counts === '' ? '' : `, ${counts}`}`,
        );
      }
      if (options.json) io.out(JSON.stringify(results.length === 1 ? results[0] : results));
      if (results.some(({ valid }) => !valid)) throw new AlreadyPrintedError('document_invalid');
    });
}
