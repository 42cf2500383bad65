/**
 * The HTTP surface of a member: API, server-sent events, metrics, the designer's files, and the workspace of documents behind
 * them. Speaks to the member through its interface alone. Not the contract (contract.ts, which the renderer shares) and not
 * what runs pipelines.
 */
export { startApiServer } from './server.ts';
export type { ApiServer, ApiServerOptions } from './server.ts';
export { createCompileService } from './compileService.ts';
export { API_ERRORS } from './errors.ts';
export { createErrorCatalog, diagnosticsOf, toProblem } from './problems.ts';
export type { ErrorCatalog } from './problems.ts';
export { ensureToken, readToken } from './security/tokenFile.ts';
export { isLoopback } from './security/hosts.ts';
export { loadTemplates, parseTemplate, provideTemplateData } from './templates/templates.ts';
export type { Template, TemplateData } from './templates/templates.ts';
export { etagOf, isPipelineName, openWorkspace, writeFileDurably } from './workspace/index.ts';
export type { PipelineChange, Workspace } from './workspace/index.ts';
