/**
 * Living with a pipeline: pausing, stopping, restarting, looking inside, mending what failed, two tabs on one document, going back to
 * what runs, splicing, starting over, and what a reload keeps.
 */
import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeploymentDto, PipelineDto } from '../../runtime/api/contract.ts';
import { TestDesigner } from '../support/TestDesigner.ts';
import { failingDocument, maskedDocument } from '../support/documents.ts';
import { needBrowser } from '../support/needs.ts';
import { startStudio } from '../support/startStudio.ts';
import type { StudioProcess } from '../support/startStudio.ts';
import { studioApi } from '../support/studioApi.ts';
import type { StudioApi } from '../support/studioApi.ts';
import { waitFor } from '../support/waitFor.ts';

const browser = needBrowser();

/** Generous: two cores, shared with whatever else runs. */
const PATIENT = { timeout: 60_000, interval: 100 };

describe.skipIf(!browser.ok)('an operator', () => {
  let studio: StudioProcess;
  let api: StudioApi;
  let designer: TestDesigner;
  let page: Page;

  beforeAll(async () => {
    studio = await startStudio(['--sample']);
    api = await studioApi(studio);
    await api.deploy('masked', maskedDocument('masked'));
    await api.deploy('failing', failingDocument('failing'));
    designer = await TestDesigner.open(browser.ok ? browser.path : '', studio.loginUrl);
    page = designer.page;
    await page.getByRole('table').getByRole('link').first().waitFor();
  });

  afterAll(async () => {
    await designer?.close();
    await studio?.stop();
  });

  it('pauses, resumes, stops and restarts from the menu', async () => {
    await open('masked');
    await shows('Running');
    await choose('Pause');
    await shows('Paused');
    await expect.poll(() => designer.node('orders').getByRole('img', { name: 'Paused' }).count(), PATIENT).toBe(1);
    await choose('Resume');
    await shows('Running');
    await choose('Stop');
    await shows('Stopped');
    const stopped = await designer.recordsOf('orders');
    expect(stopped).toBeGreaterThan(0);
    await choose('Resume');
    await shows('Running');
    const before = (await api.call<DeploymentDto>('GET', '/deployments/masked')).tasks.map(({ attempt }) => attempt);
    await choose('Restart all tasks');
    await expect
      .poll(async () => {
        const { tasks } = await api.call<DeploymentDto>('GET', '/deployments/masked');
        return tasks.every(({ attempt, state }, index) => attempt >= (before[index] ?? 0) && state === 'running');
      }, PATIENT)
      .toBe(true);
    await shows('Running');
  });

  it('looks at what passes an edge, and at what a sink shows, with private fields masked', async () => {
    await open('masked');
    await waitFor('records on the edge', async () => {
      await designer.clickEdge('masked', 'look');
      return (await rows()) > 1;
    });
    await expect.poll(() => page.getByRole('img', { name: 'Masked' }).count(), PATIENT).toBeGreaterThan(0);
    await designer.select('look');
    await expect.poll(() => page.getByLabel('Where to look').first().inputValue(), PATIENT).toBe('Shown by look');
    await expect.poll(rows, PATIENT).toBeGreaterThan(1);
  });

  it('sees why a pipeline failed on the node, in the inspector and among the tasks, mends it, and it recovers', async () => {
    await open('failing');
    await shows('Failed');
    await expect
      .poll(() => designer.node('reports').locator('.gc-failure').textContent(), PATIENT)
      .toContain('does not exist');
    expect(await designer.node('reports').locator('.gc-failure').getAttribute('title')).toContain('Check the path');
    await designer.select('reports');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await expect
      .poll(() => inspector.getByRole('alert').textContent(), PATIENT)
      .toMatch(/does not exist.*Check the path/);
    await page.getByRole('tab', { name: 'Tasks' }).click();
    await expect
      .poll(() => page.getByRole('tabpanel').getByRole('alert').first().textContent(), PATIENT)
      .toContain('does not exist');

    await mkdir(join(studio.workspace, 'data'), { recursive: true });
    await writeFile(join(studio.workspace, 'data', 'few.csv'), 'id,name\n1,a\n2,b\n');
    await inspector.getByLabel('Path', { exact: true }).fill('data/few.csv');
    await designer.deploy(/reports/);
    await shows('Ended');
    await expect.poll(() => readLines('failing.jsonl').length, PATIENT).toBe(2);
  });

  it('chooses between two tabs that edited one document', async () => {
    await open('masked');
    const other = await page.context().newPage();
    await other.goto(`${studio.url}/#/pipelines/masked`);
    const theirNote = other.getByLabel('Description', { exact: true });
    await theirNote.waitFor();
    await page.getByLabel('Description', { exact: true }).waitFor();
    await diverge(other, 'theirs', 'mine');
    await page.getByRole('alert').getByRole('button', { name: 'Keep mine' }).click();
    await expect.poll(draft, PATIENT).toContain('description: mine');

    // The other tab built on its own text until now: it opens what is there.
    await other.reload();
    await theirNote.waitFor();
    await diverge(other, 'theirs again', 'mine again');
    await page.getByRole('alert').getByRole('button', { name: 'Take theirs' }).click();
    await expect.poll(() => page.getByLabel('Description', { exact: true }).inputValue(), PATIENT).toBe('theirs again');
    expect(await draft()).toContain('description: theirs again');
    await other.close();
  });

  it('goes back to what is deployed', async () => {
    await open('masked');
    await designer.select('orders');
    await page.getByRole('complementary', { name: 'Inspector' }).getByLabel('Rate', { exact: true }).fill('7');
    await expect.poll(() => page.getByText('1 change not deployed').count(), PATIENT).toBe(1);
    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Back to what is deployed' }).click();
    await expect.poll(() => page.getByText('1 change not deployed').count(), PATIENT).toBe(0);
    await expect.poll(draft, PATIENT).toBe((await api.call<DeploymentDto>('GET', '/deployments/masked')).text);
  });

  it('splices a component onto an edge, by dropping it there and by the plus on the edge', async () => {
    await open('masked');
    const [from, to] = await centres('orders', 'masked');
    const canvas = await designer.canvas.boundingBox();
    if (canvas === null) throw new Error('the canvas is not in view');
    await designer.drag('transform:filter', { x: (from.x + to.x) / 2 - canvas.x, y: (from.y + to.y) / 2 - canvas.y });
    await designer.edge('orders', 'filter').waitFor({ state: 'attached' });
    await designer.edge('filter', 'masked').waitFor({ state: 'attached' });
    expect(await designer.edge('orders', 'masked').count()).toBe(0);
    await page.keyboard.press('Control+z');
    await designer.edge('orders', 'masked').waitFor({ state: 'attached' });

    await waitFor('the plus on the edge', async () => {
      await designer.clickEdge('orders', 'masked');
      return (await page.getByRole('button', { name: 'Put a node into this edge' }).count()) === 1;
    });
    await page.getByRole('button', { name: 'Put a node into this edge' }).click();
    await page.getByRole('dialog').getByRole('combobox').fill('flatten');
    await page.keyboard.press('Enter');
    await designer.edge('orders', 'flatten').waitFor({ state: 'attached' });
    await designer.edge('flatten', 'masked').waitFor({ state: 'attached' });
    await page.keyboard.press('Control+z');
    await designer.edge('orders', 'masked').waitFor({ state: 'attached' });
  });

  it('drops an edge on empty canvas and is offered what fits, and nothing else', async () => {
    await open('masked');
    const [from] = await centres('masked', 'look');
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 120, { steps: 6 });
    await page.mouse.up();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.getByRole('option').count(), PATIENT).toBeGreaterThan(5);
    const kinds = await dialog.getByRole('option').locator('.gc-dim').allTextContents();
    expect(kinds.filter((text) => text.startsWith('Source'))).toEqual([]);
    expect(kinds.some((text) => text.startsWith('Sink'))).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  });

  it('connects what an edge is dropped on, wherever it is hit, and lets go of what may not be connected', async () => {
    await open('masked');
    const bodyOf = async (node: string) => {
      const box = await designer.node(node).boundingBox();
      if (box === null) throw new Error(`${node} is not in view`);
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    };
    const drop = async (from: string, onto: string): Promise<void> => {
      const [start] = await centres(from, 'look');
      const end = await bodyOf(onto);
      await page.mouse.move(start.x, start.y);
      await page.mouse.down();
      await page.mouse.move(end.x, end.y, { steps: 8 });
      await page.mouse.up();
    };
    await drop('orders', 'look');
    await designer.edge('orders', 'look').waitFor({ state: 'attached' });
    await page.keyboard.press('Control+z');
    await designer.edge('orders', 'look').waitFor({ state: 'detached' });
    await drop('masked', 'orders');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await designer.edge('masked', 'orders').count()).toBe(0);
  });

  it('stays on the page when the language changes', async () => {
    await open('masked');
    await designer.select('orders');
    await page.getByRole('button', { name: /Language/ }).click();
    await page.getByRole('menuitem', { name: '简体中文' }).click();
    await page.getByRole('button', { name: '部署', exact: true }).waitFor();
    expect(page.url()).toContain('/pipelines/masked');
    expect(await page.getByLabel('节点名称').first().inputValue()).toBe('orders');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await page.getByRole('button', { name: /语言/ }).click();
    await page.getByRole('menuitem', { name: 'English' }).click();
    await page.getByRole('button', { name: 'Deploy', exact: true }).waitFor();
  });

  it('keeps the draft over a reload', async () => {
    await open('masked');
    await page.getByLabel('Description', { exact: true }).fill('Written before the reload');
    await expect.poll(draft, PATIENT).toContain('Written before the reload');
    await page.reload();
    await expect
      .poll(() => page.getByLabel('Description', { exact: true }).inputValue(), PATIENT)
      .toBe('Written before the reload');
    await shows('Running');
  });

  it('changes the filter of a file that was read to its end, and reads it again from the beginning', async () => {
    const path = join(studio.workspace, 'birdstrikes.yaml');
    const quick = (await readFile(path, 'utf8')).replace('rate: 80', 'rate: 100000');
    await api.deploy('birdstrikes', quick);
    await open('birdstrikes');
    await shows('Ended');
    await expect.poll(() => readLines('birdstrikes.jsonl').length, PATIENT).toBeGreaterThan(500);
    await designer.select('damaging');
    await page.getByLabel('Condition', { exact: true }).fill("after['Effect Amount of damage'] == 'Substantial'");
    await expect.poll(() => page.getByText('1 change not deployed').count(), PATIENT).toBe(1);
    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.getByText('reports has been read to its end').count(), PATIENT).toBe(1);
    await dialog.getByLabel('Read again from the beginning').check();
    await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    const wanted =
      readFileSync(join(studio.workspace, 'data', 'birdstrikes.csv'), 'utf8').split('Substantial').length - 1;
    expect(wanted).toBeGreaterThan(0);
    await expect
      .poll(async () => (await api.call<DeploymentDto>('GET', '/deployments/birdstrikes')).state, PATIENT)
      .toBe('ended');
    await expect
      .poll(
        () =>
          readLines('birdstrikes.jsonl')
            .slice(-wanted)
            .every((line) => line.includes('"Substantial"')),
        PATIENT,
      )
      .toBe(true);
  });

  it('starts it over from the menu, which says what that means', async () => {
    const passed = (): Promise<number> => designer.recordsOf('archive');
    const before = await passed();
    expect(before).toBeGreaterThan(0);
    await choose('Start over…');
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.textContent(), PATIENT).toContain('Sinks get records once more');
    await dialog.getByRole('button', { name: 'Start over' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await shows('Ended');
    await expect.poll(passed, PATIENT).toBeGreaterThan(0);
  });

  it('meets no error of the page’s own on the whole way', () => {
    // A draft that was saved elsewhere is answered with 409, which the browser logs by itself.
    expect(designer.complaints.filter((text) => !text.includes('409'))).toEqual([]);
  });

  async function open(name: string): Promise<void> {
    await page.goto(`${studio.url}/#/`);
    await page.getByRole('table').getByRole('link').first().waitFor();
    await designer.openPipeline(name);
    await page.locator('.react-flow__node').first().waitFor();
  }

  /** The state in the header. */
  async function shows(state: string): Promise<void> {
    await expect.poll(() => page.getByRole('banner').getByText(state, { exact: true }).count(), PATIENT).toBe(1);
  }

  async function choose(item: string): Promise<void> {
    await page.getByRole('button', { name: 'Pipeline actions' }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  function rows(): Promise<number> {
    return page.getByRole('table').getByRole('row').count();
  }

  function readLines(file: string): string[] {
    return readFileSync(join(studio.workspace, 'out', file), 'utf8')
      .split('\n')
      .slice(0, -1);
  }

  async function draft(): Promise<string> {
    return (await api.call<PipelineDto>('GET', '/pipelines/masked')).text;
  }

  async function centres(
    from: string,
    to: string,
  ): Promise<readonly [{ x: number; y: number }, { x: number; y: number }]> {
    const box = async (node: string, type: string) => {
      const port = await designer.node(node).locator(`.react-flow__handle.${type}`).boundingBox();
      if (port === null) throw new Error(`${node} is not in view`);
      return { x: port.x + port.width / 2, y: port.y + port.height / 2 };
    };
    return [await box(from, 'source'), await box(to, 'target')];
  }

  /** The other tab saves first; what this one saves then is built on a text that is gone. */
  async function diverge(other: Page, theirs: string, mine: string): Promise<void> {
    await other.getByLabel('Description', { exact: true }).fill(theirs);
    await expect.poll(draft, PATIENT).toContain(`description: ${theirs}\n`);
    await page.getByLabel('Description', { exact: true }).fill(mine);
    await page.getByRole('alert').getByText('Somebody else saved').waitFor();
  }
});
