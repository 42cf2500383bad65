/**
 * The whole way without a pointer: a new pipeline, a source, a filter and a sink added, wired, configured, deployed and watched;
 * undo, redo, rename, delete, copy and paste. Nothing here touches the mouse.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDesigner } from '../support/TestDesigner.ts';
import { needBrowser } from '../support/needs.ts';
import { startStudio } from '../support/startStudio.ts';
import type { StudioProcess } from '../support/startStudio.ts';

const browser = needBrowser();

/** Generous: two cores, shared with whatever else runs. */
const PATIENT = { timeout: 30_000, interval: 100 };

/** Far more than there are stops on any page. */
const MOST_TABS = 120;

describe.skipIf(!browser.ok)('somebody without a mouse', () => {
  let studio: StudioProcess;
  let designer: TestDesigner;
  let page: Page;

  beforeAll(async () => {
    studio = await startStudio();
    designer = await TestDesigner.open(browser.ok ? browser.path : '', studio.loginUrl);
    page = designer.page;
  });

  afterAll(async () => {
    await designer?.close();
    await studio?.stop();
  });

  it('makes a pipeline', async () => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    await tabTo('New pipeline');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await expect.poll(focusedName, PATIENT).toBe('Name');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('by-keys');
    await page.keyboard.press('Enter');
    await designer.canvas.waitFor();
    await tabTo('Canvas. Arrow keys');
  });

  it('adds a source, a filter and a sink, each wired to the one before', async () => {
    await add('generator');
    await expect.poll(announced, PATIENT).toMatch(/^generator, Source generator/);
    await add('filter');
    await expect.poll(announced, PATIENT).toMatch(/^filter, Transform filter, Not deployed, 1 in, 0 out/);
    await add('write');
    await expect.poll(announced, PATIENT).toMatch(/^files, Sink files, Not deployed, 1 in, 0 out/);
  });

  it('walks along the edges', async () => {
    const names: string[] = [];
    for (const key of ['Home', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'End']) {
      await page.keyboard.press(key);
      await expect.poll(announced, PATIENT).not.toBe(names.at(-1));
      names.push((await announced()).split(',')[0] ?? '');
    }
    expect(names).toEqual(['generator', 'filter', 'files', 'filter', 'files']);
  });

  it('configures each of them, from the canvas to the field and back', async () => {
    await walkTo('Home', 'generator');
    await fill('Count', '300');
    await backToCanvas();
    await walkTo('ArrowRight', 'filter');
    await fill('Condition', "op == 'create'");
    await backToCanvas();
    await walkTo('ArrowRight', 'files');
    await fill('Path', 'out/by-keys.jsonl');
    await backToCanvas();
  });

  it('connects two nodes that are there', async () => {
    await walkTo('Home', 'generator');
    await add('inspect');
    await expect.poll(announced, PATIENT).toMatch(/^inspect, Sink inspect, Not deployed, 1 in/);
    await page.keyboard.press('Control+z');
    await expect.poll(() => designer.node('inspect').count(), PATIENT).toBe(0);
    await page.keyboard.press('Escape');
    await add('inspect');
    await expect.poll(announced, PATIENT).toMatch(/^inspect, Sink inspect, Not deployed, 0 in/);
    await walkTo('Home', 'generator');
    await walkTo('ArrowRight', 'filter');
    await page.keyboard.press('c');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type('insp');
    await expect.poll(() => page.getByRole('option').count(), PATIENT).toBe(1);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(announced, PATIENT).toMatch(/^filter, .* 1 in, 2 out/);
    await expect.poll(canvasHasFocus, PATIENT).toBe(true);
  });

  it('renames, undoes and redoes', async () => {
    await page.keyboard.press('F2');
    await expect.poll(focusedName, PATIENT).toBe('Name of the node');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('created');
    await page.keyboard.press('Enter');
    await expect.poll(announced, PATIENT).toMatch(/^created, Transform filter/);
    expect(await canvasHasFocus()).toBe(true);
    await page.keyboard.press('Control+z');
    await designer.node('filter').waitFor();
    await page.keyboard.press('Control+Shift+z');
    await designer.node('created').waitFor();
  });

  it('copies, pastes and deletes', async () => {
    await walkTo('Home', 'generator');
    await walkTo('ArrowRight', 'created');
    await page.keyboard.press('Control+c');
    await page.keyboard.press('Control+v');
    await expect.poll(announced, PATIENT).toMatch(/^created-2, .* 0 in, 0 out/);
    await page.keyboard.press('Delete');
    await page.keyboard.press('Control+a');
    await expect.poll(announced, PATIENT).toBe('4 nodes selected');
    expect(await canvasHasFocus()).toBe(true);
  });

  it('deploys, and sees it run to its end', async () => {
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('created').or(dialog.getByText('generator starts')).first().waitFor();
    await expect.poll(focusedName, PATIENT).toMatch(/Deploy/);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => page.getByText('Ended').count(), PATIENT).toBeGreaterThan(0);
    const written = join(studio.workspace, 'out', 'by-keys.jsonl');
    await expect.poll(() => existsSync(written), PATIENT).toBe(true);
    const lines = (await readFile(written, 'utf8')).split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(300);
  });

  it('starts it over from the menu', async () => {
    await tabTo('Pipeline actions');
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Start over…' }).waitFor();
    for (let presses = 0; presses < 10 && (await focusedName()) !== 'Start over…'; presses += 1)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo('Start over');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(() => page.getByText('“by-keys” starts over').count(), PATIENT).toBe(1);
    await expect.poll(focusedName, PATIENT).toBe('Pipeline actions');
  });

  it('meets no error of the page’s own on the whole way', () => {
    expect(designer.complaints).toEqual([]);
  });

  /** The accessible name of what has the focus, as far as its attributes, label or text say it. */
  function focusedName(): Promise<string> {
    return page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return '';
      const label = (focused as HTMLInputElement).labels?.[0]?.textContent;
      return (focused.getAttribute('aria-label') ?? label ?? focused.textContent ?? '').trim();
    });
  }

  function canvasHasFocus(): Promise<boolean> {
    return designer.canvas.evaluate((element) => element === document.activeElement);
  }

  async function announced(): Promise<string> {
    return (await page.locator('.gc-announce').textContent()) ?? '';
  }

  /** Presses Tab until the focus is on what begins with that name. */
  async function tabTo(name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    for (let presses = 0; presses < MOST_TABS; presses += 1) {
      if ((await focusedName()).startsWith(name)) return;
      await page.keyboard.press(key);
    }
    throw new Error(`Tab never came to “${name}”`);
  }

  async function backToCanvas(): Promise<void> {
    await tabTo('Canvas. Arrow keys', 'Shift+Tab');
  }

  async function walkTo(key: string, node: string): Promise<void> {
    await page.keyboard.press(key);
    await expect.poll(announced, PATIENT).toMatch(new RegExp(`^${node},`));
  }

  async function add(words: string): Promise<void> {
    await page.keyboard.press('a');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.type(words);
    await expect.poll(() => page.getByRole('option').count(), PATIENT).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await expect.poll(canvasHasFocus, PATIENT).toBe(true);
  }

  async function fill(label: string, value: string): Promise<void> {
    await tabTo(label);
    await page.keyboard.press('Control+a');
    await page.keyboard.type(value);
  }
});
