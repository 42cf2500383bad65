import { useStored } from '../../ui/index.ts';

export type PipelineView = 'canvas' | 'split' | 'text';

/** How a person arranged the page; remembered across visits and pipelines. Sizes in pixels. */
export interface FrameState {
  readonly view: PipelineView;
  readonly paletteOpen: boolean;
  readonly paletteWidth: number;
  readonly inspectorOpen: boolean;
  readonly inspectorWidth: number;
  readonly drawerOpen: boolean;
  readonly drawerHeight: number;
  readonly drawerTab: string;
  /** Share of the text in the split view, in percent. */
  readonly textShare: number;
}

const INITIAL: FrameState = {
  view: 'canvas',
  paletteOpen: true,
  paletteWidth: 216,
  inspectorOpen: true,
  inspectorWidth: 340,
  drawerOpen: false,
  drawerHeight: 260,
  drawerTab: 'problems',
  textShare: 42,
};

export function useFrameState(): readonly [FrameState, (change: Partial<FrameState>) => void] {
  const [kept, keep] = useStored<Partial<FrameState>>('frame', {});
  const state = { ...INITIAL, ...kept };
  return [state, (change) => keep({ ...state, ...change })];
}
