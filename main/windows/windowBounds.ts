import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const MIN_SIZE = { width: 900, height: 600 };
const DEFAULT_SIZE = { width: 1440, height: 900 };
/** So much of the window has to be on a screen to be caught with the mouse. */
const VISIBLE_PX = 100;

/** Where the window was, if that is still on a screen: screens are unplugged between two starts. */
export function restoreBounds(
  saved: Rectangle | undefined,
  screens: readonly Rectangle[],
): Partial<Rectangle> & { width: number; height: number } {
  if (!saved) return DEFAULT_SIZE;
  const size = { width: Math.max(saved.width, MIN_SIZE.width), height: Math.max(saved.height, MIN_SIZE.height) };
  const isVisible = screens.some(
    (screen) =>
      overlap(saved.x, saved.width, screen.x, screen.width) >= VISIBLE_PX &&
      saved.y >= screen.y &&
      saved.y <= screen.y + screen.height - VISIBLE_PX,
  );
  return isVisible ? { x: saved.x, y: saved.y, ...size } : size;
}

/** The saved bounds; undefined where there are none or where the file is damaged, which costs only the window's place. */
export function loadBounds(file: string): Rectangle | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Rectangle>;
    const { x, y, width, height } = value;
    return [x, y, width, height].every(Number.isFinite) ? (value as Rectangle) : undefined;
  } catch {
    return undefined;
  }
}

export function saveBounds(file: string, bounds: Rectangle): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ version: 1, ...bounds }));
}

function overlap(start: number, length: number, otherStart: number, otherLength: number): number {
  return Math.min(start + length, otherStart + otherLength) - Math.max(start, otherStart);
}
