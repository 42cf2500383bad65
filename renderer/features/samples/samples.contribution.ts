import { IconTable } from '@tabler/icons-react';
import { lazy } from 'react';
import type { DrawerContribution } from '../contribution.ts';

export const recordsPanel: DrawerContribution = {
  id: 'records',
  title: 'frame.tabRecords',
  Icon: IconTable,
  Panel: lazy(() => import('./RecordsPanel.tsx').then((module) => ({ default: module.RecordsPanel }))),
};
