import { Button, Group, List, Modal, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { PipelineSummaryDto } from '../../../runtime/api/contract.ts';
import { queryKeys, useClient } from '../../client/index.ts';
import { ErrorNotice, useReturnFocus } from '../../ui/index.ts';

interface DeletePipelineDialogProps {
  readonly pipeline: PipelineSummaryDto;
  readonly onClose: () => void;
}

/** Asks before a pipeline is deleted, and says what is lost with it. */
export function DeletePipelineDialog({ pipeline: { name, deployed }, onClose }: DeletePipelineDialogProps) {
  useReturnFocus();
  const { t } = useTranslation();
  const client = useClient();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: async () => {
      if (deployed !== undefined) await client.undeploy(name, 'forget');
      await client.deletePipeline(name);
    },
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: queryKeys.pipelines }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('home.deleteTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <List size="sm" spacing={6}>
          <List.Item>{t('home.deleteDraft')}</List.Item>
          {deployed !== undefined && <List.Item>{t('home.deleteRunning')}</List.Item>}
          {deployed !== undefined && <List.Item>{t('home.deleteTopics')}</List.Item>}
        </List>
        {remove.isError && <ErrorNotice error={remove.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button color="red" onClick={() => remove.mutate()} loading={remove.isPending}>
            {t('home.deleteConfirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
