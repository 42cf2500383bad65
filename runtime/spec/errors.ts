import { defineErrors } from '@gantry/sdk';

/** Codes of what can be wrong with a document before its meaning is looked at: its YAML and its shape. */
export const SPEC_ERRORS = defineErrors('spec', {
  yaml_syntax: { summary: 'The text is not valid YAML.', status: 422, exit: 3 },
  yaml_tag: { summary: 'A YAML tag is not known; the value is taken without it.', status: 422, exit: 3 },
  yaml_alias: {
    summary: 'An alias names no anchor, or aliases multiply beyond what is reasonable.',
    status: 422,
    exit: 3,
  },
  several_documents: { summary: 'The text holds more than one YAML document.', status: 422, exit: 3 },
  too_large: { summary: 'The document is larger than 8 MB.', status: 413, exit: 3 },
  too_deep: { summary: 'The document is nested more than 100 levels deep.', status: 422, exit: 3 },
  not_a_pipeline: { summary: 'The document is not a map of keys and values.', status: 422, exit: 3 },
  key_duplicate: { summary: 'A map holds the same key twice.', status: 422, exit: 3 },
  key_unknown: { summary: 'A key is not one the document knows at this place.', status: 422, exit: 3 },
  key_missing: { summary: 'A key the document needs is not there.', status: 422, exit: 3 },
  value_type: { summary: 'A value is of the wrong type: a text where a number belongs, say.', status: 422, exit: 3 },
  value_choice: { summary: 'A value is none of those allowed at its place.', status: 422, exit: 3 },
  name_invalid: { summary: 'A name has characters that are not allowed in names.', status: 422, exit: 3 },
  api_version: { summary: 'The document is of a version this Gantry does not read.', status: 422, exit: 3 },
  node_kind: {
    summary: 'A node says none, or several, of source, transform, converter, topic and sink.',
    status: 422,
    exit: 3,
  },
  text_broken: { summary: 'An edit was asked of a document whose text is not a pipeline.', status: 422, exit: 3 },
});

/** The names of the codes in {@link SPEC_ERRORS}. */
export type SpecErrorName = keyof typeof SPEC_ERRORS.entries;
