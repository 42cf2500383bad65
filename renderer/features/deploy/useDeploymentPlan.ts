import { useMemo } from 'react';
import type { DeploymentDto } from '../../../runtime/api/contract.ts';
import { compile, diffSpecs } from '../../../runtime/compile/index.ts';
import type { Catalog, RuntimeSpec, SpecDiff } from '../../../runtime/compile/index.ts';
import { parseText } from '../../../runtime/spec/index.ts';
import { useDocument, useLive } from '../../document/index.ts';

/** What a deploy of the draft would do; undefined while the draft cannot be deployed. */
export function useDeploymentPlan(): SpecDiff | undefined {
  const draft = useDocument((state) => state.compiled.spec);
  const deployed = useDeployedSpec();
  return useMemo(() => (draft === undefined ? undefined : diffSpecs(deployed, draft)), [draft, deployed]);
}

/** How many things differ from what is deployed; undefined where that cannot be told, because the draft has errors or nothing is deployed. */
export function useDeploymentChanges(): number | undefined {
  const deployment = useLive((live) => live.deployment);
  const plan = useDeploymentPlan();
  return deployment === undefined ? undefined : plan?.changes.length;
}

function useDeployedSpec(): RuntimeSpec | undefined {
  const catalog = useDocument((state) => state.catalog);
  const deployment = useLive((live) => live.deployment);
  const text = deployment?.text;
  return useMemo(() => specOf(text, catalog), [text, catalog]);
}

/** Compiles what is deployed here as the server did: compile is pure, so the same text gives the same spec. */
function specOf(text: DeploymentDto['text'] | undefined, catalog: Catalog): RuntimeSpec | undefined {
  return text === undefined ? undefined : compile(parseText(text), catalog).spec;
}
