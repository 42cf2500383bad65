import type { ComponentContext, SourceDefinition, TaskShare } from '@gantry/sdk';
import { FilesSourceConfig } from './config.ts';
import { checkSource, fileChoices, previewFiles, sourceSchemas } from './reading/capabilities.ts';
import { isManyFiles } from './reading/fileSet.ts';
import type { FileShare } from './reading/fileSet.ts';
import { isAtOrAfter } from './reading/position.ts';
import { FilesSourceTask } from './reading/FilesSourceTask.ts';

/** Reads CSV and JSON Lines files. */
export const filesSource: SourceDefinition<FilesSourceConfig> = {
  type: 'files',
  title: 'Files',
  description: 'Reads CSV and JSON Lines files, also compressed ones, and goes on with files that grow.',
  icon: 'FileText',
  keywords: ['csv', 'tsv', 'jsonl', 'ndjson', 'gzip', 'zstd', 'folder', 'tail', 'log'],
  config: FilesSourceConfig,
  ends: (config) => !config.follow,
  tasks: splitFiles,
  isAtOrAfter,
  createTask: (context) => new FilesSourceTask(context, context.input as unknown as FileShare),
  check: checkSource,
  choices: fileChoices,
  discoverSchema: sourceSchemas,
  preview: previewFiles,
};

/**
 * Files go to tasks by the hash of their name, so one that comes or goes moves no other. The keys name the number of
 * shares: another number spreads the files anew, and their positions with them begin anew.
 */
async function splitFiles(
  context: ComponentContext<FilesSourceConfig>,
  maxTasks: number,
): Promise<readonly TaskShare[]> {
  const of = maxTasks > 1 && (await isManyFiles(context.config.path)) ? maxTasks : 1;
  return Array.from({ length: of }, (_, index) => {
    const share: FileShare = { index, of };
    return { key: of === 1 ? 'files' : `files-${index + 1}-of-${of}`, input: { ...share } };
  });
}
