/**
 * JSON that loses nothing: integers of any size both ways, bytes as base64. For whoever puts values into JSON or takes them
 * from it. Not a schema: what a text means is its reader's business.
 */
export { fromBase64, toBase64 } from './base64.ts';
export { readJson, taggedBytes, writeJson } from './exactJson.ts';
export type { BytesForm } from './exactJson.ts';
