import { useRef } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import classes from './ResizeHandle.module.css';

interface ResizeHandleProps {
  /** `vertical`: a line between left and right, that changes a width. */
  readonly orientation: 'vertical' | 'horizontal';
  /** Size of the panel it belongs to, in `unit`. */
  readonly size: number;
  /** `percent`: of the element both panels stand in. Pixels where left out. */
  readonly unit?: 'px' | 'percent';
  readonly min: number;
  readonly max: number;
  /** Whether the panel stands before (left, above) or after its handle. */
  readonly panel: 'before' | 'after';
  readonly label: string;
  readonly onResize: (size: number) => void;
}

/** How far an arrow key moves the line. */
const STEPS = { px: 16, percent: 2 } as const;

/** A line that resizes the panel beside it, by pointer or by arrow keys. */
export function ResizeHandle({ orientation, size, unit = 'px', min, max, panel, label, onResize }: ResizeHandleProps) {
  const start = useRef<{ readonly at: number; readonly size: number; readonly perPixel: number }>(undefined);
  const sign = panel === 'before' ? 1 : -1;
  const resize = (next: number): void => onResize(Math.round(Math.min(max, Math.max(min, next))));
  const place = (event: PointerEvent): number => (orientation === 'vertical' ? event.clientX : event.clientY);

  const onKeyDown = (event: KeyboardEvent): void => {
    const grow = orientation === 'vertical' ? 'ArrowRight' : 'ArrowDown';
    const shrink = orientation === 'vertical' ? 'ArrowLeft' : 'ArrowUp';
    if (event.key !== grow && event.key !== shrink) return;
    event.preventDefault();
    resize(size + (event.key === grow ? STEPS[unit] : -STEPS[unit]) * sign);
  };

  return (
    <div
      role="separator"
      tabIndex={0}
      className={classes['handle']}
      data-orientation={orientation}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = {
          at: place(event),
          size,
          perPixel: unit === 'px' ? 1 : 100 / extent(event.currentTarget, orientation),
        };
      }}
      onPointerMove={(event) => {
        if (start.current !== undefined)
          resize(start.current.size + (place(event) - start.current.at) * start.current.perPixel * sign);
      }}
      onPointerUp={() => {
        start.current = undefined;
      }}
    />
  );
}

/** The length, in pixels, that both panels share. */
function extent(handle: HTMLElement, orientation: ResizeHandleProps['orientation']): number {
  const shared = handle.parentElement?.getBoundingClientRect();
  return Math.max(1, (orientation === 'vertical' ? shared?.width : shared?.height) ?? 1);
}
