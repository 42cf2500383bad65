import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeploymentDto } from '../../../runtime/api/contract.ts';
import { ApiError, queryKeys, useClient } from '../../client/index.ts';
import { useDocument, useDocumentActions, useDocumentStore, useLive, useLiveStore } from '../../document/index.ts';
import { ErrorNotice, LoadingNotice, useNotify, useReturnFocus } from '../../ui/index.ts';
import { BlockingProblems } from './BlockingProblems.tsx';
import { PlanView } from './PlanView.tsx';
import { ReadAgainOption } from './ReadAgainOption.tsx';
import { StaleNotice } from './StaleNotice.tsx';
import { startOver } from './startOver.ts';
import { useDeploymentPlan } from './useDeploymentPlan.ts';

const TextDiffDialog = lazy(() => import('../text/common.ts').then((module) => ({ default: module.TextDiffDialog })));

/** Shows what a deploy would do before it does it. */
export function DeployDialog({ onClose }: { readonly onClose: () => void }) {
  useReturnFocus();
  const { t } = useTranslation();
  const name = useDocument((state) => state.name);
  const problems = useDocument((state) => state.problems);
  const draft = useDocument((state) => state.document.text);
  const deployment = useLive((live) => live.deployment);
  const { setText } = useDocumentActions();
  const plan = useDeploymentPlan();
  // What the plan was compared with when the dialog opened: a revision that comes later must not be overwritten unseen.
  const [base, setBase] = useState(deployment?.revision ?? 0);
  const [comparing, setComparing] = useState(false);
  const [readsAgain, setReadsAgain] = useState(false);
  const deploy = useDeploy(onClose);
  const errors = problems.filter(({ severity }) => severity === 'error');
  const isStale = (deployment?.revision ?? 0) !== base && !deploy.isSuccess;
  const isBlocked = errors.length > 0 || plan === undefined;

  const revert = (): void => {
    if (deployment !== undefined) setText(deployment.text, 'replaced');
    onClose();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('deploy.title', { name })}
      size={680}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack gap="md">
        {isStale && deployment !== undefined && (
          <StaleNotice
            revision={deployment.revision}
            onView={() => setComparing(true)}
            onOverwrite={() => setBase(deployment.revision)}
          />
        )}
        <Text c="dimmed">
          {deployment === undefined ? t('deploy.first') : t('deploy.against', { revision: deployment.revision })}
          {deployment?.desired === 'paused' && ` ${t('deploy.staysPaused')}`}
          {deployment?.desired === 'stopped' && ` ${t('deploy.staysStopped')}`}
        </Text>
        <BlockingProblems problems={problems} onGo={onClose} />
        {plan !== undefined && (
          <PlanView plan={plan} isFirst={deployment === undefined} isIdentical={draft === deployment?.text} />
        )}
        {deployment !== undefined && !isBlocked && (
          <ReadAgainOption deployment={deployment} value={readsAgain} onChange={setReadsAgain} />
        )}
        {deploy.isError && !isStaleError(deploy.error) && <ErrorNotice error={deploy.error} />}
        {deploy.error instanceof ApiError && deploy.error.diagnostics.length > 0 && (
          <BlockingProblems problems={deploy.error.diagnostics} onGo={onClose} />
        )}
        <Group justify="space-between" gap="xs" mt={4}>
          {deployment === undefined ? (
            <span />
          ) : (
            <Group gap={0} ml={-8}>
              <Button variant="subtle" px={8} onClick={() => setComparing(true)}>
                {t('deploy.textDiff')}
              </Button>
              {draft !== deployment.text && (
                <Button variant="subtle" px={8} onClick={revert}>
                  {t('deploy.revert')}
                </Button>
              )}
            </Group>
          )}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button
              leftSection={<IconRocket size={15} />}
              disabled={isBlocked || isStale}
              loading={deploy.isPending}
              onClick={() => deploy.mutate({ base, readsAgain })}
              data-autofocus
            >
              {t(plan?.changes.length === 0 && !readsAgain ? 'deploy.deployAnyway' : 'deploy.deploy')}
            </Button>
          </Group>
        </Group>
      </Stack>
      {comparing && deployment !== undefined && (
        <Suspense fallback={<LoadingNotice />}>
          <TextDiffDialog
            title={t('deploy.textDiff')}
            before={deployment.text}
            beforeLabel={t('deploy.deployedText')}
            after={draft}
            afterLabel={t('deploy.draftText')}
            onClose={() => setComparing(false)}
          />
        </Suspense>
      )}
    </Modal>
  );
}

interface DeployChoice {
  readonly base: number;
  readonly readsAgain: boolean;
}

/** Saves the draft, then deploys it over the revision it was compared with. */
function useDeploy(onDone: () => void) {
  const { t } = useTranslation();
  const client = useClient();
  const queries = useQueryClient();
  const store = useDocumentStore();
  const live = useLiveStore();
  const notify = useNotify();
  return useMutation({
    mutationFn: async ({ base, readsAgain }: DeployChoice): Promise<DeploymentDto> => {
      await store.actions.save();
      const { name, document } = store.getState();
      const { deployment } = live.getState();
      const put = (): Promise<DeploymentDto> => client.deploy(name, document.text, base);
      try {
        return await (readsAgain && deployment !== undefined ? startOver(client, deployment, put) : put());
      } catch (caught) {
        // The newer revision may not have come by event yet; without it the dialog could not say what it is.
        if (isStaleError(caught)) live.setState({ deployment: await client.deployment(name) });
        throw caught;
      }
    },
    onSuccess: (deployment) => {
      live.setState({ deployment, state: deployment.state });
      void queries.invalidateQueries({ queryKey: queryKeys.pipelines });
      notify('ok', t('deploy.done', { name: deployment.name, revision: deployment.revision }));
      onDone();
    },
  });
}

function isStaleError(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}
