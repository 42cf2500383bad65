import { defineErrors } from '@gantry/sdk';

/** What can go wrong when records are made. */
export const GENERATOR_ERRORS = defineErrors('generator', {
  bad_position: { summary: 'A position set by hand does not say which record comes next.', status: 422 },
  bad_start: { summary: 'The start time is not a date and time.', status: 422, exit: 3 },
});
