import { ScrollArea, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeKind } from '../../../runtime/spec/types.ts';
import { componentRefs, searchComponents, useDocument } from '../../document/index.ts';
import type { FoundComponent } from '../../document/index.ts';
import { useLanguage } from '../../i18n/index.ts';
import { PaletteItem } from './PaletteItem.tsx';
import classes from './Palette.module.css';

const GROUPS: readonly (readonly [NodeKind, string])[] = [
  ['source', 'sources'],
  ['transform', 'transforms'],
  ['topic', 'topics'],
  ['converter', 'converters'],
  ['sink', 'sinks'],
];

/** Everything that can be put on the canvas, in the order records flow: drag it there, or click. */
export function Palette() {
  const { t } = useTranslation();
  const language = useLanguage();
  const catalog = useDocument((state) => state.catalog);
  const [typed, setTyped] = useState('');
  const found = useMemo(
    () => searchComponents(catalog, componentRefs(catalog), typed, language, t),
    [catalog, typed, language, t],
  );
  return (
    <nav className={classes['palette']} aria-label={t('palette.title')}>
      <TextInput
        className={classes['search'] ?? ''}
        type="search"
        leftSection={<IconSearch size={14} aria-hidden />}
        placeholder={t('palette.searchPlaceholder')}
        aria-label={t('palette.searchPlaceholder')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ScrollArea className={classes['list'] ?? ''} type="auto" scrollbarSize={8}>
        {typed.trim() === '' ? (
          GROUPS.map(([kind, title]) => (
            <Group key={kind} title={t(`palette.${title}`)} items={found.filter(({ ref }) => ref.kind === kind)} />
          ))
        ) : (
          <Group items={found} />
        )}
        {found.length === 0 && <p className={classes['note']}>{t('palette.nothingFound')}</p>}
      </ScrollArea>
      <p className={classes['how']}>{t('palette.how')}</p>
    </nav>
  );
}

function Group({ title, items }: { readonly title?: string; readonly items: readonly FoundComponent[] }) {
  if (items.length === 0) return null;
  return (
    <section className={classes['group']}>
      {title !== undefined && <h3 className={classes['heading']}>{title}</h3>}
      <ul className={classes['items']}>
        {items.map((item) => (
          <li key={`${item.ref.kind}:${item.ref.type}`}>
            <PaletteItem item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}
