import { Tabs } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { DrawerContribution } from '../../features/contribution.ts';
import { IconAction, LoadingNotice, ResizeHandle } from '../../ui/index.ts';
import { ErrorBoundary } from '../ErrorBoundary.tsx';
import { DRAWER } from '../contributions.ts';
import classes from './Drawer.module.css';
import type { FrameState } from './frameState.ts';

interface DrawerProps {
  readonly frame: FrameState;
  readonly onChange: (change: Partial<FrameState>) => void;
}

/** The lower panel: its tabs stay visible when it is closed. */
export function Drawer({ frame: { drawerOpen, drawerHeight, drawerTab }, onChange }: DrawerProps) {
  const { t } = useTranslation();
  const current = DRAWER.find(({ id }) => id === drawerTab) ?? DRAWER[0];
  const toggleLabel = t(drawerOpen ? 'frame.hide' : 'frame.show', { panel: t('frame.drawer') });
  return (
    <>
      <ResizeHandle
        orientation="horizontal"
        panel="after"
        size={drawerHeight}
        min={120}
        max={640}
        label={t('frame.resize', { panel: t('frame.drawer') })}
        onResize={(height) => onChange({ drawerHeight: height, drawerOpen: true })}
      />
      <Tabs
        className={classes['drawer']}
        style={drawerOpen ? { height: drawerHeight } : undefined}
        keepMounted={false}
        value={drawerOpen ? (current?.id ?? null) : null}
        onChange={(tab) => onChange({ drawerOpen: true, drawerTab: tab ?? drawerTab })}
        aria-label={t('frame.drawer')}
      >
        <div className={classes['bar']}>
          <Tabs.List className={classes['tabs']}>
            {DRAWER.map((contribution) => (
              <DrawerTab key={contribution.id} contribution={contribution} />
            ))}
          </Tabs.List>
          <IconAction label={toggleLabel} keys="Ctrl+J" onClick={() => onChange({ drawerOpen: !drawerOpen })}>
            {drawerOpen ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
          </IconAction>
        </div>
        {DRAWER.map(({ id, Panel }) => (
          <Tabs.Panel key={id} value={id} className={classes['panel']}>
            <ErrorBoundary>
              <Suspense fallback={<LoadingNotice />}>
                <Panel />
              </Suspense>
            </ErrorBoundary>
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}

function DrawerTab({
  contribution: { id, title, Icon, useCount = noCount },
}: {
  readonly contribution: DrawerContribution;
}) {
  const { t } = useTranslation();
  const count = useCount();
  return (
    <Tabs.Tab
      value={id}
      className={classes['tab']}
      leftSection={<Icon size={15} />}
      rightSection={count > 0 ? <span className={classes['count']}>{count}</span> : undefined}
    >
      {t(title)}
    </Tabs.Tab>
  );
}

function noCount(): number {
  return 0;
}
