/**
 * What a newcomer does in the first minutes, on the real studio in a real browser: watches the sample, changes its filter, deploys
 * again, looks at records on an edge, then draws a pipeline of their own from an empty canvas and runs it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDesigner } from '../support/TestDesigner.ts';
import { needBrowser } from '../support/needs.ts';
import { startStudio } from '../support/startStudio.ts';
import type { StudioProcess } from '../support/startStudio.ts';

const browser = needBrowser();

/** Generous: two cores, shared with whatever else runs. */
const PATIENT = { timeout: 30_000, interval: 100 };

describe.skipIf(!browser.ok)('a newcomer', () => {
  let studio: StudioProcess;
  let designer: TestDesigner;

  beforeAll(async () => {
    studio = await startStudio(['--sample']);
    designer = await TestDesigner.open(browser.ok ? browser.path : '', studio.loginUrl);
  });

  afterAll(async () => {
    await designer?.close();
    await studio?.stop();
  });

  it('finds the sample running and sees its records move on the canvas', async () => {
    const { page } = designer;
    await expect.poll(() => page.getByText('Running').count(), PATIENT).toBeGreaterThan(0);
    await designer.openPipeline('birdstrikes');
    for (const name of ['reports', 'damaging', 'enriched', 'strikes', 'archive', 'look'])
      await designer.node(name).waitFor();
    await expect.poll(() => designer.recordsOf('archive'), PATIENT).toBeGreaterThan(0);
    const before = await designer.recordsOf('archive');
    await expect.poll(() => designer.recordsOf('archive'), PATIENT).toBeGreaterThan(before);
  });

  it('clicks an edge and sees the last records that passed it', async () => {
    await designer.clickEdge('damaging', 'enriched');
    const rows = designer.page.getByRole('table').getByRole('row');
    await expect.poll(() => rows.count(), PATIENT).toBeGreaterThan(1);
  });

  it('changes the filter, sees the plan, deploys it, and only matching records arrive from then on', async () => {
    const { page } = designer;
    await designer.select('damaging');
    const condition = page.getByLabel('Condition', { exact: true });
    await condition.fill("after['Effect Amount of damage'] == 'Subst'");
    await expect.poll(() => page.getByText('1 change not deployed').count(), PATIENT).toBe(1);
    await designer.deploy(/damaging/);
    await expect.poll(() => page.getByText('Revision 2').count(), PATIENT).toBeGreaterThan(0);
    await condition.fill("after['Effect Amount of damage'] == 'Medium'");
    await designer.deploy(/damaging/);
    await expect.poll(() => page.getByText('Revision 3').count(), PATIENT).toBeGreaterThan(0);
    const archive = join(studio.workspace, 'out', 'birdstrikes.jsonl.part');
    const lines = (): string[] => readFileSync(archive, 'utf8').split('\n').slice(0, -1);
    const upTo = lines().length;
    await expect.poll(() => lines().length, PATIENT).toBeGreaterThan(upTo + 5);
    // What was on its way when the filter changed still arrives; what is last has passed the new one.
    const damage = (line: string): unknown => (JSON.parse(line) as Record<string, unknown>)['Effect Amount of damage'];
    await expect.poll(() => lines().slice(-3).map(damage), PATIENT).toEqual(['Medium', 'Medium', 'Medium']);
  });

  it('sees a mistake while typing it, and takes it back', async () => {
    const { page } = designer;
    await designer.select('damaging');
    await page.getByLabel('Condition', { exact: true }).fill('after.x ==');
    await expect.poll(() => designer.node('damaging').locator('.gc-problems').count(), PATIENT).toBe(1);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(() => designer.node('damaging').locator('.gc-problems').count(), PATIENT).toBe(0);
  });

  it('is refused an edge that makes no sense, with the reason, while still drawing it', async () => {
    await designer.hoverConnection('enriched', 'reports');
    await expect.poll(() => designer.page.locator('.gc-hint').textContent(), PATIENT).toMatch(/source/);
    await designer.page.mouse.up();
    expect(await designer.edge('enriched', 'reports').count()).toBe(0);
  });

  it('draws a second pipeline from an empty canvas and runs it', async () => {
    const { page } = designer;
    await page.goto(`${studio.url}/#/`);
    await page.getByRole('button', { name: 'New pipeline' }).click();
    await page.getByLabel('Name').fill('my-orders');
    await page.getByRole('button', { name: 'Create' }).click();
    await designer.canvas.waitFor();

    await designer.drag('source:generator', { x: 80, y: 120 });
    await designer.node('generator').waitFor();
    await page.getByLabel('Count', { exact: true }).fill('500');
    await designer.drag('transform:filter', { x: 330, y: 120 });
    await page.getByLabel('Condition', { exact: true }).fill("op == 'create'");
    await designer.drag('sink:files', { x: 580, y: 120 });
    await page.getByLabel('Path', { exact: true }).fill('out/my-orders.jsonl');
    await designer.connect('generator', 'filter');
    await designer.connect('filter', 'files');
    await designer.edge('filter', 'files').waitFor({ state: 'attached' });

    await designer.deploy();
    await expect.poll(() => page.getByText('Ended').count(), PATIENT).toBeGreaterThan(0);
    const written = join(studio.workspace, 'out', 'my-orders.jsonl');
    await expect.poll(() => existsSync(written), PATIENT).toBe(true);
    const lines = readFileSync(written, 'utf8').split('\n').slice(0, -1);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(500);
  });

  it('finds the same document as text, and an edit there on the canvas', async () => {
    const { page } = designer;
    await page.getByText('Text', { exact: true }).click();
    const editor = page.locator('.cm-content');
    await expect.poll(() => editor.textContent(), PATIENT).toContain('generator');
    await page.getByText('Split', { exact: true }).click();
    await editor.waitFor();
    await page.locator('.cm-line', { hasText: 'filter:' }).first().click();
    await page.keyboard.press('Control+a');
    const text = readFileSync(join(studio.workspace, 'my-orders.yaml'), 'utf8')
      .replaceAll('filter:', 'keep:')
      .replaceAll(/-> filter\b/g, '-> keep')
      .replaceAll(/\bfilter ->/g, 'keep ->');
    await page.evaluate((clip) => navigator.clipboard.writeText(clip), text);
    await page.keyboard.press('Control+v');
    await designer.node('keep').waitFor();
  });

  it('meets no error of the page’s own on the whole way', () => {
    expect(designer.complaints).toEqual([]);
  });
});
