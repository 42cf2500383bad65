import { Button, Group, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryKeys, useClient } from '../../../client/index.ts';
import type { EditorProps } from '../OptionEditor.tsx';
import { NewSecretDialog } from './NewSecretDialog.tsx';
import { parseReference, printReference } from './secretReference.ts';
import type { SecretKind } from './secretReference.ts';

/** A reference to a secret, never the secret: the document holds where its value is found, and the member looks there. */
export function SecretEditor({ id, title, value, onChange }: EditorProps) {
  const { t } = useTranslation();
  const client = useClient();
  const text = typeof value === 'string' ? value : '';
  const reference = parseReference(text);
  const [chosenKind, setChosenKind] = useState<SecretKind>('env');
  const [creating, setCreating] = useState(false);
  const kind = reference?.kind ?? chosenKind;
  const name = reference?.name ?? '';
  const secrets = useQuery({
    queryKey: queryKeys.secrets,
    queryFn: () => client.secretNames(),
    enabled: kind === 'secret',
  });
  const setName = (next: string): void => onChange(next === '' ? undefined : printReference({ kind, name: next }));
  const known = [...new Set([...(secrets.data ?? []), ...(kind === 'secret' && name !== '' ? [name] : [])])];

  return (
    <Stack gap={6}>
      <SegmentedControl
        fullWidth
        aria-label={t('inspector.secretFrom', { title })}
        value={kind}
        data={[
          { value: 'env', label: t('inspector.secretEnv') },
          { value: 'file', label: t('inspector.secretFile') },
          { value: 'secret', label: t('inspector.secretStored') },
        ]}
        onChange={(next) => {
          setChosenKind(next as SecretKind);
          onChange(undefined);
        }}
      />
      {kind === 'secret' ? (
        <Group gap={6} wrap="nowrap">
          <Select
            id={id}
            flex={1}
            searchable
            data={known}
            value={name === '' ? null : name}
            placeholder={t('inspector.secretChoose')}
            onChange={(next) => setName(next ?? '')}
            leftSection={<IconKey size={14} />}
            nothingFoundMessage={t('common.none')}
          />
          <Button variant="default" onClick={() => setCreating(true)}>
            {t('inspector.secretNew')}
          </Button>
        </Group>
      ) : (
        <TextInput
          id={id}
          value={name}
          spellCheck={false}
          autoComplete="off"
          styles={{ input: { fontFamily: 'var(--g-mono)', fontSize: 12.5 } }}
          placeholder={kind === 'env' ? 'DB_PASSWORD' : '/run/secrets/db'}
          onChange={(event) => setName(event.currentTarget.value.replaceAll('}', ''))}
        />
      )}
      {text !== '' && reference === undefined && (
        <span role="alert" style={{ color: 'var(--g-bad)', fontSize: 12.5 }}>
          {t('inspector.secretClear')}
        </span>
      )}
      {creating && (
        <NewSecretDialog
          taken={known}
          onClose={() => setCreating(false)}
          onCreated={(created) => {
            setCreating(false);
            setName(created);
          }}
        />
      )}
    </Stack>
  );
}
