/**
 * Small pure pieces every part of the runtime may stand on: near names for "did you mean", comparing and printing JSON.
 * No product words, no node, no DOM. Not a place for helpers of one part: those stay with it.
 */
export { closestName, nameHint } from './closestName.ts';
export { canonicalJson, isObject, sameJson } from './json.ts';
