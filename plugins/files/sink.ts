import type { SinkDefinition } from '@gantry/sdk';
import { FilesSinkConfig } from './config.ts';
import { checkSink } from './writing/checkSink.ts';
import { FilesSinkTask } from './writing/FilesSinkTask.ts';

/** Writes CSV and JSON Lines files. */
export const filesSink: SinkDefinition<FilesSinkConfig> = {
  type: 'files',
  title: 'Files',
  description:
    'Writes CSV and JSON Lines files, plain or gzip, rolled by size, count or time, each complete when it appears.',
  icon: 'FileExport',
  keywords: ['csv', 'jsonl', 'ndjson', 'gzip', 'export', 'folder'],
  config: FilesSinkConfig,
  exactlyOnce: true,
  createTask: (context) => new FilesSinkTask(context),
  check: checkSink,
};
