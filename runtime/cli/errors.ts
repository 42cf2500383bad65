import { GantryError, defineErrors } from '@gantry/sdk';

/** What the command line itself refuses. */
export const CLI_ERRORS = defineErrors('cli', {
  usage: { summary: 'The command line is not one gantry understands.', exit: 2 },
  file_unreadable: { summary: 'A file given on the command line cannot be read.', exit: 2 },
  config_invalid: { summary: 'gantry.yaml, a GANTRY_ variable or a flag holds a value that cannot be used.', exit: 2 },
  document_invalid: { summary: 'The document has errors.', exit: 3 },
  confirmation_needed: {
    summary: 'A step that cannot be undone was asked for without --yes, and nobody can be asked.',
    exit: 2,
  },
  cancelled: { summary: 'The person asked said no.', exit: 1 },
  member_unreachable: { summary: 'No member answers at the address.', exit: 1 },
  answer_unexpected: { summary: 'What answers at the address is not a Gantry member.', exit: 1 },
  pipeline_failed: { summary: 'A task of the pipeline run in the foreground failed.', exit: 1 },
});

/** Ends the command with a code whose story has been printed in full. */
export class AlreadyPrintedError extends GantryError {
  constructor(name: 'document_invalid' | 'pipeline_failed') {
    super({ code: `${CLI_ERRORS.owner}.${name}`, message: CLI_ERRORS.entries[name].summary });
    this.name = 'AlreadyPrintedError';
  }
}
