import { Button, SegmentedControl, Tooltip, UnstyledButton } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCircleCheck,
  IconLayoutBottombar,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconRocket,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useDocument, useDocumentActions } from '../../document/index.ts';
import { IconAction, SeverityMark } from '../../ui/index.ts';
import { AppHeader } from '../AppHeader.tsx';
import appHeader from '../AppHeader.module.css';
import { DeploymentStatus } from './DeploymentStatus.tsx';
import classes from './PipelineHeader.module.css';
import { PipelineMenu } from './PipelineMenu.tsx';
import { PipelineSwitcher } from './PipelineSwitcher.tsx';
import { SaveMark } from './SaveMark.tsx';
import type { FrameState, PipelineView } from './frameState.ts';

interface PipelineHeaderProps {
  readonly frame: FrameState;
  readonly onChange: (change: Partial<FrameState>) => void;
  readonly onDeploy: () => void;
}

export function PipelineHeader({ frame, onChange, onDeploy }: PipelineHeaderProps) {
  const { t } = useTranslation();
  return (
    <AppHeader
      start={
        <>
          <PipelineSwitcher />
          <SaveMark />
          <DeploymentStatus />
        </>
      }
      middle={
        <SegmentedControl
          aria-label={t('frame.view')}
          value={frame.view}
          onChange={(view) => onChange({ view: view as PipelineView })}
          data={[
            { value: 'canvas', label: t('frame.viewCanvas') },
            { value: 'split', label: t('frame.viewSplit') },
            { value: 'text', label: t('frame.viewText') },
          ]}
        />
      }
      end={
        <>
          <UndoRedo />
          <PanelToggles frame={frame} onChange={onChange} />
          <span className={appHeader['divider']} />
          <ProblemsButton onShow={() => onChange({ drawerOpen: true, drawerTab: 'problems' })} />
          <Button leftSection={<IconRocket size={15} />} onClick={onDeploy}>
            {t('frame.deploy')}
          </Button>
          <PipelineMenu />
        </>
      }
    />
  );
}

function UndoRedo() {
  const { t } = useTranslation();
  const undoLabel = useDocument((state) => state.undoLabel);
  const redoLabel = useDocument((state) => state.redoLabel);
  const { undo, redo } = useDocumentActions();
  return (
    <>
      <IconAction
        label={undoLabel === undefined ? t('frame.nothingToUndo') : t('frame.undo', { what: t(undoLabel) })}
        keys="Ctrl+Z"
        onClick={undo}
        disabled={undoLabel === undefined}
      >
        <IconArrowBackUp size={17} />
      </IconAction>
      <IconAction
        label={redoLabel === undefined ? t('frame.nothingToRedo') : t('frame.redo', { what: t(redoLabel) })}
        keys="Ctrl+Shift+Z"
        onClick={redo}
        disabled={redoLabel === undefined}
      >
        <IconArrowForwardUp size={17} />
      </IconAction>
    </>
  );
}

function PanelToggles({ frame, onChange }: Pick<PipelineHeaderProps, 'frame' | 'onChange'>) {
  const { t } = useTranslation();
  const label = (open: boolean, panel: string): string => t(open ? 'frame.hide' : 'frame.show', { panel: t(panel) });
  return (
    <span className={classes['toggles']}>
      <IconAction
        label={label(frame.paletteOpen, 'frame.palette')}
        aria-pressed={frame.paletteOpen}
        onClick={() => onChange({ paletteOpen: !frame.paletteOpen })}
      >
        <IconLayoutSidebar size={17} />
      </IconAction>
      <IconAction
        label={label(frame.drawerOpen, 'frame.drawer')}
        keys="Ctrl+J"
        aria-pressed={frame.drawerOpen}
        onClick={() => onChange({ drawerOpen: !frame.drawerOpen })}
      >
        <IconLayoutBottombar size={17} />
      </IconAction>
      <IconAction
        label={label(frame.inspectorOpen, 'frame.inspector')}
        keys="Ctrl+I"
        aria-pressed={frame.inspectorOpen}
        onClick={() => onChange({ inspectorOpen: !frame.inspectorOpen })}
      >
        <IconLayoutSidebarRight size={17} />
      </IconAction>
    </span>
  );
}

/** How many problems there are, and the way to them. */
function ProblemsButton({ onShow }: { readonly onShow: () => void }) {
  const { t } = useTranslation();
  const problems = useDocument((state) => state.problems);
  const worst = problems[0];
  const label = worst === undefined ? t('frame.problemsNone') : t('frame.problems', { count: problems.length });
  return (
    <Tooltip label={label}>
      <UnstyledButton className={classes['problems']} onClick={onShow} aria-label={label}>
        {worst === undefined ? (
          <IconCircleCheck size={16} color="var(--g-ok)" aria-hidden="true" />
        ) : (
          <SeverityMark severity={worst.severity} />
        )}
        {worst !== undefined && <span>{problems.length}</span>}
      </UnstyledButton>
    </Tooltip>
  );
}
