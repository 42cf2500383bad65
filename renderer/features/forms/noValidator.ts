import type { ValidatorType } from '@rjsf/utils';

/**
 * Stands where the form library wants a validator. Compile validates the same schema, here and on the server, with messages of its
 * own; a second opinion could only differ.
 */
export const noValidator: ValidatorType = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  isValid: () => true,
  rawValidation: () => ({}),
};
