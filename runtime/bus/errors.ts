import { defineErrors } from '@gantry/sdk';
import type { GantryError } from '@gantry/sdk';

/** What can go wrong with the embedded bus. */
export const BUS_ERRORS = defineErrors('bus', {
  topic_name_invalid: { summary: 'A topic is called something no topic can be called.', status: 400, exit: 2 },
  topic_invalid: {
    summary: 'A topic was asked for with a number of queues or a retention that cannot be.',
    status: 400,
    exit: 2,
  },
  topic_unknown: { summary: 'There is no topic of that name, or it was deleted meanwhile.', status: 404 },
  queue_unknown: { summary: 'The topic has no queue of that number.', status: 404 },
  message_too_large: { summary: 'A message is larger than the bus takes.', status: 413 },
  offset_invalid: { summary: 'An offset is not a whole number from 0.', status: 400, exit: 2 },
  offset_beyond_end: {
    summary: 'A position lies after the end of its queue: the topic is not the one it was taken from.',
    status: 409,
  },
  disk_full: { summary: 'The disk that holds the bus is full.', status: 507, retryable: true },
  folder_corrupt: { summary: 'The folder of the bus holds something that is no bus, or a damaged one.' },
  folder_not_writable: { summary: 'The folder of the bus, or a file in it, may not be written by this user.' },
  format_newer: { summary: 'The folder was written by a newer Gantry.' },
  chunk_corrupt: { summary: 'Stored messages are damaged or missing on disk.' },
  too_many_readers: {
    summary: 'More threads use the folder at once than it has room for.',
    status: 503,
    retryable: true,
  },
  store_failed: { summary: 'The store of the bus failed to read or write.', retryable: true },
  closed: { summary: 'The bus, producer or reader was used after it was closed.' },
});

export function topicUnknown(topic: string): GantryError {
  return BUS_ERRORS.error('topic_unknown', {
    message: `there is no topic ${topic} on the embedded bus`,
    hint: 'Deploy a pipeline that has it, or check its spelling.',
  });
}

export function queueUnknown(topic: string, queue: number, queues: number): GantryError {
  return BUS_ERRORS.error('queue_unknown', {
    message: `topic ${topic} has no queue ${queue}, it has ${queues} from 0`,
  });
}

export function closedError(what: string): GantryError {
  return BUS_ERRORS.error('closed', { message: `${what} was used after it was closed` });
}
