import type { Command } from 'commander';
import type { CompileDto, DeploymentDto } from '../../api/contract.ts';
import { ROUTES } from '../../api/contract.ts';
import { addMemberOptions, connect } from '../client/connect.ts';
import { pathOf } from '../client/memberClient.ts';
import { AlreadyPrintedError, CLI_ERRORS } from '../errors.ts';
import type { CliIo } from '../io.ts';
import { formatDiagnostics } from '../terminal/printDiagnostics.ts';
import { readDocument } from '../terminal/readDocument.ts';

export function define(command: Command, io: CliIo): void {
  command
    .argument('<file>', 'the pipeline document; - for standard input')
    .option('--base-revision <number>', 'deploy only onto this revision, 0 for none yet', readRevision);
  addMemberOptions(command).action(async (file: string, options: { baseRevision?: number; json?: boolean }) => {
    const text = await readDocument(file, io);
    const client = await connect(options, io);
    // The member compiles with its own plugins: what it lacks or warns of is known before anything changes.
    const { spec, diagnostics } = await client.post<CompileDto>(ROUTES.compile, { text });
    if (!options.json) for (const line of formatDiagnostics(diagnostics, file, text, io)) io.err(line);
    if (!spec) {
      if (options.json)
        io.out(
          JSON.stringify({ error: { code: 'cli.document_invalid', message: `${file} is not valid` }, diagnostics }),
        );
      throw new AlreadyPrintedError('document_invalid');
    }
    const body = { text, ...(options.baseRevision === undefined ? {} : { baseRevision: options.baseRevision }) };
    const deployment = await client.put<DeploymentDto>(pathOf(ROUTES.deployment, spec.pipeline), body);
    io.out(
      options.json
        ? JSON.stringify(deployment)
        : `${deployment.name}: revision ${deployment.revision} deployed to ${client.url}, ${deployment.state}`,
    );
  });
}

function readRevision(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw CLI_ERRORS.error('usage', { message: `${text} is no revision`, hint: 'gantry list shows revisions.' });
}
