import type { ConverterDefinition, Static } from '@gantry/sdk';
import { valueFieldConfig, valueFieldConverter } from './valueField.ts';

/** One field as the message body, byte by byte. */
export const bytes: ConverterDefinition<Static<typeof valueFieldConfig>> = {
  type: 'bytes',
  title: 'Bytes',
  description: 'One field of the record as the message body, byte by byte.',
  icon: 'Binary',
  keywords: ['binary', 'raw', 'passthrough'],
  config: valueFieldConfig,
  createConverter: valueFieldConverter((body) => body),
};
