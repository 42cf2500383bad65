import { Select, Stack, TextInput, Textarea } from '@mantine/core';
import { IconSettings2 } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { setPipelineValue, useDocument, useDocumentActions } from '../../document/index.ts';
import { EmptyNotice, PanelHeader } from '../../ui/index.ts';
import { ConnectionsList } from '../connections/common.ts';
import { FieldFrame, Section, problemsAt } from '../forms/common.ts';
import { ErrorSettingsForm } from './ErrorSettingsForm.tsx';
import { BUILT_IN_ERRORS } from './builtInErrors.ts';

/** The pipeline as a whole: what it is called, what carries it, what it promises, and its connections. */
export function PipelineSettings() {
  const { t } = useTranslation();
  const id = useId();
  const { execute } = useDocumentActions();
  const pipeline = useDocument((state) => state.document.pipeline);
  const problems = useDocument((state) => state.problems);
  const catalog = useDocument((state) => state.catalog);
  if (pipeline === undefined)
    return <EmptyNotice title={t('settings.unreadable')}>{t('settings.unreadableBody')}</EmptyNotice>;
  const set = (path: readonly string[], value: unknown): void => execute(setPipelineValue(path, value));
  const busTypes = new Set(
    catalog.components.filter(({ role }) => role === 'bus').map(({ connection, type }) => connection?.type ?? type),
  );
  const buses = Object.entries(pipeline.connections ?? {})
    .filter(([, { type }]) => busTypes.has(type))
    .map(([name, { type }]) => ({ value: name, label: `${name} (${type})` }));
  const busOptions = [{ value: 'embedded', label: t('settings.busEmbedded') }, ...buses];
  const isListed = busOptions.some(({ value }) => value === pipeline.bus);

  return (
    <>
      <PanelHeader icon={<IconSettings2 size={16} aria-hidden="true" />} title={t('settings.title')} />
      <Section title={t('settings.about')}>
        <Stack gap="sm">
          <FieldFrame
            htmlFor={`${id}-name`}
            title={t('common.name')}
            description={t('settings.nameHelp')}
            problems={problemsAt(problems, 'name')}
          >
            <TextInput id={`${id}-name`} value={pipeline.name} readOnly variant="filled" />
          </FieldFrame>
          <FieldFrame
            htmlFor={`${id}-description`}
            title={t('common.description')}
            problems={problemsAt(problems, 'description')}
          >
            <Textarea
              id={`${id}-description`}
              autosize
              minRows={2}
              maxRows={6}
              value={pipeline.description ?? ''}
              onChange={(event) => set(['description'], event.currentTarget.value || undefined)}
            />
          </FieldFrame>
        </Stack>
      </Section>
      <Section title={t('settings.transport')}>
        <Stack gap="sm">
          <FieldFrame
            htmlFor={`${id}-bus`}
            title={t('settings.bus')}
            description={t('settings.busHelp')}
            problems={problemsAt(problems, 'bus')}
          >
            <Select
              id={`${id}-bus`}
              allowDeselect={false}
              value={pipeline.bus}
              data={isListed ? busOptions : [...busOptions, pipeline.bus]}
              onChange={(next) => set(['bus'], next)}
            />
          </FieldFrame>
          <FieldFrame
            htmlFor={`${id}-delivery`}
            title={t('settings.delivery')}
            description={t('settings.deliveryHelp')}
            problems={problemsAt(problems, 'delivery')}
            isDefault={pipeline.delivery === undefined}
            onReset={() => set(['delivery'], undefined)}
          >
            <Select
              id={`${id}-delivery`}
              allowDeselect={false}
              value={pipeline.delivery ?? 'at-least-once'}
              onChange={(next) => set(['delivery'], next)}
              data={[
                { value: 'at-least-once', label: t('settings.atLeastOnce') },
                { value: 'exactly-once', label: t('settings.exactlyOnce') },
              ]}
            />
          </FieldFrame>
        </Stack>
      </Section>
      <Section title={t('settings.connections')}>
        <ConnectionsList />
      </Section>
      <Section title={t('settings.errors')} isFolded>
        <ErrorSettingsForm
          value={pipeline.errors}
          inherited={BUILT_IN_ERRORS}
          problems={problems}
          path="errors"
          onChange={(path, value) => set(['errors', ...path], value)}
        />
      </Section>
    </>
  );
}
