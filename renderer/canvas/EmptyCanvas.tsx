import { IconChevronRight, IconPlus } from '@tabler/icons-react';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeKind } from '../../runtime/spec/types.ts';
import { COLUMN_STEP, useDocument } from '../document/index.ts';
import { useCanvasStore } from './canvasStore.ts';

const SLOTS: readonly NodeKind[] = ['source', 'transform', 'sink'];

/** On an empty canvas: three dashed slots that say what goes where. A click opens the list. */
export function EmptyCanvas() {
  const { t } = useTranslation();
  const canvas = useCanvasStore();
  const empty = useDocument(
    (state) => state.document.pipeline !== undefined && Object.keys(state.document.pipeline.nodes).length === 0,
  );
  if (!empty) return null;
  return (
    <div className="gc-empty">
      <div className="gc-slots">
        {SLOTS.map((kind, index) => (
          <Fragment key={kind}>
            {index > 0 && <IconChevronRight size={18} aria-hidden className="gc-dim" />}
            <button
              type="button"
              className={`gc-slot gc-kind-${kind}`}
              onClick={(event) => {
                const box = event.currentTarget.getBoundingClientRect();
                canvas.setState({
                  quickAdd: {
                    screen: { x: box.left, y: box.bottom + 6 },
                    place: [index * COLUMN_STEP, 0],
                    kinds: [kind],
                  },
                });
              }}
            >
              <IconPlus size={16} aria-hidden />
              {t(`common.kind.${kind}`)}
            </button>
          </Fragment>
        ))}
      </div>
      <p className="gc-dim">{t('canvas.emptyHelp')}</p>
    </div>
  );
}
