import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../client/index.ts';
import { ErrorNotice, useReturnFocus } from '../../ui/index.ts';

interface UndeployDialogProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks what shall become of the positions before a deployment goes. */
export function UndeployDialog({ name, onClose }: UndeployDialogProps) {
  useReturnFocus();
  const { t } = useTranslation();
  const client = useClient();
  const [positions, setPositions] = useState<'keep' | 'forget'>('keep');
  const undeploy = useMutation({ mutationFn: () => client.undeploy(name, positions), onSuccess: onClose });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('frame.undeployTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="sm">
        <Text>{t('frame.undeployBody')}</Text>
        <Radio.Group
          value={positions}
          onChange={(value) => setPositions(value as 'keep' | 'forget')}
          aria-label={t('frame.undeployTitle', { name })}
        >
          <Stack gap={8}>
            <Radio size="xs" value="keep" label={t('frame.undeployKeep')} />
            <Radio size="xs" value="forget" label={t('frame.undeployForget')} />
          </Stack>
        </Radio.Group>
        {undeploy.isError && <ErrorNotice error={undeploy.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common.cancel')}
          </Button>
          <Button color="red" onClick={() => undeploy.mutate()} loading={undeploy.isPending}>
            {t('frame.undeployConfirm')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
