import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../runtime/compile/index.ts';
import { useDocumentActions } from '../../document/index.ts';
import { SeverityMark } from '../../ui/index.ts';
import classes from './DeployDialog.module.css';

interface BlockingProblemsProps {
  readonly problems: readonly Diagnostic[];
  /** Called when a person goes to a problem, which the dialog would cover. */
  readonly onGo: () => void;
}

/** Errors that block a deploy, and warnings that do not, each with the way to its place. */
export function BlockingProblems({ problems, onGo }: BlockingProblemsProps) {
  const { t } = useTranslation();
  const { revealPath } = useDocumentActions();
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const shown = [...errors, ...warnings];
  if (shown.length === 0) return null;
  const title =
    errors.length > 0
      ? t('deploy.blockedTitle', { count: errors.length })
      : t('deploy.warnings', { count: warnings.length });
  return (
    <section className={classes['problems']} data-severity={errors.length > 0 ? 'error' : 'warning'} aria-label={title}>
      <h3 className={classes['heading']}>{title}</h3>
      {shown.map((problem, index) => (
        <UnstyledButton
          key={index}
          className={classes['problem']}
          title={t('deploy.goThere')}
          onClick={() => {
            revealPath(problem.path);
            onGo();
          }}
        >
          <SeverityMark severity={problem.severity} />
          <span>
            {problem.node !== undefined && !problem.message.includes(`"${problem.node}"`) && <b>{problem.node}: </b>}
            {problem.message}
          </span>
        </UnstyledButton>
      ))}
    </section>
  );
}
