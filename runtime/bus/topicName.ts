import { BUS_ERRORS } from './errors.ts';

const MAX_LENGTH = 255;
/** RocketMQ's alphabet, plus the dot of implied topics. */
const ALLOWED = /^[%|a-zA-Z0-9._-]+$/;

/** Throws `bus.topic_name_invalid` unless a topic can be called this. */
export function checkTopicName(name: string): void {
  if (ALLOWED.test(name) && name.length <= MAX_LENGTH && name !== '.' && name !== '..') return;
  const shown = name.length > 60 ? `${name.slice(0, 60)}…` : name;
  throw BUS_ERRORS.error('topic_name_invalid', {
    message: `"${shown}" cannot be the name of a topic`,
    hint: `Use 1 to ${MAX_LENGTH} letters, digits, dots, dashes, underscores, % or |.`,
  });
}
