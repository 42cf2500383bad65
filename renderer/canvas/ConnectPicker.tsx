import { Modal, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { connect, useDocument, useDocumentActions } from '../document/index.ts';
import { useCanvas, useCanvasStore } from './canvasStore.ts';
import { refusalOf } from './gestures/refusal.ts';

/** Connecting without a pointer: C on a node, pick a legal target, Enter. */
export function ConnectPicker() {
  const { t } = useTranslation();
  const canvas = useCanvasStore();
  const from = useCanvas((state) => state.connectingFrom);
  const close = (): void => canvas.setState({ connectingFrom: undefined });
  return (
    <Modal opened={from !== undefined} onClose={close} title={t('canvas.connectFrom', { from })} size="sm">
      {from !== undefined && <Targets from={from} onDone={close} />}
    </Modal>
  );
}

function Targets({ from, onDone }: { readonly from: string; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const actions = useDocumentActions();
  const document = useDocument((state) => state.document);
  const catalog = useDocument((state) => state.catalog);
  const [typed, setTyped] = useState('');
  const targets = useMemo(() => {
    const ids = Object.keys(document.pipeline?.nodes ?? {}).filter(
      (id) => id !== from && id.includes(typed.toLowerCase()),
    );
    return ids.filter((to) => refusalOf(document, catalog, { from, to }) === undefined);
  }, [document, catalog, from, typed]);

  function pick(to: string | undefined): void {
    if (to === undefined) return;
    actions.execute(connect({ from, to }));
    onDone();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') pick(targets[0]);
  }

  return (
    <>
      <TextInput
        data-autofocus
        label={t('canvas.connectTo')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <ul className="gc-quick-list">
        {targets.slice(0, 50).map((to) => (
          <li key={to}>
            <button type="button" className="gc-quick-item" onClick={() => pick(to)}>
              {to}
            </button>
          </li>
        ))}
        {targets.length === 0 && <li className="gc-quick-none gc-dim">{t('canvas.noTarget')}</li>}
      </ul>
    </>
  );
}
