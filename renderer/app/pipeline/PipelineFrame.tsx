import { VisuallyHidden } from '@mantine/core';
import { Suspense, lazy, useEffect, useEffectEvent, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useDocumentActions } from '../../document/index.ts';
import { DeployDialog } from '../../features/deploy/DeployDialog.tsx';
import { Inspector } from '../../features/inspector/Inspector.tsx';
import { LoadingNotice, ResizeHandle } from '../../ui/index.ts';
import { ErrorBoundary } from '../ErrorBoundary.tsx';
import { useShortcuts } from '../useShortcuts.ts';
import { ConflictBanner } from './ConflictBanner.tsx';
import { Drawer } from './Drawer.tsx';
import classes from './PipelineFrame.module.css';
import { PipelineHeader } from './PipelineHeader.tsx';
import { useFrameState } from './frameState.ts';
import type { FrameState } from './frameState.ts';

const PipelineCanvas = lazy(() =>
  import('../../canvas/index.ts').then((module) => ({ default: module.PipelineCanvas })),
);
const Palette = lazy(() =>
  import('../../features/palette/Palette.tsx').then((module) => ({ default: module.Palette })),
);
const TextView = lazy(() =>
  import('../../features/text/TextView.tsx').then((module) => ({ default: module.TextView })),
);

/** The open pipeline's page: header, palette, canvas and text, inspector, lower panel. */
export function PipelineFrame() {
  const { t } = useTranslation();
  const [frame, change] = useFrameState();
  const [deploying, setDeploying] = useState(false);
  const actions = useDocumentActions();
  useOnEdgeSelected(() => change({ drawerOpen: true, drawerTab: 'records' }));
  useUnsavedWarning();
  useShortcuts({
    'mod+s': () => void actions.save(),
    'mod+z': actions.undo,
    'mod+shift+z': actions.redo,
    'mod+y': actions.redo,
    'mod+enter': () => setDeploying(true),
    'mod+j': () => change({ drawerOpen: !frame.drawerOpen }),
    'mod+i': () => change({ inspectorOpen: !frame.inspectorOpen }),
    'mod+shift+p': () => change({ paletteOpen: !frame.paletteOpen }),
  });

  return (
    <div className={classes['frame']}>
      <PipelineHeader frame={frame} onChange={change} onDeploy={() => setDeploying(true)} />
      <ConflictBanner />
      <div className={classes['body']}>
        {frame.paletteOpen && frame.view !== 'text' && (
          <aside className={classes['side']} aria-label={t('frame.palette')}>
            <VisuallyHidden>
              <h2>{t('frame.palette')}</h2>
            </VisuallyHidden>
            <div className={classes['sideContent']} style={{ width: frame.paletteWidth }}>
              <Contained>
                <Palette />
              </Contained>
            </div>
            <ResizeHandle
              orientation="vertical"
              panel="before"
              size={frame.paletteWidth}
              min={160}
              max={360}
              label={t('frame.resize', { panel: t('frame.palette') })}
              onResize={(paletteWidth) => change({ paletteWidth })}
            />
          </aside>
        )}
        <main className={classes['centre']}>
          <Work frame={frame} onChange={change} />
          <Drawer frame={frame} onChange={change} />
        </main>
        {frame.inspectorOpen && (
          <aside className={classes['side']} aria-label={t('frame.inspector')}>
            <ResizeHandle
              orientation="vertical"
              panel="after"
              size={frame.inspectorWidth}
              min={280}
              max={560}
              label={t('frame.resize', { panel: t('frame.inspector') })}
              onResize={(inspectorWidth) => change({ inspectorWidth })}
            />
            <div className={classes['sideContent']} style={{ width: frame.inspectorWidth }}>
              <Contained>
                <Inspector />
              </Contained>
            </div>
          </aside>
        )}
      </div>
      {deploying && <DeployDialog onClose={() => setDeploying(false)} />}
    </div>
  );
}

interface WorkProps {
  readonly frame: FrameState;
  readonly onChange: (change: Partial<FrameState>) => void;
}

/** Canvas, text, or both side by side. */
function Work({ frame: { view, textShare }, onChange }: WorkProps) {
  const { t } = useTranslation();
  return (
    <div className={classes['work']}>
      {view !== 'text' && (
        <section className={classes['canvas']} aria-label={t('frame.viewCanvas')}>
          <Contained>
            <PipelineCanvas />
          </Contained>
        </section>
      )}
      {view === 'split' && (
        <ResizeHandle
          orientation="vertical"
          panel="after"
          unit="percent"
          size={textShare}
          min={20}
          max={75}
          label={t('frame.resize', { panel: t('frame.viewText') })}
          onResize={(share) => onChange({ textShare: share })}
        />
      )}
      {view !== 'canvas' && (
        <section
          className={classes['text']}
          style={{ width: view === 'split' ? `${textShare}%` : '100%' }}
          aria-label={t('frame.viewText')}
        >
          <Contained>
            <TextView />
          </Contained>
        </section>
      )}
    </div>
  );
}

/** A part that fails or loads must not take the page with it. */
function Contained({ children }: { readonly children: ReactNode }) {
  return (
    <ErrorBoundary>
      <Suspense fallback={<LoadingNotice />}>{children}</Suspense>
    </ErrorBoundary>
  );
}

/** Choosing one edge shows what passes it. */
function useOnEdgeSelected(show: () => void): void {
  const edge = useDocument((state) =>
    state.selection.edges.length === 1 && state.selection.nodes.length === 0 ? state.selection.edges[0] : undefined,
  );
  // Only a new edge opens the panel; closing it by hand must hold.
  const onEdge = useEffectEvent(show);
  useEffect(() => {
    if (edge !== undefined) onEdge();
  }, [edge]);
}

/** Leaving with unsaved changes asks first. */
function useUnsavedWarning(): void {
  const isUnsaved = useDocument((state) => state.saveState !== 'saved');
  useEffect(() => {
    if (!isUnsaved) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isUnsaved]);
}
