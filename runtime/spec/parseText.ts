import type { Diagnostic } from './diagnostic.ts';
import type { PipelineText } from './editing.ts';
import { ParsedText } from './parsedText.ts';

/**
 * Reads a document. Never throws: what is wrong is in its diagnostics. Given the text as it was before a change, only what
 * changed is read again, and what did not change keeps its identity in the new pipeline (`===`).
 */
export function parseText(text: string, previous?: PipelineText): PipelineText {
  return new ParsedText(text, previous instanceof ParsedText ? previous : undefined);
}

/** Where a path stands, as a diagnostic says it. */
export function diagnosticRange(document: PipelineText, path: string): Diagnostic['range'] {
  return document instanceof ParsedText ? document.diagnosticRange(path) : undefined;
}
