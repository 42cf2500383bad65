import { ERROR_DEFAULTS } from '../../../runtime/compile/index.ts';
import type { ErrorSettings } from '../../../runtime/spec/types.ts';

/** What holds where neither a node nor the pipeline says, as compile fills it in. */
export const BUILT_IN_ERRORS: ErrorSettings = ERROR_DEFAULTS;
