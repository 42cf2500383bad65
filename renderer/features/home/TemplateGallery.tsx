import { Text, Title } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TemplateDto } from '../../../runtime/api/contract.ts';
import { nodeKind, parseText } from '../../../runtime/spec/index.ts';
import { queryKeys, useClient } from '../../client/index.ts';
import { useLanguage } from '../../i18n/index.ts';
import { ComponentIcon, ErrorNotice, NodeIcon } from '../../ui/index.ts';
import type { StartingText } from './CreatePipelineDialog.tsx';
import classes from './HomePage.module.css';

/** Pipelines to start from; each card says what it needs. */
export function TemplateGallery({ onUse }: { readonly onUse: (starting: StartingText) => void }) {
  const { t } = useTranslation();
  const client = useClient();
  const templates = useQuery({ queryKey: queryKeys.templates, queryFn: () => client.templates(), staleTime: Infinity });
  if (templates.isError) {
    return (
      <ErrorNotice title={t('home.templatesFailed')} error={templates.error} onRetry={() => void templates.refetch()} />
    );
  }
  if (templates.data === undefined || templates.data.length === 0) return null;
  return (
    <section aria-labelledby="templates-title" style={{ marginTop: 32 }}>
      <Title order={2} id="templates-title">
        {t('home.templates')}
      </Title>
      <Text c="dimmed">{t('home.templatesSubtitle')}</Text>
      <div className={classes['gallery']}>
        {templates.data.map((template) => (
          <TemplateCard key={template.id} template={template} onUse={onUse} />
        ))}
      </div>
    </section>
  );
}

interface TemplateCardProps {
  readonly template: TemplateDto;
  readonly onUse: (starting: StartingText) => void;
}

function TemplateCard({ template, onUse }: TemplateCardProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { title, description, needs } = template.locales?.[language] ?? template;
  return (
    <button
      type="button"
      className={classes['template']}
      onClick={() => onUse({ suggestedName: template.id, text: template.text, templateTitle: title })}
    >
      <TemplateSteps text={template.text} />
      <span className={classes['templateTitle']}>{title}</span>
      <span className={classes['templateBody']}>{description}</span>
      <span className={classes['needs']}>
        <IconPlugConnected size={13} aria-hidden="true" style={{ verticalAlign: '-2px' }} />{' '}
        {t('home.needs', { needs })}
      </span>
    </button>
  );
}

/** What is in it, as a row of icons in the document's order. */
function TemplateSteps({ text }: { readonly text: string }) {
  const nodes = Object.values(parseText(text).pipeline?.nodes ?? {}).slice(0, 8);
  return (
    <span className={classes['steps']} aria-hidden="true">
      {nodes.map((node, index) => {
        const kind = nodeKind(node);
        return (
          <NodeIcon key={index} role={kind} size={22}>
            <ComponentIcon role={kind} size={13} />
          </NodeIcon>
        );
      })}
    </span>
  );
}
