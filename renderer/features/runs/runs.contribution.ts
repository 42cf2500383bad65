import { IconListDetails, IconTerminal2 } from '@tabler/icons-react';
import { lazy } from 'react';
import type { DrawerContribution } from '../contribution.ts';

export const tasksPanel: DrawerContribution = {
  id: 'tasks',
  title: 'frame.tabTasks',
  Icon: IconListDetails,
  Panel: lazy(() => import('./TasksPanel.tsx').then((module) => ({ default: module.TasksPanel }))),
};

export const logPanel: DrawerContribution = {
  id: 'log',
  title: 'frame.tabLog',
  Icon: IconTerminal2,
  Panel: lazy(() => import('./LogPanel.tsx').then((module) => ({ default: module.LogPanel }))),
};
