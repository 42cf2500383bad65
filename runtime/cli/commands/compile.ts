import type { Command } from 'commander';
import { createLocalCompiler } from '../compileLocally.ts';
import { AlreadyPrintedError } from '../errors.ts';
import type { CliIo } from '../io.ts';
import { formatDiagnostics } from '../terminal/printDiagnostics.ts';
import { readDocument } from '../terminal/readDocument.ts';

export function define(command: Command, io: CliIo): void {
  command
    .argument('<file>', 'the pipeline document; - for standard input')
    .action(async (file: string, options: { json?: boolean }) => {
      const text = await readDocument(file, io);
      const compile = await createLocalCompiler(io);
      const { spec, diagnostics } = compile(text);
      if (options.json) io.out(JSON.stringify({ spec, diagnostics }));
      else {
        for (const line of formatDiagnostics(diagnostics, file, text, io)) io.err(line);
        if (spec) io.out(JSON.stringify(spec, null, 2));
      }
      if (!spec) throw new AlreadyPrintedError('document_invalid');
    });
}
