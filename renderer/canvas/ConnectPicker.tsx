import { Modal, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { componentOf, connect, kindOf, typeOf, useDocument, useDocumentActions } from '../document/index.ts';
import { ComponentIcon } from '../ui/index.ts';
import { useCanvas, useCanvasStore } from './canvasStore.ts';
import { refusalOf } from './gestures/refusal.ts';

const SHOWN = 50;

/** Connecting without a pointer: C on a node, pick a legal target, Enter. */
export function ConnectPicker() {
  const { t } = useTranslation();
  const canvas = useCanvasStore();
  const from = useCanvas((state) => state.connectingFrom);
  const close = (): void => canvas.setState({ connectingFrom: undefined });
  return (
    <Modal
      opened={from !== undefined}
      onClose={close}
      title={t('canvas.connectFrom', { from })}
      size="sm"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {from !== undefined && <Targets from={from} onDone={close} />}
    </Modal>
  );
}

/** The nodes an edge may lead to; arrows choose among them while the text stays in the field. */
function Targets({ from, onDone }: { readonly from: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const actions = useDocumentActions();
  const document = useDocument((state) => state.document);
  const catalog = useDocument((state) => state.catalog);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const targets = useMemo(() => {
    const nodes = Object.entries(document.pipeline?.nodes ?? {});
    return nodes
      .filter(([id]) => id !== from && id.includes(typed.toLowerCase()))
      .filter(([to]) => refusalOf(document, catalog, { from, to }) === undefined)
      .slice(0, SHOWN);
  }, [document, catalog, from, typed]);

  function pick(to: string | undefined): void {
    if (to === undefined) return;
    actions.execute(connect({ from, to }));
    onDone();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') pick(targets[active]?.[0]);
    else if (event.key === 'ArrowDown') setActive(Math.min(active + 1, targets.length - 1));
    else if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    else return;
    event.preventDefault();
  }

  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls="gc-targets"
        aria-activedescendant={targets.length === 0 ? undefined : `gc-target-${active}`}
        label={t('canvas.connectTo')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul className="gc-quick-list" id="gc-targets" role="listbox" aria-label={t('canvas.connectTo')}>
        {targets.map(([to, node], index) => (
          <li
            key={to}
            id={`gc-target-${index}`}
            role="option"
            aria-selected={index === active}
            className={`gc-quick-item gc-kind-${kindOf(node)}`}
            data-active={index === active || undefined}
            onPointerMove={() => setActive(index)}
            onClick={() => pick(to)}
          >
            <span className="gc-icon">
              <ComponentIcon icon={componentOf(catalog, node)?.icon} role={kindOf(node)} size={16} />
            </span>
            <span className="gc-quick-text">
              <span>{to}</span>
              <span className="gc-dim">{`${t(`common.kind.${kindOf(node)}`)} · ${typeOf(node)}`}</span>
            </span>
          </li>
        ))}
      </ul>
      {targets.length === 0 && <p className="gc-quick-none gc-dim">{t('canvas.noTarget')}</p>}
    </>
  );
}
