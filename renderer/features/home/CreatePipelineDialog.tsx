import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newPipelineText, parseText, pipelineEdits } from '../../../runtime/spec/index.ts';
import { queryKeys, useClient } from '../../client/index.ts';
import { ErrorNotice, useReturnFocus } from '../../ui/index.ts';
import { freeName, nameProblem } from './pipelineName.ts';

/** What a new pipeline begins with: a template or a file; empty where there is no text. */
export interface StartingText {
  readonly suggestedName: string;
  readonly text?: string;
  readonly templateTitle?: string;
}

interface CreatePipelineDialogProps {
  readonly starting: StartingText;
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onCreated: (name: string) => void;
}

export function CreatePipelineDialog({ starting, taken, onClose, onCreated }: CreatePipelineDialogProps) {
  useReturnFocus();
  const { t } = useTranslation();
  const client = useClient();
  const queries = useQueryClient();
  const [name, setName] = useState(() => freeName(starting.suggestedName, taken));
  const problem = nameProblem(name, taken);
  const create = useMutation({
    mutationFn: () => client.savePipeline(name, newText(name, starting.text)),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: queryKeys.pipelines });
      onCreated(name);
    },
  });

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('home.createTitle')}
      size="sm"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (problem === undefined) create.mutate();
        }}
      >
        <Stack gap="sm">
          {starting.templateTitle !== undefined && (
            <Text c="dimmed">{t('home.createFrom', { title: starting.templateTitle })}</Text>
          )}
          <TextInput
            label={t('home.nameLabel')}
            description={t('home.nameHelp')}
            value={name}
            data-autofocus
            spellCheck={false}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem === undefined ? undefined : t(problem === 'taken' ? 'home.nameTaken' : 'home.nameInvalid')}
          />
          {create.isError && <ErrorNotice error={create.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" disabled={problem !== undefined} loading={create.isPending}>
              {t('home.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The starting text under its new name, or the smallest pipeline there is. */
function newText(name: string, text: string | undefined): string {
  if (text !== undefined) return pipelineEdits.setValue(parseText(text), ['name'], name).text;
  return newPipelineText(name).text;
}
