import { NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../runtime/compile/plan.ts';
import type { TopicNode } from '../../../runtime/spec/types.ts';
import { setNodeConfig, useDocument, useDocumentActions } from '../../document/index.ts';
import { FieldFrame, SchemaForm, Section, problemsAt } from '../forms/common.ts';

interface TopicFormProps {
  readonly id: string;
  readonly node: TopicNode;
  readonly problems: readonly Diagnostic[];
  readonly onSet: (path: readonly string[], value: unknown) => void;
}

const DEFAULT_CONVERTER = 'json';

/** A topic: its name on the bus, how it is divided, how its messages are written, and how long they stay. */
export function TopicForm({ id, node, problems, onSet }: TopicFormProps) {
  const { t } = useTranslation();
  const { execute } = useDocumentActions();
  const catalog = useDocument((state) => state.catalog);
  const converters = catalog.components.filter(({ role }) => role === 'converter');
  const type = node.converter ?? DEFAULT_CONVERTER;
  const converter = converters.find((one) => one.type === type);
  const own = (field: string) => ({ problems: problemsAt(problems, `nodes.${id}.${field}`) });
  const { retention = {} } = node;
  return (
    <>
      <Section title={t('common.kind.topic')}>
        <Stack gap="sm">
          <FieldFrame
            htmlFor={`${id}-topic`}
            title={t('inspector.topicName')}
            description={t('inspector.topicNameHelp')}
            required
            {...own('topic')}
          >
            <TextInput
              id={`${id}-topic`}
              value={node.topic}
              spellCheck={false}
              onChange={(event) => onSet(['topic'], event.currentTarget.value)}
            />
          </FieldFrame>
          <FieldFrame
            htmlFor={`${id}-queues`}
            title={t('inspector.queues')}
            description={t('inspector.queuesHelp')}
            isDefault={node.queues === undefined}
            onReset={() => onSet(['queues'], undefined)}
            {...own('queues')}
          >
            <NumberInput
              id={`${id}-queues`}
              min={1}
              allowDecimal={false}
              placeholder="1"
              value={node.queues ?? ''}
              onChange={(next) => onSet(['queues'], typeof next === 'number' ? next : undefined)}
            />
          </FieldFrame>
          <FieldFrame
            htmlFor={`${id}-age`}
            title={t('inspector.retentionAge')}
            description={t('inspector.retentionHelp')}
            isDefault={retention.age === undefined}
            onReset={() => onSet(['retention', 'age'], undefined)}
            {...own('retention.age')}
          >
            <TextInput
              id={`${id}-age`}
              placeholder={t('inspector.unlimited')}
              value={retention.age ?? ''}
              onChange={(event) => onSet(['retention', 'age'], event.currentTarget.value || undefined)}
            />
          </FieldFrame>
          <FieldFrame
            htmlFor={`${id}-size`}
            title={t('inspector.retentionSize')}
            description={t('inspector.retentionSizeHelp')}
            isDefault={retention.size === undefined}
            onReset={() => onSet(['retention', 'size'], undefined)}
            {...own('retention.size')}
          >
            <TextInput
              id={`${id}-size`}
              placeholder={t('inspector.unlimited')}
              value={retention.size ?? ''}
              onChange={(event) => onSet(['retention', 'size'], event.currentTarget.value || undefined)}
            />
          </FieldFrame>
        </Stack>
      </Section>
      <Section title={t('common.kind.converter')}>
        <Stack gap="sm">
          <FieldFrame
            htmlFor={`${id}-converter`}
            title={t('inspector.messageFormat')}
            description={t('inspector.messageFormatHelp')}
            isDefault={node.converter === undefined}
            onReset={() => onSet(['converter'], undefined)}
            {...own('converter')}
          >
            <Select
              id={`${id}-converter`}
              allowDeselect={false}
              value={type}
              onChange={(next) => onSet(['converter'], next)}
              data={
                converter === undefined
                  ? [type, ...converters.map((one) => one.type)]
                  : converters.map((one) => ({ value: one.type, label: one.title }))
              }
            />
          </FieldFrame>
          {converter !== undefined && (
            <SchemaForm
              key={type}
              descriptor={converter}
              value={node.config ?? {}}
              path={`nodes.${id}.config`}
              problems={problems}
              call={undefined}
              onChange={(config) => execute(setNodeConfig(id, config))}
            />
          )}
        </Stack>
      </Section>
    </>
  );
}
