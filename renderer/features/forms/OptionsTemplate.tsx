import { UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { ObjectFieldTemplateProps } from '@rjsf/utils';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './OptionsTemplate.module.css';
import { isAdvanced } from './formSchema.ts';

/** The options of one object: what matters first, the rest folded until one of them is set. */
export function OptionsTemplate({ properties, uiSchema, formData }: ObjectFieldTemplateProps) {
  const { t } = useTranslation();
  const id = useId();
  const option = (name: string): unknown =>
    (uiSchema?.[name] as { 'ui:options'?: { option?: unknown } } | undefined)?.['ui:options']?.option;
  const essential = properties.filter(({ name }) => !isAdvanced(option(name)));
  const folded = properties.filter(({ name }) => isAdvanced(option(name)));
  const values = (formData ?? {}) as Readonly<Record<string, unknown>>;
  const set = folded.filter(({ name }) => values[name] !== undefined).length;
  const [isOpen, setOpen] = useState(set > 0);
  return (
    <div className={classes['options']}>
      {essential.map(({ content }) => content)}
      {folded.length > 0 && (
        <div className={classes['fold']}>
          <UnstyledButton
            className={classes['toggle']}
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight size={14} className={classes['chevron']} aria-hidden="true" />
            {t('inspector.moreOptions', { count: folded.length })}
            {set > 0 && <span className={classes['set']}>{t('inspector.optionsSet', { count: set })}</span>}
          </UnstyledButton>
          <div id={id} hidden={!isOpen} className={classes['options']}>
            {isOpen && folded.map(({ content }) => content)}
          </div>
        </div>
      )}
    </div>
  );
}
