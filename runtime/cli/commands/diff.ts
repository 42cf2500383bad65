import { GantryError } from '@gantry/sdk';
import type { Command } from 'commander';
import type { CompileDto, DeploymentDto } from '../../api/contract.ts';
import { ROUTES } from '../../api/contract.ts';
import { diffSpecs } from '../../compile/index.ts';
import type { SpecChange, SpecDiff } from '../../compile/index.ts';
import { addMemberOptions, connect } from '../client/connect.ts';
import { pathOf } from '../client/memberClient.ts';
import type { MemberClient } from '../client/memberClient.ts';
import { AlreadyPrintedError } from '../errors.ts';
import type { CliIo } from '../io.ts';
import { formatDiagnostics } from '../terminal/printDiagnostics.ts';
import { readDocument } from '../terminal/readDocument.ts';

export function define(command: Command, io: CliIo): void {
  addMemberOptions(command.argument('<file>', 'the pipeline document; - for standard input')).action(
    async (file: string, options: { json?: boolean }) => {
      const text = await readDocument(file, io);
      const client = await connect(options, io);
      const { spec, diagnostics } = await client.post<CompileDto>(ROUTES.compile, { text });
      if (!spec) {
        if (options.json)
          io.out(
            JSON.stringify({ error: { code: 'cli.document_invalid', message: `${file} is not valid` }, diagnostics }),
          );
        else for (const line of formatDiagnostics(diagnostics, file, text, io)) io.err(line);
        throw new AlreadyPrintedError('document_invalid');
      }
      const deployed = await deployedOf(client, spec.pipeline);
      // Both are compiled by the member, so that another version of a plugin here makes no difference.
      const before =
        deployed === undefined
          ? undefined
          : (await client.post<CompileDto>(ROUTES.compile, { text: deployed.text })).spec;
      const diff = diffSpecs(before, spec);
      if (options.json)
        io.out(JSON.stringify({ pipeline: spec.pipeline, revision: deployed?.revision ?? null, ...diff }));
      else for (const line of diffLines(spec.pipeline, deployed, diff, io)) io.out(line);
    },
  );
}

async function deployedOf(client: MemberClient, name: string): Promise<DeploymentDto | undefined> {
  try {
    return await client.get<DeploymentDto>(pathOf(ROUTES.deployment, name));
  } catch (caught) {
    if (caught instanceof GantryError && caught.code === 'cluster.deployment_unknown') return undefined;
    throw caught;
  }
}

function diffLines(name: string, deployed: DeploymentDto | undefined, diff: SpecDiff, io: CliIo): readonly string[] {
  const against = deployed ? `revision ${deployed.revision}` : 'nothing deployed yet';
  if (diff.changes.length === 0) return [`${name}: the same as ${against}`];
  const effects = diff.connectors.filter(({ effect }) => effect !== 'goes-on');
  return [
    `${name}: compared with ${against}`,
    ...diff.changes.map((change) => changeLine(change, io)),
    ...effects.map(
      ({ node, effect, keepsPosition }) =>
        `  ${io.paint('dim', '>')} ${node} ${effect}${effect === 'restarts' ? `, position ${keepsPosition ? 'kept' : 'not kept'}` : ''}`,
    ),
    ...diff.topicsLeft.map((topic) => `  ${io.paint('dim', '>')} topic ${topic} is left unused; what is in it stays`),
  ];
}

function changeLine({ kind, what, name, fields }: SpecChange, io: CliIo): string {
  const marks = { added: io.paint('green', '+'), removed: io.paint('red', '-'), changed: io.paint('yellow', '~') };
  return `  ${marks[kind]} ${what} ${name}${fields.length === 0 ? '' : `: ${fields.join(', ')}`}`;
}
