import { provideTemplateData } from '../api/index.ts';
import type { Served } from './serve.ts';

const SAMPLE = 'birdstrikes';

/** Puts the sample into an empty workspace and deploys it; gives its name, or undefined where people have pipelines of their own. */
export async function provideSample({ workspace, templates, runtime }: Served): Promise<string | undefined> {
  if ((await workspace.list()).length > 0) return undefined;
  const template = templates.find(({ id }) => id === SAMPLE);
  if (!template) return undefined;
  await provideTemplateData([template], workspace.dir);
  await workspace.write(SAMPLE, template.text, '');
  await runtime.member.deploy(template.text);
  return SAMPLE;
}
