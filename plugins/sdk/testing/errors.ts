import { defineErrors } from '@gantry/sdk';

/** What the acceptance suite finds. */
export const ACCEPTANCE_ERRORS = defineErrors('acceptance', {
  failed: { summary: 'A plugin does not keep the contract.' },
  driver_missing: { summary: 'A component has no driver, so it cannot be tried.' },
  plugin_invalid: { summary: 'A folder holds no plugin that can be loaded.' },
});
