import { createContext, useContext } from 'react';
import type { ComponentDescriptor, Diagnostic } from '../../../runtime/compile/plan.ts';
import type { ComponentCallDto } from '../../../runtime/api/contract.ts';

/** What every field of one form needs to know beside its own value. */
export interface FormFacts {
  readonly descriptor: ComponentDescriptor;
  /** What to call the component's capabilities with, as it stands now; undefined for those that have none. */
  readonly call: ComponentCallDto | undefined;
  /** Where the configuration stands in the document: `nodes.orders.config`. */
  readonly path: string;
  readonly problems: readonly Diagnostic[];
}

const FormFactsContext = createContext<FormFacts | undefined>(undefined);
export const FormFactsProvider = FormFactsContext.Provider;

export function useFormFacts(): FormFacts {
  const facts = useContext(FormFactsContext);
  if (facts === undefined) throw new Error('a form field stands outside SchemaForm');
  return facts;
}

/** The problems of one option: at its path, or anywhere below. */
export function problemsAt(problems: readonly Diagnostic[], path: string): readonly Diagnostic[] {
  return problems.filter((problem) => problem.path === path || problem.path.startsWith(`${path}.`));
}
