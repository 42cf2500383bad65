import type { ConverterDefinition, Static } from '@gantry/sdk';
import { fromUtf8 } from './text.ts';
import { valueFieldConfig, valueFieldConverter } from './valueField.ts';

/** One field as a UTF-8 message. */
export const string: ConverterDefinition<Static<typeof valueFieldConfig>> = {
  type: 'string',
  title: 'String',
  description: 'One field of the record as a UTF-8 text message.',
  icon: 'LetterCase',
  keywords: ['text', 'utf-8', 'plain'],
  config: valueFieldConfig,
  createConverter: valueFieldConverter(fromUtf8),
};
