/**
 * The designer's own parts on top of Mantine: tokens, status marks, panels, empty and failed states, figures. Knows nothing of
 * documents, members or features.
 */
export { EmptyNotice } from './EmptyNotice.tsx';
export { ErrorNotice } from './ErrorNotice.tsx';
export { IconAction } from './IconAction.tsx';
export { LoadingNotice } from './LoadingNotice.tsx';
export { Mark } from './Mark.tsx';
export { NodeIcon } from './NodeIcon.tsx';
export type { Role } from './NodeIcon.tsx';
export { ComponentIcon } from './ComponentIcon.tsx';
export { PanelHeader } from './PanelHeader.tsx';
export { ResizeHandle } from './ResizeHandle.tsx';
export { SeverityMark } from './SeverityMark.tsx';
export { Sparkline } from './Sparkline.tsx';
export { STATE_LOOKS, StateBadge } from './StateBadge.tsx';
export type { ShownState } from './StateBadge.tsx';
export { cssVariables, theme } from './theme.ts';
export { useNotify } from './useNotify.ts';
export { useNow } from './useNow.ts';
export { useReturnFocus } from './useReturnFocus.ts';
export { useStored } from './useStored.ts';
