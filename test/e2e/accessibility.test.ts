/**
 * Every screen of the designer for people who cannot see or point: no serious or critical violation that axe knows, in both themes,
 * and what axe cannot say: announcements that tell nodes apart, the order and the sight of focus, dialogs that keep and return it.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDesigner } from '../support/TestDesigner.ts';
import { needBrowser } from '../support/needs.ts';
import { SCREENS, goHome, prepareScreens } from '../support/screens.ts';
import { startStudio } from '../support/startStudio.ts';
import type { StudioProcess } from '../support/startStudio.ts';

const browser = needBrowser();

/** Generous: two cores, shared with whatever else runs. */
const PATIENT = { timeout: 30_000, interval: 100 };
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe.skipIf(!browser.ok)('the designer for everybody', () => {
  let studio: StudioProcess;
  let designer: TestDesigner;

  beforeAll(async () => {
    studio = await startStudio(['--sample']);
    await prepareScreens(studio);
    designer = await TestDesigner.open(browser.ok ? browser.path : '', studio.loginUrl);
  });

  afterAll(async () => {
    await designer?.close();
    await studio?.stop();
  });

  it.each(SCREENS.map((screen) => [screen.name, screen] as const))(
    'has nothing serious to say of %s',
    async (_name, screen) => {
      const { page } = designer;
      await page.mouse.up();
      await goHome(designer);
      await screen.open(designer);
      const found: string[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await expect
          .poll(() => page.locator('html').getAttribute('data-mantine-color-scheme'), PATIENT)
          .toBe(colorScheme);
        await settled(page);
        found.push(...(await seriousOf(page, colorScheme)));
      }
      expect(found).toEqual([]);
    },
  );

  it('tells every node apart when it is selected', async () => {
    await goHome(designer);
    await open('every');
    const { page } = designer;
    await designer.canvas.focus();
    const said = new Set<string>();
    await page.keyboard.press('Home');
    for (const key of [...Array<string>(14).fill('ArrowRight'), 'ArrowDown']) {
      const words = await announcement(page);
      expect(words).toMatch(
        /^[\w-]+, (Source|Transform|Topic|Converter|Sink) [\w-]+, Not deployed, \d+ in, \d+ out, problems: \d+/,
      );
      expect(said).not.toContain(words);
      said.add(words);
      await page.keyboard.press(key);
      if (key === 'ArrowRight') await expect.poll(() => announcement(page), PATIENT).not.toBe(words);
    }
    expect(said.size).toBeGreaterThan(14);
  });

  it('lets the keyboard come from the header to the palette, the canvas, the lower panel and the inspector, in that order', async () => {
    await goHome(designer);
    await open('birdstrikes');
    const { page } = designer;
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const regions: string[] = [];
    for (let step = 0; step < 90; step += 1) {
      await page.keyboard.press('Tab');
      const region = await page.evaluate(() => {
        const focused = document.activeElement;
        if (focused === null || focused === document.body) return 'page';
        if (focused.closest('header') !== null) return 'header';
        if (focused.closest('[data-testid="canvas"]') !== null) return 'canvas';
        if (focused.closest('aside') !== null) return focused.closest('aside')?.getAttribute('aria-label') ?? 'aside';
        return focused.closest('main') === null ? 'elsewhere' : 'panel';
      });
      if (regions.at(-1) !== region) regions.push(region);
      if (region === 'Inspector') break;
    }
    expect(regions).toEqual(['header', 'Palette', 'canvas', 'panel', 'Inspector']);
  });

  it('shows where the focus is, on everything that can have it', async () => {
    await goHome(designer);
    await open('birdstrikes');
    const { page } = designer;
    const unseen: string[] = [];
    for (let step = 0; step < 40; step += 1) {
      await page.keyboard.press('Tab');
      const hidden = await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement | null;
        if (focused === null || focused === document.body) return undefined;
        const shows = (element: Element): boolean => {
          const style = getComputedStyle(element);
          return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
        };
        const isField = focused.matches('input, textarea, select');
        // A field's border takes the accent's colour; a switch or a segment shows it on its label.
        const near = [focused, focused.parentElement, focused.nextElementSibling].filter((one) => one !== null);
        return isField || near.some(shows) ? undefined : focused.outerHTML.slice(0, 120);
      });
      if (hidden !== undefined) unseen.push(hidden);
    }
    expect(unseen).toEqual([]);
  });

  it.each([
    ['the deploy dialog', 'birdstrikes', 'Deploy'],
    ['the list of keys', 'birdstrikes', '?'],
  ])('%s keeps the focus inside, and gives it back', async (_what, pipeline, opener) => {
    await goHome(designer);
    await open(pipeline);
    const { page } = designer;
    const button = page.getByRole('button', { name: 'Deploy', exact: true });
    await button.focus();
    await page.keyboard.press(opener === 'Deploy' ? 'Enter' : opener);
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const isInside = (): Promise<boolean> =>
      page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null);
    await expect.poll(isInside, PATIENT).toBe(true);
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Tab');
      expect(await isInside()).toBe(true);
    }
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await expect.poll(() => button.evaluate((element) => element === document.activeElement), PATIENT).toBe(true);
  });

  it('gives the focus back to the canvas after its own lists', async () => {
    await goHome(designer);
    await open('birdstrikes');
    const { page } = designer;
    await designer.canvas.focus();
    await page.keyboard.press('Home');
    for (const key of ['a', 'c']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await expect
        .poll(() => designer.canvas.evaluate((element) => element === document.activeElement), PATIENT)
        .toBe(true);
    }
  });

  it('has nothing serious to say of the page that asks for the token', async () => {
    const stranger = await designer.page.context().browser()?.newContext();
    if (stranger === undefined) throw new Error('the page has no browser');
    const page = await stranger.newPage();
    await page.goto(studio.url);
    await page.getByRole('textbox').or(page.getByLabel('Token')).first().waitFor();
    expect(await seriousOf(page, 'light')).toEqual([]);
    await stranger.close();
  });

  // The last one: nobody answers afterwards.
  it('says that the connection is lost, and has nothing serious to say of that', async () => {
    const { page } = designer;
    await goHome(designer);
    await studio.stop();
    const lost = page.getByRole('button', { name: /No connection/ });
    await lost.waitFor();
    expect(await seriousOf(page, 'light')).toEqual([]);
  });

  async function open(name: string): Promise<void> {
    await designer.openPipeline(name);
    await designer.page.locator('.react-flow__node').first().waitFor();
  }
});

async function announcement(page: Page): Promise<string> {
  return (await page.locator('.gc-announce').textContent()) ?? '';
}

/** Animations are over (a blinking cursor never is): axe measures contrast of what is on the screen at that moment. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(({ playState, effect }) => playState !== 'running' || effect?.getTiming().iterations === Infinity),
  );
}

/** Everything in the light theme; in the dark one what a theme can change. */
async function seriousOf(page: Page, theme: string): Promise<string[]> {
  const all = new AxeBuilder({ page });
  const { violations } = await (theme === 'dark' ? all.withRules(['color-contrast']) : all.withTags(TAGS)).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes
        // The editor's list of completions is walked from the text it completes, as the pattern wants it; axe sees a list nobody can focus.
        .filter(({ html }) => !(id === 'scrollable-region-focusable' && html.includes('id="cm-ac-')))
        .map((node) => `${theme}: ${id}: ${node.html.slice(0, 160)} — ${node.failureSummary?.split('\n')[1] ?? ''}`),
    );
}
