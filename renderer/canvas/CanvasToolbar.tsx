import { ActionIcon, Tooltip } from '@mantine/core';
import { MiniMap, Panel, useReactFlow, useStore } from '@xyflow/react';
import { IconLayoutDistributeVertical, IconMap, IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import type { Icon } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { placesOf, tidyUp, useDocumentActions, useDocumentStore } from '../document/index.ts';
import { fitViewport } from './layout/openingViewport.ts';
import { tidyPlaces } from './layout/tidyPlaces.ts';
import type { FlowNode } from './model/flowGraph.ts';

const zoomOf = (state: { readonly transform: readonly [number, number, number] }): number =>
  Math.round(state.transform[2] * 100);

/** Zoom, fit, tidy up and the map, at the canvas's lower left. */
export function CanvasToolbar() {
  const { t } = useTranslation();
  const rf = useReactFlow<FlowNode>();
  const store = useDocumentStore();
  const actions = useDocumentActions();
  const [map, setMap] = useState(false);
  const [tidying, setTidying] = useState(false);
  const zoom = useStore(zoomOf);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);

  function fit(): void {
    const { pipeline } = store.getState().document;
    const places = pipeline === undefined ? [] : [...placesOf(pipeline).values()];
    void rf.setViewport(fitViewport(places, width, height), { duration: 200 });
  }

  async function tidy(): Promise<void> {
    const { pipeline } = store.getState().document;
    if (pipeline === undefined) return;
    setTidying(true);
    try {
      const places = await tidyPlaces(pipeline);
      actions.execute(tidyUp(places));
      void rf.setViewport(fitViewport(Object.values(places), width, height), { duration: 200 });
    } finally {
      setTidying(false);
    }
  }

  return (
    <>
      <Panel position="bottom-left" className="gc-toolbar">
        <Tool icon={IconMinus} label={t('canvas.zoomOut')} onClick={() => void rf.zoomOut({ duration: 150 })} />
        <button
          type="button"
          className="gc-zoom"
          aria-label={t('canvas.zoomReset')}
          onClick={() => void rf.zoomTo(1, { duration: 150 })}
        >
          {zoom}%
        </button>
        <Tool icon={IconPlus} label={t('canvas.zoomIn')} onClick={() => void rf.zoomIn({ duration: 150 })} />
        <span className="gc-toolbar-gap" />
        <Tool icon={IconMaximize} label={t('canvas.fit')} onClick={fit} />
        <Tool
          icon={IconLayoutDistributeVertical}
          label={t('canvas.tidyUp')}
          loading={tidying}
          onClick={() => void tidy()}
        />
        <Tool icon={IconMap} label={t('canvas.map')} pressed={map} onClick={() => setMap(!map)} />
      </Panel>
      {map && (
        <MiniMap<FlowNode>
          pannable
          zoomable
          nodeColor={(node) => `var(--g-${node.data.kind})`}
          ariaLabel={t('canvas.map')}
        />
      )}
    </>
  );
}

interface ToolProps {
  readonly icon: Icon;
  readonly label: string;
  readonly onClick: () => void;
  readonly loading?: boolean;
  readonly pressed?: boolean;
}

function Tool({ icon: Shape, label, onClick, loading = false, pressed }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        aria-pressed={pressed}
        loading={loading}
        onClick={onClick}
        data-active={pressed || undefined}
      >
        <Shape size={16} stroke={1.7} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
