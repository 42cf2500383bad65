import { CLI_ERRORS } from '../errors.ts';
import type { CliIo } from '../io.ts';

/** Asks before a step that cannot be undone. Without a terminal only --yes lets it pass. */
export async function confirm(io: CliIo, question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!io.inIsTty) {
    throw CLI_ERRORS.error('confirmation_needed', {
      message: `${question} Nobody can be asked here.`,
      hint: 'Add --yes.',
    });
  }
  const answer = await io.ask(`${question} [y/N] `);
  if (/^y(es)?$/i.test(answer)) return;
  throw CLI_ERRORS.error('cancelled', { message: 'nothing was changed' });
}
