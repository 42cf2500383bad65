import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../runtime/compile/plan.ts';
import { SeverityMark } from '../../ui/index.ts';
import classes from './FieldFrame.module.css';

interface FieldFrameProps {
  /** Id of the control, for its label. Left out where the control names itself, such as a group. */
  readonly htmlFor?: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly required?: boolean;
  /** Whether its value is the default, for nothing stands in the document; undefined where there is no default. */
  readonly isDefault?: boolean | undefined;
  readonly onReset?: (() => void) | undefined;
  readonly problems?: readonly Diagnostic[];
  /** On the title's line, at its end: a switch. */
  readonly aside?: ReactNode;
  readonly children?: ReactNode;
}

/** A field with its title, what it is for, where its value comes from, and what is wrong with it. */
export function FieldFrame({
  htmlFor,
  title,
  description,
  required = false,
  isDefault,
  onReset,
  problems = [],
  aside,
  children,
}: FieldFrameProps) {
  const { t } = useTranslation();
  return (
    <div className={classes['field']} data-worst={problems[0]?.severity}>
      <div className={classes['head']}>
        {htmlFor === undefined ? (
          <span className={classes['title']}>{title}</span>
        ) : (
          <label htmlFor={htmlFor} className={classes['title']}>
            {title}
          </label>
        )}
        {required && <span className={classes['required']}>{t('common.required')}</span>}
        {isDefault === true && <span className={classes['badge']}>{t('common.default')}</span>}
        {isDefault === false && onReset !== undefined && (
          <Tooltip label={t('common.reset')}>
            <UnstyledButton
              className={classes['reset']}
              aria-label={`${t('common.reset')}: ${title}`}
              onClick={onReset}
            >
              <IconRestore size={13} />
            </UnstyledButton>
          </Tooltip>
        )}
        <span className={classes['aside']}>{aside}</span>
      </div>
      {description !== undefined && description !== '' && (
        <p className={classes['description']} id={htmlFor === undefined ? undefined : `${htmlFor}-help`}>
          {description}
        </p>
      )}
      {children}
      {problems.map((problem) => (
        <p
          key={problem.code + problem.path + problem.message}
          className={classes['problem']}
          data-severity={problem.severity}
        >
          <SeverityMark severity={problem.severity} size={14} />
          <span>
            {problem.message}
            {problem.hint !== undefined && <span className={classes['hint']}> {problem.hint}</span>}
          </span>
        </p>
      ))}
    </div>
  );
}
