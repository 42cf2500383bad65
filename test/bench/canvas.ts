/**
 * The canvas on the real studio in a real browser: how long a large document takes from the click that opens it until it is drawn and
 * answers (canvas.open2000, canvas.open10000), and the frames of a pan over it (canvas.pan). The limit of opening is an empty
 * document's time in the same run; a pan's limit is a frame at 60 Hz. Milliseconds, so a ratio is how many times the limit it takes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestDesigner } from '../support/TestDesigner.ts';
import { emptyDocument, largeDocument } from '../support/documents.ts';
import { needBrowser } from '../support/needs.ts';
import { startStudio } from '../support/startStudio.ts';
import type { BenchResult } from './types.ts';

const RUNS = 5;
const FRAME_MS = 1000 / 60;

export const benches = {
  'canvas.open2000': () => opening(2000),
  'canvas.open10000': () => opening(10_000),
  'canvas.pan': panning,
};

async function opening(nodes: number): Promise<BenchResult> {
  return onStudio(nodes, async (designer) => {
    const large: number[] = [];
    const empty: number[] = [];
    // The first time loads the canvas's code; what follows is opening alone.
    await open(designer, 'empty');
    for (let run = 0; run < RUNS; run += 1) {
      empty.push(await open(designer, 'empty'));
      large.push(await open(designer, 'large'));
    }
    const value = median(large);
    const limit = median(empty);
    return { bench: `canvas.open${nodes}`, value, unit: 'ms', limit, ratio: value / limit, runs: RUNS };
  });
}

async function panning(): Promise<BenchResult> {
  return onStudio(2000, async (designer) => {
    await open(designer, 'large');
    const frames: number[] = [];
    for (let run = 0; run < RUNS; run += 1) frames.push(...(await pan(designer)));
    const sorted = frames.toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
    const seen = await designer.page.locator('.react-flow__node').count();
    process.stderr.write(`canvas.pan: ${seen} of 2000 nodes in view\n`);
    return {
      bench: 'canvas.pan',
      value: at(0.95),
      unit: 'ms',
      limit: FRAME_MS,
      ratio: at(0.95) / FRAME_MS,
      runs: RUNS,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
    };
  });
}

async function onStudio(
  nodes: number,
  measure: (designer: TestDesigner) => Promise<BenchResult>,
): Promise<BenchResult> {
  const browser = needBrowser();
  if (!browser.ok) throw new Error(`this bench needs a browser: ${browser.reason}`);
  const studio = await startStudio();
  try {
    writeFileSync(join(studio.workspace, 'large.yaml'), largeDocument('large', nodes));
    writeFileSync(join(studio.workspace, 'empty.yaml'), emptyDocument('empty'));
    const designer = await TestDesigner.open(browser.path, studio.loginUrl);
    try {
      await designer.page.getByText('large').first().waitFor();
      return await measure(designer);
    } finally {
      await designer.close();
    }
  } finally {
    await studio.stop();
  }
}

/** From the change of address, as a click makes it, until the document is drawn and a frame has passed; then back home. */
async function open({ page }: TestDesigner, name: string): Promise<number> {
  const took = await page.evaluate(async (pipeline) => {
    const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
    const drawn = (): boolean =>
      document.querySelector(pipeline === 'empty' ? '.gc-empty' : '.react-flow__node') !== null &&
      document.title.startsWith(pipeline);
    const start = performance.now();
    location.hash = `#/pipelines/${pipeline}`;
    while (!drawn()) await frame();
    await frame();
    await frame();
    return performance.now() - start;
  }, name);
  if (name === 'empty') await home(page);
  return took;
}

async function home(page: TestDesigner['page']): Promise<void> {
  await page.evaluate(() => {
    location.hash = '#/';
  });
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/** Drags the empty canvas about and takes the time of every frame meanwhile. */
async function pan({ page, canvas }: TestDesigner): Promise<number[]> {
  const box = await canvas.boundingBox();
  if (box === null) throw new Error('the canvas is not in view');
  await page.evaluate(() => {
    const state = window as unknown as { frames: number[]; counting: boolean };
    state.frames = [];
    state.counting = true;
    let last = performance.now();
    const tick = (): void => {
      const now = performance.now();
      state.frames.push(now - last);
      last = now;
      if (state.counting) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const x = box.x + 6;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let step = 1; step <= 60; step += 1) await page.mouse.move(x + step * 6, y + Math.sin(step / 6) * 60);
  for (let step = 60; step >= 0; step -= 1) await page.mouse.move(x + step * 6, y + Math.sin(step / 6) * 60);
  await page.mouse.up();
  return page.evaluate(() => {
    const state = window as unknown as { frames: number[]; counting: boolean };
    state.counting = false;
    return state.frames.slice(1);
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
