/** What other features show of texts. */
export { TextDiffDialog } from './TextDiffDialog.tsx';
