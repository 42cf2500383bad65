import { IconAlertTriangle } from '@tabler/icons-react';
import { lazy } from 'react';
import { useDocument } from '../../document/index.ts';
import type { DrawerContribution } from '../contribution.ts';

export const problemsPanel: DrawerContribution = {
  id: 'problems',
  title: 'frame.tabProblems',
  Icon: IconAlertTriangle,
  Panel: lazy(() => import('./ProblemsPanel.tsx').then((module) => ({ default: module.ProblemsPanel }))),
  useCount: () => useDocument((state) => state.problems.length),
};
