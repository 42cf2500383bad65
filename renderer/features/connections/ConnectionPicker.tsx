import { Button, Group, Select } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../document/index.ts';
import { IconAction } from '../../ui/index.ts';
import { ConnectionDialog } from './ConnectionDialog.tsx';

interface ConnectionPickerProps {
  readonly id: string;
  /** The type a component takes. */
  readonly type: string;
  readonly value: string | undefined;
  readonly onChange: (name: string | undefined) => void;
  readonly isOptional: boolean;
}

/** Chooses a connection of one type, or makes or changes one in place. */
export function ConnectionPicker({ id, type, value, onChange, isOptional }: ConnectionPickerProps) {
  const { t } = useTranslation();
  const connections = useDocument((state) => state.document.pipeline?.connections);
  const [editing, setEditing] = useState<{ readonly name: string | undefined }>();
  const names = Object.entries(connections ?? {})
    .filter(([, connection]) => connection.type === type)
    .map(([name]) => name);
  return (
    <>
      <Group gap={6} wrap="nowrap">
        <Select
          id={id}
          flex={1}
          data={names}
          value={value ?? null}
          placeholder={t('connections.choose')}
          clearable={isOptional}
          allowDeselect={false}
          nothingFoundMessage={t('connections.noneOfType', { type })}
          onChange={(name) => onChange(name ?? undefined)}
        />
        {value !== undefined && names.includes(value) && (
          <IconAction
            label={t('connections.edit', { name: value })}
            variant="default"
            size={30}
            onClick={() => setEditing({ name: value })}
          >
            <IconPencil size={15} />
          </IconAction>
        )}
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => setEditing({ name: undefined })}>
          {t('connections.new')}
        </Button>
      </Group>
      {editing !== undefined && (
        <ConnectionDialog type={type} name={editing.name} onClose={() => setEditing(undefined)} onSaved={onChange} />
      )}
    </>
  );
}
