/**
 * The API's payloads as JSON Schemas, each tied to its type in contract.ts by the compiler. They validate requests, describe
 * answers in openapi.json, and answers are tested against them. Not the shape of pipeline documents (spec/).
 */
import { COMMON_SCHEMAS } from './common.ts';
import { DEPLOYMENT_SCHEMAS } from './deployments.ts';
import { SPEC_SCHEMAS } from './spec.ts';

export { jsonObject, listOf, oneOf, ref } from './define.ts';

/** Every named schema, in an order in which each comes after what it refers to, except for cycles. */
export const SCHEMAS = [...COMMON_SCHEMAS, ...SPEC_SCHEMAS, ...DEPLOYMENT_SCHEMAS];
