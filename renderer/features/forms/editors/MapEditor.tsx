import { Button, TextInput, VisuallyHidden } from '@mantine/core';
import type { Json, JsonObject } from '@gantry/sdk';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { IconAction } from '../../../ui/index.ts';
import type { EditorProps } from '../OptionEditor.tsx';
import { emptyValue, isObject } from '../fieldKind.ts';
import classes from './MapEditor.module.css';
import { mapOf, rowsOf } from './mapRows.ts';
import type { MapRow } from './mapRows.ts';

interface MapEditorProps extends EditorProps {
  readonly valueSchema: JsonObject;
  /** Edits the values inside: given, because it is the one that renders this too. */
  readonly Editor: ComponentType<EditorProps>;
}

/** Names and their values in two columns. A row whose name is still empty, or taken twice, stays here and out of the document. */
export function MapEditor({ id, title, value, field, onChange, valueSchema, Editor }: MapEditorProps) {
  const { t } = useTranslation();
  const [drafts, setDrafts] = useState<readonly MapRow[]>([]);
  const rows = rowsOf(isObject(value) ? value : {}, drafts);

  const take = (next: readonly MapRow[]): void => {
    const { map, unfinished } = mapOf(next);
    setDrafts(unfinished);
    onChange(Object.keys(map).length === 0 ? undefined : map);
  };
  const replace = (index: number, row: MapRow): void => take(rows.map((one, at) => (at === index ? row : one)));

  return (
    <div id={id} role="group" aria-label={title} className={classes['map']}>
      {rows.map((row, index) => (
        <div key={index} className={classes['row']}>
          <TextInput
            aria-label={t('inspector.mapKey', { title })}
            placeholder={t('inspector.mapKeyPlaceholder')}
            value={row.key}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--g-mono)', fontSize: 12.5 } }}
            onChange={(event) => replace(index, { ...row, key: event.currentTarget.value })}
          />
          <div className={classes['value']}>
            <VisuallyHidden>
              <label htmlFor={`${id}-${index}`}>{t('inspector.mapValue', { title, key: row.key })}</label>
            </VisuallyHidden>
            <Editor
              id={`${id}-${index}`}
              title={t('inspector.mapValue', { title, key: row.key })}
              schema={valueSchema}
              value={row.value}
              field={`${field}.${row.key}`}
              onChange={(next) => replace(index, { ...row, value: (next ?? '') as Json })}
            />
          </div>
          <IconAction
            label={t('inspector.mapRemove', { key: row.key })}
            onClick={() => take(rows.filter((_, at) => at !== index))}
          >
            <IconX size={14} />
          </IconAction>
        </div>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => setDrafts([...drafts, { key: '', value: emptyValue(valueSchema) as Json }])}
      >
        {t('common.add')}
      </Button>
    </div>
  );
}
