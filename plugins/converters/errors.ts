import { defineErrors } from '@gantry/sdk';

/** What can go wrong between records and messages. */
export const CONVERTERS_ERRORS = defineErrors('converters', {
  batch_foreign: { summary: 'A message read with the batch converter was not written by it, or is damaged.' },
  batch_version: { summary: 'A message was written by a newer batch converter.' },
  batch_encode: { summary: 'A record could not be packed by the batch converter.' },
  json_malformed: { summary: 'A message body is not JSON.' },
  json_envelope: { summary: 'A message body is JSON, but not the envelope the converter is set to.' },
  json_encode: { summary: 'A record cannot be written as JSON.' },
  not_utf8: { summary: 'A message body is not UTF-8 text.' },
  no_value: { summary: 'A record lacks the field the converter is set to send.' },
  value_kind: { summary: 'The field the converter is set to send holds something other than text, a number or bytes.' },
});
