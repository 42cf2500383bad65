import { Button } from '@mantine/core';
import { IconArrowRight, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { parseEdgeId, removeSelection, useDocumentActions, useLive } from '../../document/index.ts';
import { useFormats } from '../../i18n/index.ts';
import { PanelHeader } from '../../ui/index.ts';
import { Figure } from './Figure.tsx';
import classes from './Inspector.module.css';

/** What passes one edge; its records are in the lower panel. */
export function EdgeInspector({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { execute, select } = useDocumentActions();
  const figures = useLive((live) => live.edges[id]);
  const { from, to } = parseEdgeId(id);
  return (
    <>
      <PanelHeader
        title={
          <span className={classes['arrow']}>
            {from}
            <IconArrowRight size={14} aria-label="→" />
            {to}
          </span>
        }
      />
      {figures !== undefined && (
        <dl className={classes['figures']} style={{ margin: 0 }}>
          <Figure label={t('inspector.records')} value={formats.compact(figures.records)} />
          <Figure label={t('inspector.rate')} value={formats.rate(figures.recordsPerSecond)} />
          <Figure label={t('inspector.lag')} value={figures.lag === undefined ? '–' : formats.compact(figures.lag)} />
        </dl>
      )}
      <p className={classes['about']}>{t('inspector.edgeBody')}</p>
      <div className={`${classes['padded']} ${classes['actions']}`}>
        <Button variant="default" onClick={() => select({ nodes: [from], edges: [] })}>
          {t('inspector.goTo', { node: from })}
        </Button>
        <Button variant="default" onClick={() => select({ nodes: [to], edges: [] })}>
          {t('inspector.goTo', { node: to })}
        </Button>
        <Button
          variant="default"
          leftSection={<IconTrash size={14} />}
          onClick={() => execute(removeSelection({ nodes: [], edges: [id] }))}
        >
          {t('inspector.removeEdge')}
        </Button>
      </div>
    </>
  );
}
