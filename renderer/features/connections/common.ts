/** Connections, for the inspector: choosing and editing them. */
export { CheckSteps } from './CheckSteps.tsx';
export { ConnectionPicker } from './ConnectionPicker.tsx';
export { ConnectionsList } from './ConnectionsList.tsx';
