import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { JsonObject } from '@gantry/sdk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isName } from '../../../runtime/spec/index.ts';
import type { Connection } from '../../../runtime/spec/types.ts';
import { setConnection, useDocument, useDocumentActions } from '../../document/index.ts';
import { useLocalised } from '../../i18n/index.ts';
import { EmptyNotice, useReturnFocus } from '../../ui/index.ts';
import { SchemaForm, problemsAt } from '../forms/common.ts';
import { CheckSteps } from './CheckSteps.tsx';
import { connectionUsers, freeConnectionName } from './connectionUsers.ts';

interface ConnectionDialogProps {
  readonly type: string;
  /** The connection to change; undefined makes a new one. */
  readonly name: string | undefined;
  readonly onClose: () => void;
  readonly onSaved?: (name: string) => void;
}

/** Makes or changes a connection: fill in, check, save. Says which nodes a change will reach. */
export function ConnectionDialog({ type, name, onClose, onSaved }: ConnectionDialogProps) {
  useReturnFocus();
  const { t } = useTranslation();
  const { execute } = useDocumentActions();
  const catalog = useDocument((state) => state.catalog);
  const pipeline = useDocument((state) => state.document.pipeline);
  const problems = useDocument((state) => state.problems);
  const existing = pipeline?.connections ?? {};
  const descriptor = catalog.components.find((component) => component.role === 'connection' && component.type === type);
  const say = useLocalised(descriptor);
  const [newName, setNewName] = useState(() => name ?? freeConnectionName(type, Object.keys(existing)));
  const [config, setConfig] = useState<JsonObject>(() => withoutType(name === undefined ? undefined : existing[name]));
  const users = name === undefined || pipeline === undefined ? [] : connectionUsers(pipeline, name);
  const nameProblem = nameProblemOf(newName, name === undefined ? Object.keys(existing) : []);

  const save = (): void => {
    execute(setConnection(newName, { ...config, type }));
    onSaved?.(newName);
    onClose();
  };
  const title =
    name === undefined
      ? t('connections.newTitle', { type: say(descriptor?.title ?? type) })
      : t('connections.editTitle', { name });

  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': t('common.close') }}>
      {descriptor === undefined ? (
        <EmptyNotice title={t('connections.unknownType', { type })} />
      ) : (
        <Stack gap="md">
          {users.length > 1 && (
            <Text c="dimmed">{t('connections.usedBy', { count: users.length, nodes: users.join(', ') })}</Text>
          )}
          {name === undefined && (
            <TextInput
              label={t('common.name')}
              value={newName}
              onChange={(event) => setNewName(event.currentTarget.value)}
              error={nameProblem === undefined ? undefined : t(nameProblem)}
              data-autofocus
              spellCheck={false}
            />
          )}
          <SchemaForm
            descriptor={descriptor}
            value={config}
            onChange={setConfig}
            path={`connections.${newName}`}
            call={{ role: 'connection', type, config }}
            problems={name === undefined ? [] : problemsAt(problems, `connections.${name}`)}
          />
          {descriptor.capabilities.includes('check') && (
            <CheckSteps call={{ role: 'connection', type, config }} label={t('connections.check')} />
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button onClick={save} disabled={nameProblem !== undefined}>
              {t('common.save')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function nameProblemOf(name: string, taken: readonly string[]): string | undefined {
  if (!isName(name)) return 'inspector.nameInvalid';
  return taken.includes(name) ? 'inspector.nameTaken' : undefined;
}

function withoutType(connection: Connection | undefined): JsonObject {
  if (connection === undefined) return {};
  const { type: _type, ...config } = connection;
  return config;
}
