import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { Paper, TextInput } from '@mantine/core';
import { useClickOutside } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { NodeKind } from '../../runtime/spec/types.ts';
import { componentRefs, newNode, searchComponents, useDocument } from '../document/index.ts';
import type { ComponentRef } from '../document/index.ts';
import { useLanguage } from '../i18n/index.ts';
import { ComponentIcon } from '../ui/index.ts';
import type { QuickAddRequest } from './canvasStore.ts';
import { couldWire } from './gestures/refusal.ts';

const ALL_KINDS: readonly NodeKind[] = ['source', 'transform', 'converter', 'topic', 'sink'];

interface QuickAddProps {
  readonly request: QuickAddRequest;
  readonly onPick: (ref: ComponentRef) => void;
  readonly onClose: () => void;
}

/** Type, Enter: a list of what may stand here, at the pointer. Only what the rules let be wired is offered. */
export function QuickAdd({ request, onPick, onClose }: QuickAddProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const catalog = useDocument((state) => state.catalog);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const fitting = useFittingKinds(request);
  const box = useClickOutside(onClose);
  const found = useMemo(
    () =>
      searchComponents(
        catalog,
        componentRefs(catalog).filter((ref) => fitting.has(ref.kind)),
        typed,
        language,
        t,
      ),
    [catalog, fitting, typed, language, t],
  );

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === 'Escape') onClose();
    if (event.key === 'ArrowDown') setActive(Math.min(active + 1, found.length - 1));
    if (event.key === 'ArrowUp') setActive(Math.max(active - 1, 0));
    const picked = found[active];
    if (event.key === 'Enter' && picked !== undefined) onPick(picked.ref);
    if (['ArrowDown', 'ArrowUp', 'Enter'].includes(event.key)) event.preventDefault();
  }

  const left = Math.min(request.screen.x, window.innerWidth - 320);
  const top = Math.min(request.screen.y, window.innerHeight - 380);
  return (
    <Paper
      ref={box}
      className="gc-quick"
      shadow="md"
      withBorder
      style={{ left, top }}
      role="dialog"
      aria-label={t('canvas.quickAdd')}
    >
      <TextInput
        data-autofocus
        autoFocus
        role="combobox"
        aria-expanded
        aria-controls="gc-quick"
        aria-activedescendant={found.length === 0 ? undefined : `gc-quick-${active}`}
        leftSection={<IconSearch size={14} aria-hidden />}
        placeholder={t('canvas.quickAddPlaceholder')}
        aria-label={t('canvas.quickAddPlaceholder')}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul className="gc-quick-list" id="gc-quick" role="listbox" aria-label={t('canvas.quickAdd')}>
        {found.map(({ ref, title, description, icon }, index) => (
          <Option
            key={`${ref.kind}:${ref.type}`}
            index={index}
            isActive={index === active}
            kind={ref.kind}
            onPointerMove={() => setActive(index)}
            onClick={() => onPick(ref)}
          >
            <span className="gc-icon">
              <ComponentIcon icon={icon} role={ref.kind} size={16} />
            </span>
            <span className="gc-quick-text">
              <span>{title}</span>
              <span className="gc-dim">{`${t(`common.kind.${ref.kind}`)} · ${description}`}</span>
            </span>
          </Option>
        ))}
      </ul>
      {found.length === 0 && <p className="gc-quick-none gc-dim">{t('canvas.nothingFits')}</p>}
    </Paper>
  );
}

interface OptionProps {
  readonly index: number;
  readonly isActive: boolean;
  readonly kind: NodeKind;
  readonly onPointerMove: () => void;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** One line of the list; brings itself into view when the arrows reach it. */
function Option({ index, isActive, kind, children, ...events }: OptionProps) {
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isActive) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  return (
    <li
      ref={line}
      id={`gc-quick-${index}`}
      role="option"
      aria-selected={isActive}
      className={`gc-quick-item gc-kind-${kind}`}
      data-active={isActive || undefined}
      {...events}
    >
      {children}
    </li>
  );
}

/** The kinds of node that may be wired as asked. The rules go by kind, so one try for each is enough. */
function useFittingKinds({ after, before, into, kinds }: QuickAddRequest): ReadonlySet<NodeKind> {
  const document = useDocument((state) => state.document);
  const catalog = useDocument((state) => state.catalog);
  return useMemo(() => {
    const wiring = { after: into?.from ?? after, before: into?.to ?? before };
    const fits = (kind: NodeKind): boolean => {
      const type = catalog.components.find((component) => component.role === kind)?.type ?? kind;
      return couldWire(document, catalog, newNode(undefined, { kind, type }).node, wiring);
    };
    return new Set((kinds ?? ALL_KINDS).filter(fits));
  }, [document, catalog, after, before, into, kinds]);
}
