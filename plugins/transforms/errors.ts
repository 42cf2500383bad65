import { defineErrors } from '@gantry/sdk';

/** What can go wrong in a transform. Messages name fields and kinds of values, never the values. */
export const TRANSFORMS_ERRORS = defineErrors('transforms', {
  not_boolean: { summary: 'A condition gave something other than true or false for a record.' },
  bad_path: { summary: 'A field path is empty or not well formed.', status: 422, exit: 3 },
  bad_pattern: { summary: 'A pattern is not a valid regular expression.', status: 422, exit: 3 },
  missing_option: { summary: 'An option is missing that another one calls for.', status: 422, exit: 3 },
  not_convertible: { summary: 'A value cannot become the type a cast asks for.' },
  name_taken: { summary: 'A renamed or flattened field would overwrite another one of the same row.' },
});
