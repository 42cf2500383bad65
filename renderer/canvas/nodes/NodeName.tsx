import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { freshId, renameNode, useDocumentActions, useDocumentStore } from '../../document/index.ts';
import { useCanvas, useCanvasStore } from '../canvasStore.ts';

/** A node's name; a field while it is being renamed (F2 or a double click). */
export function NodeName({ id }: { readonly id: string }) {
  const renaming = useCanvas((state) => state.renaming === id);
  return renaming ? <NameField id={id} /> : <span className="gc-name">{id}</span>;
}

function NameField({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const store = useDocumentStore();
  const actions = useDocumentActions();
  const canvas = useCanvasStore();
  const done = useRef(false);

  function end(name: string | undefined): void {
    if (done.current) return;
    done.current = true;
    canvas.setState({ renaming: undefined });
    const wish = name?.trim();
    if (!wish || wish === id) return;
    const taken = Object.keys(store.getState().document.pipeline?.nodes ?? {}).filter((other) => other !== id);
    const fresh = freshId(taken, wish);
    if (fresh === id) return;
    actions.execute(renameNode(id, fresh));
    actions.select({ nodes: [fresh], edges: [] });
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    const surface = event.currentTarget.closest<HTMLElement>('.gc-canvas');
    end(event.key === 'Enter' ? event.currentTarget.value : undefined);
    // The field is about to go, and the keys with it: the canvas takes them back.
    surface?.focus({ preventScroll: true });
  }

  return (
    <input
      className="gc-name gc-rename nodrag nopan"
      aria-label={t('canvas.renameLabel')}
      defaultValue={id}
      ref={(field) => field?.select()}
      onKeyDown={onKeyDown}
      onBlur={(event) => end(event.currentTarget.value)}
    />
  );
}
