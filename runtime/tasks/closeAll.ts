import { toErrorDto } from '@gantry/sdk';
import type { Log } from '@gantry/sdk';

/** Lets everything go. What cannot be closed is logged: the outcome of the task stands by then, and the rest must go, too. */
export async function closeAll(log: Log, owners: readonly ({ close(): unknown } | undefined)[]): Promise<void> {
  for (const owner of owners) {
    try {
      await owner?.close();
    } catch (caught) {
      log.warn('something a task had open could not be closed', { error: toErrorDto(caught) });
    }
  }
}
