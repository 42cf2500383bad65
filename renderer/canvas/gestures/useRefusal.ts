import { useMemo } from 'react';
import type { Diagnostic } from '../../../runtime/compile/plan.ts';
import { useDocument } from '../../document/index.ts';
import { refusalOf } from './refusal.ts';

/** Why an edge under way (`source:ID` or `target:ID`, by the port it starts from) may not end at a node; undefined where it may. */
export function useRefusal(start: string | undefined, end: string | undefined): Diagnostic | undefined {
  const document = useDocument((state) => state.document);
  const catalog = useDocument((state) => state.catalog);
  return useMemo(() => {
    if (start === undefined || end === undefined) return undefined;
    const colon = start.indexOf(':');
    const other = start.slice(colon + 1);
    const forward = start.slice(0, colon) === 'source';
    return refusalOf(document, catalog, forward ? { from: other, to: end } : { from: end, to: other });
  }, [document, catalog, start, end]);
}
