/** Settings of the pipeline as a whole, and of errors anywhere. */
export { ErrorSettingsForm } from './ErrorSettingsForm.tsx';
export { PipelineSettings } from './PipelineSettings.tsx';
export { useInheritedErrors } from './useInheritedErrors.ts';
