import { NumberInput, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../runtime/compile/plan.ts';
import type { ErrorPolicy, ErrorSettings } from '../../../runtime/spec/types.ts';
import { FieldFrame, problemsAt } from '../forms/common.ts';

interface ErrorSettingsFormProps {
  readonly value: ErrorSettings | undefined;
  /** What holds where a value is left out. */
  readonly inherited: ErrorSettings;
  readonly problems: readonly Diagnostic[];
  /** Where it stands in the document: `errors`, `nodes.x.errors`. */
  readonly path: string;
  readonly onChange: (path: readonly string[], value: unknown) => void;
}

const POLICIES: readonly ErrorPolicy[] = ['stop', 'skip', 'dead-letter'];

/** What happens to a record that cannot be processed: of one node, or of the pipeline as the default. */
export function ErrorSettingsForm({ value = {}, inherited, problems, path, onChange }: ErrorSettingsFormProps) {
  const { t } = useTranslation();
  const id = useId();
  const policy = value.policy ?? inherited.policy ?? 'stop';
  const frame = (name: keyof ErrorSettings) => ({
    isDefault: value[name] === undefined,
    onReset: () => onChange([name], undefined),
    problems: problemsAt(problems, `${path}.${name}`),
  });
  const number = (name: 'retries' | 'backoffMs' | 'maxBackoffMs') => (
    <NumberInput
      id={`${id}-${name}`}
      value={value[name] ?? ''}
      placeholder={String(inherited[name] ?? '')}
      allowDecimal={false}
      min={name === 'retries' ? -1 : 0}
      onChange={(next) => onChange([name], typeof next === 'number' ? next : undefined)}
    />
  );
  return (
    <Stack gap="sm">
      <FieldFrame title={t('settings.policy')} description={t(`settings.policyHelp.${policy}`)} {...frame('policy')}>
        <SegmentedControl
          fullWidth
          aria-label={t('settings.policy')}
          value={policy}
          data={POLICIES.map((one) => ({ value: one, label: t(`settings.policyName.${one}`) }))}
          onChange={(next) => onChange(['policy'], next)}
        />
      </FieldFrame>
      <FieldFrame
        htmlFor={`${id}-retries`}
        title={t('settings.retries')}
        description={t('settings.retriesHelp')}
        {...frame('retries')}
      >
        {number('retries')}
      </FieldFrame>
      <FieldFrame htmlFor={`${id}-backoffMs`} title={t('settings.backoff')} {...frame('backoffMs')}>
        {number('backoffMs')}
      </FieldFrame>
      <FieldFrame htmlFor={`${id}-maxBackoffMs`} title={t('settings.maxBackoff')} {...frame('maxBackoffMs')}>
        {number('maxBackoffMs')}
      </FieldFrame>
      {policy === 'dead-letter' && (
        <FieldFrame htmlFor={`${id}-topic`} title={t('settings.deadLetterTopic')} {...frame('topic')}>
          <TextInput
            id={`${id}-topic`}
            value={value.topic ?? ''}
            placeholder={inherited.topic ?? ''}
            spellCheck={false}
            onChange={(event) => onChange(['topic'], event.currentTarget.value || undefined)}
          />
        </FieldFrame>
      )}
    </Stack>
  );
}
