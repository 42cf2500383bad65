/**
 * The pipeline documents people work on, as files in one folder: list, read, write with etags, and notice what other programs
 * change. Not what runs: a deployment has its own copy of the text.
 */
export { etagOf, openWorkspace } from './workspace.ts';
export type { PipelineChange, Workspace } from './workspace.ts';
export { checkPipelineName, isPipelineName } from './pipelineName.ts';
export { writeFileDurably } from './writeFileDurably.ts';
