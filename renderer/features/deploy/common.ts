/** How far the draft is from what is deployed, for the header; starting over, for the pipeline's menu. */
export { StartOverDialog } from './StartOverDialog.tsx';
export { sourcesOf } from './startOver.ts';
export { useDeploymentChanges } from './useDeploymentPlan.ts';
