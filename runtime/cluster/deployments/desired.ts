import type { DeploymentState } from '../../api/contract.ts';
import type { DeploymentRecord } from '../records.ts';

/** Whether members are to run it. */
export function isWanted(record: DeploymentRecord): boolean {
  return record.desired === 'running' && record.endedAtMs === undefined;
}

/** Wanted anew, also what had ended; from now on by all members, or by the one that runs it in the foreground. */
export function wantedAgain(record: DeploymentRecord, foreground: boolean): DeploymentRecord {
  const { endedAtMs: _ended, foreground: _before, ...rest } = record;
  return { ...rest, desired: 'running', ...(foreground ? { foreground } : {}) };
}

/** What a deployment without running tasks is doing, by what is wanted of it. A run in the foreground that nobody runs is over. */
export function restingState(record: DeploymentRecord): DeploymentState {
  if (record.desired !== 'running') return record.desired;
  if (record.endedAtMs !== undefined) return 'ended';
  return record.foreground === true ? 'stopped' : 'starting';
}
