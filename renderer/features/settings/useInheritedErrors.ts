import { useMemo } from 'react';
import type { ErrorSettings } from '../../../runtime/spec/types.ts';
import { useDocument } from '../../document/index.ts';
import { BUILT_IN_ERRORS } from './builtInErrors.ts';

/** What a node's error handling is where it says nothing itself: the pipeline's, then what is built in. */
export function useInheritedErrors(): ErrorSettings {
  const name = useDocument((state) => state.document.pipeline?.name);
  const own = useDocument((state) => state.document.pipeline?.errors);
  return useMemo(() => ({ ...BUILT_IN_ERRORS, topic: `${name ?? ''}.dead-letters`, ...own }), [name, own]);
}
