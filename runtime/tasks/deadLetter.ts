import type { BusMessage, GantryError } from '@gantry/sdk';
import type { Original } from './original.ts';

/** Where something went wrong. */
export type Stage = 'read' | 'decode' | 'transform' | 'route' | 'encode' | 'produce' | 'write';

/** What a dead letter says besides its original. */
export interface DeadLetterFacts {
  readonly pipeline: string;
  readonly node: string;
  readonly task: string;
  readonly stage: Stage;
  readonly error: GantryError;
  readonly atMs: number;
}

/**
 * The bus message of a dead letter. Key, body, properties and time are the original's, so a replay only takes the `gantry-…`
 * properties off and sends it to where `gantry-position` says, or hands it to the node again.
 */
export function deadLetterMessage(original: Original, facts: DeadLetterFacts): BusMessage {
  return {
    key: original.key,
    body: original.body,
    timestampMs: original.timestampMs,
    properties: {
      ...original.properties,
      'gantry-pipeline': facts.pipeline,
      'gantry-node': facts.node,
      'gantry-task': facts.task,
      'gantry-stage': facts.stage,
      'gantry-code': facts.error.code,
      'gantry-message': facts.error.message,
      'gantry-position': JSON.stringify(original.position),
      'gantry-at': new Date(facts.atMs).toISOString(),
      'gantry-content-type': original.contentType,
    },
  };
}
