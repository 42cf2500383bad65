import { Tooltip } from '@mantine/core';
import type { DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { COMPONENT_MIME, addComponent, encodeRef, useDocumentActions, useDocumentStore } from '../../document/index.ts';
import type { FoundComponent } from '../../document/index.ts';
import { ComponentIcon, NodeIcon } from '../../ui/index.ts';
import classes from './Palette.module.css';

/** A component to drag onto the canvas. A click, or Enter, adds it beside the selected node and wires it where that is legal. */
export function PaletteItem({ item }: { readonly item: FoundComponent }) {
  const { t } = useTranslation();
  const store = useDocumentStore();
  const actions = useDocumentActions();
  const { ref, title, description, icon } = item;

  function add(): void {
    const state = store.getState();
    const added = addComponent(state.document, state.catalog, ref, state.selection.nodes[0]);
    if (added === undefined) return;
    actions.execute(added.command);
    actions.revealPath(`nodes.${added.id}`);
  }

  function onDragStart(event: DragEvent): void {
    event.dataTransfer.setData(COMPONENT_MIME, encodeRef(ref));
    event.dataTransfer.effectAllowed = 'copy';
  }

  return (
    <Tooltip label={description} position="right" openDelay={600}>
      <button
        type="button"
        className={classes['item']}
        data-component={`${ref.kind}:${ref.type}`}
        draggable
        onDragStart={onDragStart}
        onClick={add}
      >
        <NodeIcon role={ref.kind} size={26}>
          <ComponentIcon icon={icon} role={ref.kind} size={15} />
        </NodeIcon>
        <span className={classes['name']}>{title}</span>
        <span className={classes['kind']}>{t(`common.kind.${ref.kind}`)}</span>
      </button>
    </Tooltip>
  );
}
