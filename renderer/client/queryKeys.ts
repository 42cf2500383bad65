/** Names of cached answers, so that events and views mean the same ones. */
export const queryKeys = {
  cluster: ['cluster'],
  catalog: ['catalog'],
  templates: ['templates'],
  pipelines: ['pipelines'],
  deployments: ['deployments'],
  secrets: ['secrets'],
} as const;
