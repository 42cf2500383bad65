import type { CompileDto, DeploymentDto, PipelineDto, PipelineSummaryDto } from '../contract.ts';
import { parseText } from '../../spec/index.ts';

/**
 * One line of the list of pipelines. What would run has changed when the text's hash is not the deployment's, so that moving a
 * box or a comment is no change; a text that does not compile differs from anything that runs.
 */
export async function summarize(
  pipeline: PipelineDto,
  deployment: DeploymentDto | undefined,
  compile: (text: string) => Promise<CompileDto>,
): Promise<PipelineSummaryDto> {
  const description = parseText(pipeline.text).pipeline?.description;
  const base = {
    name: pipeline.name,
    updatedAtMs: pipeline.updatedAtMs,
    ...(description === undefined ? {} : { description }),
  };
  if (!deployment) return base;
  const isSame = deployment.text === pipeline.text || (await compile(pipeline.text)).spec?.hash === deployment.hash;
  return { ...base, deployed: deployment.state, changed: !isSame };
}
