import { access, constants } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { toErrorDto } from '@gantry/sdk';
import type { CheckStep, ComponentContext } from '@gantry/sdk';
import type { FilesSinkConfig } from '../config.ts';
import { systemCode, writeError } from '../errors.ts';
import { fileFormat } from '../reading/fileFormat.ts';
import { fileSize } from './outputFile.ts';
import { pathTemplate } from './pathTemplate.ts';

/** Whether the path and the format can be understood, and whether the folder may be written to. */
export async function checkSink(context: ComponentContext<FilesSinkConfig>): Promise<readonly CheckStep[]> {
  const { path, format } = context.config;
  try {
    const template = pathTemplate(path, false, { pipeline: context.pipeline, task: 0 });
    const found = fileFormat(path, format);
    const folder = await writableFolder(dirname(resolve(path.split('{')[0] as string)));
    const steps: CheckStep[] = [
      { name: 'format', status: 'passed', detail: found },
      { name: 'folder', status: 'passed', detail: `${folder} may be written to` },
    ];
    if (!template.isStatic || (await fileSize(path)) === undefined) return steps;
    return [
      ...steps,
      { name: 'target', status: 'warning', detail: `${path} is already there`, fix: 'See the option `existing`.' },
    ];
  } catch (caught) {
    const { message, hint } = toErrorDto(writeError(path, caught));
    return [{ name: 'target', status: 'failed', detail: message, ...(hint === undefined ? {} : { fix: hint }) }];
  }
}

/** The nearest folder that exists, which the missing ones would be made in. */
async function writableFolder(folder: string): Promise<string> {
  try {
    await access(folder, constants.W_OK);
    return folder;
  } catch (caught) {
    if (systemCode(caught) !== 'ENOENT' || dirname(folder) === folder) throw caught;
    return writableFolder(dirname(folder));
  }
}
