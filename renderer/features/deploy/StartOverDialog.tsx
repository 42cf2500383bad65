import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DeploymentDto } from '../../../runtime/api/contract.ts';
import { useClient } from '../../client/index.ts';
import { ErrorNotice, useNotify, useReturnFocus } from '../../ui/index.ts';
import { startOver } from './startOver.ts';

interface StartOverDialogProps {
  readonly deployment: DeploymentDto;
  readonly onClose: () => void;
}

/** Says what it means to read everything again before it is done. */
export function StartOverDialog({ deployment, onClose }: StartOverDialogProps) {
  useReturnFocus();
  const { t } = useTranslation();
  const client = useClient();
  const notify = useNotify();
  const { name } = deployment;
  const again = useMutation({
    mutationFn: () => startOver(client, deployment, () => client.deployment(name)),
    onSuccess: () => {
      notify('ok', t('deploy.startedOver', { name }));
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('deploy.startOverTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text>{t('deploy.startOverBody')}</Text>
        <Text c="dimmed">{t('deploy.readAgainHelp')}</Text>
        {again.isError && <ErrorNotice error={again.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button onClick={() => again.mutate()} loading={again.isPending}>
            {t('deploy.startOverConfirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
