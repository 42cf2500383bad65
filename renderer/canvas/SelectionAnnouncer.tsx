import { useTranslation } from 'react-i18next';
import { edgesOf, kindOf, typeOf, useDocument, useLive } from '../document/index.ts';

/** Tells screen readers what is selected: the canvas is one tab stop, and its boxes take no focus of their own. */
export function SelectionAnnouncer() {
  const selected = useDocument((state) => state.selection.nodes);
  const [only] = selected;
  return (
    <div className="gc-announce" role="status">
      {selected.length === 1 && only !== undefined ? <NodeWords id={only} /> : <CountWords count={selected.length} />}
    </div>
  );
}

function CountWords({ count }: { readonly count: number }) {
  const { t } = useTranslation();
  return count === 0 ? null : t('canvas.selected', { count });
}

function NodeWords({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const pipeline = useDocument((state) => state.document.pipeline);
  const problems = useDocument((state) => state.problemsByNode[id]?.length ?? 0);
  const state = useLive((live) => live.nodes[id]?.state);
  const failure = useLive((live) =>
    live.nodes[id]?.state === 'failed' ? live.nodes[id]?.lastError?.message : undefined,
  );
  const node = pipeline?.nodes[id];
  if (pipeline === undefined || node === undefined) return null;
  const edges = edgesOf(pipeline);
  const words = t('canvas.nodeWords', {
    name: id,
    kind: t(`common.kind.${kindOf(node)}`),
    type: typeOf(node),
    state: state === undefined ? t('common.state.draft') : t(`common.state.${state}`),
    inputs: edges.filter(({ to }) => to === id).length,
    outputs: edges.filter(({ from }) => from === id).length,
    problems,
  });
  return failure === undefined ? words : `${words}. ${failure}`;
}
