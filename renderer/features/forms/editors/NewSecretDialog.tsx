import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryKeys, useClient } from '../../../client/index.ts';
import { ErrorNotice, useReturnFocus } from '../../../ui/index.ts';

interface NewSecretDialogProps {
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onCreated: (name: string) => void;
}

/** Stores a secret on the member. Its value is sent once, kept nowhere in the page, and never comes back. */
export function NewSecretDialog({ taken, onClose, onCreated }: NewSecretDialogProps) {
  useReturnFocus();
  const { t } = useTranslation();
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const store = useMutation({
    mutationFn: () => client.putSecret(name, value),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: queryKeys.secrets });
      onCreated(name);
    },
  });
  const overwrites = taken.includes(name);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('inspector.secretNewTitle')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // A form inside a form's portal: the outer one must not see this.
          event.stopPropagation();
          if (name !== '' && value !== '') store.mutate();
        }}
      >
        <Stack gap="sm">
          <Text c="dimmed">{t('inspector.secretNewBody')}</Text>
          <TextInput
            label={t('common.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value.replace(/[^A-Za-z0-9_.-]/g, ''))}
            data-autofocus
            spellCheck={false}
            autoComplete="off"
            description={overwrites ? t('inspector.secretOverwrites') : undefined}
          />
          <PasswordInput
            label={t('inspector.secretValue')}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            autoComplete="new-password"
          />
          {store.isError && <ErrorNotice error={store.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={name === '' || value === ''} loading={store.isPending}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
