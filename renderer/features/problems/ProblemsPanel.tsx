import { IconCircleCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../../runtime/compile/plan.ts';
import { useDocument, useDocumentActions } from '../../document/index.ts';
import { EmptyNotice, SeverityMark } from '../../ui/index.ts';
import classes from './ProblemsPanel.module.css';

/** Everything compile has to say; choosing one goes there, on the canvas and in the text. */
export function ProblemsPanel() {
  const { t } = useTranslation();
  const problems = useDocument((state) => state.problems);
  if (problems.length === 0) {
    return (
      <EmptyNotice icon={<IconCircleCheck size={26} />} title={t('problems.noneTitle')}>
        {t('problems.noneBody')}
      </EmptyNotice>
    );
  }
  return (
    <ul className={classes['list']}>
      {problems.map((problem, index) => (
        <Problem key={`${problem.code}:${problem.path}:${index}`} problem={problem} />
      ))}
    </ul>
  );
}

function Problem({ problem }: { readonly problem: Diagnostic }) {
  const { t } = useTranslation();
  const { revealPath } = useDocumentActions();
  const { severity, message, hint, path, node, code, range } = problem;
  return (
    <li>
      <button type="button" className={classes['problem']} onClick={() => revealPath(path)}>
        <SeverityMark severity={severity} />
        <span className={classes['text']}>
          <span>{message}</span>
          {hint !== undefined && <span className={classes['hint']}>{hint}</span>}
        </span>
        <span className={classes['place']}>
          {node ?? path}
          {range !== undefined && <span>{t('problems.line', { line: range.line })}</span>}
        </span>
        <span className={classes['code']}>{code}</span>
      </button>
    </li>
  );
}
