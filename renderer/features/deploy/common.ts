/** How far the draft is from what is deployed, for the header. */
export { useDeploymentChanges } from './useDeploymentPlan.ts';
