import type { DrawerContribution } from '../features/contribution.ts';
import { problemsPanel } from '../features/problems/problems.contribution.ts';
import { logPanel, tasksPanel } from '../features/runs/runs.contribution.ts';
import { recordsPanel } from '../features/samples/samples.contribution.ts';

/** The lower panel's tabs, in order. */
export const DRAWER: readonly DrawerContribution[] = [problemsPanel, recordsPanel, tasksPanel, logPanel];
