import { NumberInput, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../runtime/compile/plan.ts';
import type { PipelineNode } from '../../../runtime/spec/types.ts';
import { useDocument } from '../../document/index.ts';
import { FieldFrame, Section, problemsAt } from '../forms/common.ts';
import { ErrorSettingsForm, useInheritedErrors } from '../settings/common.ts';

interface NodeSettingsProps {
  readonly id: string;
  readonly node: PipelineNode;
  readonly problems: readonly Diagnostic[];
  readonly onSet: (path: readonly string[], value: unknown) => void;
}

/** What nodes have beside their options: how many tasks, how fast, what to do about errors, and a note for people. */
export function NodeSettings({ id, node, problems, onSet }: NodeSettingsProps) {
  const { t } = useTranslation();
  const inherited = useInheritedErrors();
  const catalog = useDocument((state) => state.catalog);
  const isSink = 'sink' in node;
  const runs = isSink || 'source' in node;
  const parallel =
    !isSink || catalog.components.find(({ role, type }) => role === 'sink' && type === node.sink)?.parallel !== false;
  const own = (field: string) => ({
    problems: problemsAt(problems, `nodes.${id}.${field}`),
    onReset: () => onSet([field], undefined),
  });
  return (
    <>
      {runs && (
        <Section title={t('inspector.running')}>
          <Stack gap="sm">
            <FieldFrame
              htmlFor={`${id}-tasks`}
              title={t('inspector.tasks')}
              description={t(parallel ? 'inspector.tasksHelp' : 'inspector.tasksOne')}
              isDefault={node.tasks === undefined}
              {...own('tasks')}
            >
              <NumberInput
                id={`${id}-tasks`}
                min={1}
                allowDecimal={false}
                placeholder="1"
                disabled={!parallel && node.tasks === undefined}
                value={node.tasks ?? ''}
                onChange={(next) => onSet(['tasks'], typeof next === 'number' ? next : undefined)}
              />
            </FieldFrame>
            <FieldFrame
              htmlFor={`${id}-rate`}
              title={t('inspector.rateLimit')}
              description={t('inspector.rateHelp')}
              isDefault={node.rate === undefined}
              {...own('rate')}
            >
              <NumberInput
                id={`${id}-rate`}
                min={1}
                thousandSeparator=" "
                placeholder={t('inspector.unlimited')}
                value={node.rate ?? ''}
                onChange={(next) => onSet(['rate'], typeof next === 'number' ? next : undefined)}
              />
            </FieldFrame>
            {isSink && (
              <FieldFrame
                title={t('inspector.start')}
                description={t('inspector.startHelp')}
                isDefault={node.start === undefined}
                {...own('start')}
              >
                <SegmentedControl
                  fullWidth
                  aria-label={t('inspector.start')}
                  value={node.start ?? 'earliest'}
                  onChange={(next) => onSet(['start'], next)}
                  data={[
                    { value: 'earliest', label: t('inspector.earliest') },
                    { value: 'latest', label: t('inspector.latest') },
                  ]}
                />
              </FieldFrame>
            )}
          </Stack>
        </Section>
      )}
      <Section title={t('settings.errors')} isFolded={node.errors === undefined}>
        <ErrorSettingsForm
          value={node.errors}
          inherited={inherited}
          problems={problems}
          path={`nodes.${id}.errors`}
          onChange={(path, value) => onSet(['errors', ...path], value)}
        />
      </Section>
      <Section title={t('inspector.note')} isFolded={node.description === undefined}>
        <Textarea
          aria-label={t('inspector.note')}
          placeholder={t('inspector.notePlaceholder')}
          autosize
          minRows={2}
          maxRows={8}
          value={node.description ?? ''}
          onChange={(event) => onSet(['description'], event.currentTarget.value || undefined)}
        />
      </Section>
    </>
  );
}
