import type { DeploymentState } from '../../api/contract.ts';
import type { CliIo, Style } from '../io.ts';

const STYLES: { readonly [state in DeploymentState]: Style } = {
  starting: 'cyan',
  running: 'green',
  retrying: 'yellow',
  paused: 'yellow',
  stopping: 'dim',
  stopped: 'dim',
  ended: 'green',
  failed: 'red',
};

/** A state in its colour. */
export function paintState(state: DeploymentState, io: Pick<CliIo, 'paint'>): string {
  return io.paint(STYLES[state], state);
}
