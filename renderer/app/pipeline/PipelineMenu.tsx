import { Menu } from '@mantine/core';
import {
  IconDots,
  IconDownload,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlayerTrackPrev,
  IconPlugX,
  IconRefresh,
  IconRefreshAlert,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeploymentDto } from '../../../runtime/api/contract.ts';
import { useClient, useServices } from '../../client/index.ts';
import { useDocument, useDocumentStore, useLive } from '../../document/index.ts';
import { StartOverDialog, sourcesOf } from '../../features/deploy/common.ts';
import { ErrorNotice, IconAction, useNotify } from '../../ui/index.ts';
import { UndeployDialog } from './UndeployDialog.tsx';

/** What can be done with what runs. The outcome shows in its state; a refusal is told. */
export function PipelineMenu() {
  const { t } = useTranslation();
  const client = useClient();
  const { desktop } = useServices();
  const store = useDocumentStore();
  const name = useDocument((state) => state.name);
  const deployment = useLive((live) => live.deployment);
  const state = useLive((live) => live.state);
  const [undeploying, setUndeploying] = useState(false);
  const [startingOver, setStartingOver] = useState(false);
  const notify = useNotify();
  const act = useMutation({
    mutationFn: (call: () => Promise<DeploymentDto>) => call(),
    onError: (error) => notify('bad', <ErrorNotice error={error} />),
  });
  const desired = deployment?.desired;
  const isDown = state === 'stopped' || state === 'stopping';

  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <IconAction label={t('frame.actions')}>
            <IconDots size={17} />
          </IconAction>
        </Menu.Target>
        <Menu.Dropdown>
          {desired === 'running' && (
            <Menu.Item
              leftSection={<IconPlayerPause size={15} />}
              onClick={() => act.mutate(() => client.control(name, 'pause'))}
            >
              {t('frame.pause')}
            </Menu.Item>
          )}
          {(desired === 'paused' || desired === 'stopped') && (
            <Menu.Item
              leftSection={<IconPlayerPlay size={15} />}
              onClick={() => act.mutate(() => client.control(name, 'resume'))}
            >
              {t('frame.resume')}
            </Menu.Item>
          )}
          {deployment !== undefined && (
            <>
              <Menu.Item
                leftSection={<IconPlayerStop size={15} />}
                disabled={isDown}
                onClick={() => act.mutate(() => client.control(name, 'stop'))}
              >
                {t('frame.stop')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconRefresh size={15} />}
                disabled={isDown}
                onClick={() => act.mutate(() => client.restart(name, 'all'))}
              >
                {t('frame.restart')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconRefreshAlert size={15} />}
                disabled={state !== 'failed' && state !== 'retrying'}
                onClick={() => act.mutate(() => client.restart(name, 'failed'))}
              >
                {t('frame.restartFailed')}
              </Menu.Item>
              <Menu.Item
                leftSection={<IconPlayerTrackPrev size={15} />}
                disabled={sourcesOf(deployment).length === 0}
                onClick={() => setStartingOver(true)}
              >
                {t('frame.startOver')}
              </Menu.Item>
              <Menu.Item
                color="var(--g-bad)"
                leftSection={<IconPlugX size={15} />}
                onClick={() => setUndeploying(true)}
              >
                {t('frame.undeploy')}
              </Menu.Item>
              <Menu.Divider />
            </>
          )}
          <Menu.Item
            leftSection={<IconDownload size={15} />}
            onClick={() => void desktop.saveTextFile(`${name}.yaml`, store.getState().document.text)}
          >
            {t('frame.downloadText')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {startingOver && deployment !== undefined && (
        <StartOverDialog deployment={deployment} onClose={() => setStartingOver(false)} />
      )}
      {undeploying && <UndeployDialog name={name} onClose={() => setUndeploying(false)} />}
    </>
  );
}
