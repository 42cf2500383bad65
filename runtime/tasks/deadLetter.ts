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
  /** Where its source says it came from, such as `orders.csv:17`. */
  readonly at?: string;
  readonly timeMs: number;
}

/**
 * The bus message of a dead letter. Key, body, properties and time are the original's, the `gantry-…` properties of its converter
 * among them, so a replay only takes the `dead-letter-…` properties off and sends it to where `dead-letter-position` says, or
 * hands it to the node again. To any other reader they are headers, so that a pipeline can read, filter and write dead letters.
 */
export function deadLetterMessage(original: Original, facts: DeadLetterFacts): BusMessage {
  return {
    key: original.key,
    body: original.body,
    timestampMs: original.timestampMs,
    properties: {
      ...original.properties,
      'dead-letter-pipeline': facts.pipeline,
      'dead-letter-node': facts.node,
      'dead-letter-task': facts.task,
      'dead-letter-stage': facts.stage,
      'dead-letter-code': facts.error.code,
      'dead-letter-message': facts.error.message,
      'dead-letter-position': JSON.stringify(original.position),
      ...(facts.at === undefined ? {} : { 'dead-letter-at': facts.at }),
      'dead-letter-time': new Date(facts.timeMs).toISOString(),
      'dead-letter-content-type': original.contentType,
    },
  };
}
