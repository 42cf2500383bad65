import {
  IconArrowRight,
  IconMinus,
  IconPencil,
  IconPlayerPlay,
  IconPlayerStop,
  IconPlus,
  IconRefresh,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ConnectorEffect, SpecChange, SpecDiff } from '../../../runtime/compile/index.ts';
import classes from './DeployDialog.module.css';

const CHANGE_ICONS = { added: IconPlus, changed: IconPencil, removed: IconMinus } as const;
const EFFECT_ICONS = {
  starts: IconPlayerPlay,
  restarts: IconRefresh,
  stops: IconPlayerStop,
  'goes-on': IconArrowRight,
} as const;

interface PlanViewProps {
  readonly plan: SpecDiff;
  readonly isFirst: boolean;
  /** Not even the text differs. */
  readonly isIdentical: boolean;
}

/** What differs, and what happens to what runs because of it. */
export function PlanView({ plan: { changes, connectors, topicsLeft }, isFirst, isIdentical }: PlanViewProps) {
  const { t } = useTranslation();
  const touched = connectors.filter(({ effect }) => effect !== 'goes-on');
  const untouched = connectors.length - touched.length;
  if (changes.length === 0 && touched.length === 0)
    return <p className={classes['quiet']}>{t(isIdentical ? 'deploy.identical' : 'deploy.nothing')}</p>;
  return (
    <>
      {!isFirst && (
        <section aria-label={t('deploy.changes')}>
          <h3 className={classes['heading']}>{t('deploy.changes')}</h3>
          <ul className={classes['list']}>
            {changes.map((change) => (
              <Change key={`${change.what}:${change.name}`} change={change} />
            ))}
          </ul>
        </section>
      )}
      <section aria-label={t('deploy.effects')}>
        <h3 className={classes['heading']}>{t('deploy.effects')}</h3>
        <ul className={classes['list']}>
          {touched.map((effect) => (
            <Effect key={`${effect.effect}:${effect.node}`} effect={effect} />
          ))}
          {untouched > 0 && (
            <li className={classes['line']}>
              <IconArrowRight size={14} aria-hidden="true" />
              {t('deploy.keepsRunning', { count: untouched })}
            </li>
          )}
          {topicsLeft.length > 0 && (
            <li className={classes['line']}>
              <IconMinus size={14} aria-hidden="true" />
              {t('deploy.topicsLeft', { topics: topicsLeft.join(', ') })}
            </li>
          )}
        </ul>
      </section>
    </>
  );
}

function Change({ change: { kind, what, name, fields } }: { readonly change: SpecChange }) {
  const { t } = useTranslation();
  const Icon = CHANGE_ICONS[kind];
  const shown = fields.filter((field) => field !== '');
  return (
    <li className={classes['line']} data-kind={kind}>
      <Icon size={14} role="img" aria-label={t(`deploy.${kind}`)} />
      <span className={classes['what']}>{t(`deploy.what.${what}`)}</span>
      <b>{what === 'setting' ? t(`deploy.setting.${name}`) : name.replace('->', ' → ')}</b>
      {shown.length > 0 && <span className={classes['fields']}>{shown.join(', ')}</span>}
    </li>
  );
}

function Effect({ effect: { node, effect, keepsPosition } }: { readonly effect: ConnectorEffect }) {
  const { t } = useTranslation();
  const Icon = EFFECT_ICONS[effect];
  const text = effect === 'restarts' && !keepsPosition ? 'deploy.startsOver' : `deploy.${effect}`;
  return (
    <li className={classes['line']} data-effect={effect === 'restarts' && !keepsPosition ? 'startsOver' : effect}>
      <Icon size={14} aria-hidden="true" />
      <span>{t(text, { node })}</span>
    </li>
  );
}
