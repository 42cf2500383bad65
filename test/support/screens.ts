/**
 * Every screen and dialog of the designer, and the way to each, on a studio prepared to show them: for tests that look at all of it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { TestDesigner } from './TestDesigner.ts';
import {
  emptyDocument,
  endingDocument,
  everyComponent,
  failingDocument,
  largeDocument,
  maskedDocument,
  retryingDocument,
  troubledDocument,
} from './documents.ts';
import type { StudioProcess } from './startStudio.ts';
import { studioApi } from './studioApi.ts';
import { waitFor } from './waitFor.ts';

export interface Screen {
  readonly name: string;
  /** From the list of pipelines to the screen. What it opened, Escape closes. */
  open(designer: TestDesigner): Promise<void>;
}

/** Whose name does not fit anywhere. */
export const LONG_NAME = 'a-pipeline-whose-name-says-very-precisely-what-it-is-for-and-does-not-end';

/** Fills a studio that runs the sample with pipelines in every state. */
export async function prepareScreens(studio: StudioProcess): Promise<void> {
  const api = await studioApi(studio);
  const draft = (name: string, text: string): void => writeFileSync(join(studio.workspace, `${name}.yaml`), text);
  draft('empty', emptyDocument('empty'));
  draft('every', everyComponent('every'));
  draft('large', largeDocument('large', 2000));
  draft('troubled', troubledDocument('troubled'));
  draft(
    LONG_NAME,
    endingDocument(LONG_NAME).replace('bus:', `description: ${'Long words about what it does. '.repeat(6)}\nbus:`),
  );
  await api.deploy('masked', maskedDocument('masked'));
  await api.deploy('failing', failingDocument('failing'));
  await api.deploy('retrying', retryingDocument('retrying'));
  await api.deploy('ending', endingDocument('ending'));
  await api.deploy('paused', maskedDocument('paused'));
  await api.call('POST', '/deployments/paused/pause', {});
  await api.reaches('failing', 'failed');
  await api.reaches('retrying', 'retrying');
  await api.reaches('ending', 'ended');
  await api.reaches('paused', 'paused');
}

/** Back to the list of pipelines, as one finds it. */
export async function goHome({ page }: TestDesigner): Promise<void> {
  await page.keyboard.press('Escape');
  await page.goto(`${new URL(page.url()).origin}/#/`);
  await page.getByRole('table').getByRole('link').first().waitFor();
}

interface Arrangement {
  readonly view?: 'canvas' | 'split' | 'text';
  readonly drawer?: 'problems' | 'records' | 'tasks' | 'log';
}

/** Opens a pipeline with its page arranged so. */
async function pipeline(
  { page }: TestDesigner,
  name: string,
  { view = 'canvas', drawer }: Arrangement = {},
): Promise<void> {
  const frame = { view, drawerOpen: drawer !== undefined, drawerTab: drawer ?? 'problems' };
  await page.evaluate((value) => localStorage.setItem('gantry.frame', JSON.stringify(value)), frame);
  await page.evaluate((to) => {
    location.hash = `#/pipelines/${to}`;
  }, name);
  await (
    view === 'text' ? page.locator('.cm-content') : page.locator('.react-flow__node, .gc-empty, .gc-overview').first()
  ).waitFor();
}

/** Chooses an edge until its records are there: the canvas may still have been moving. */
async function showRecords(designer: TestDesigner, from: string, to: string): Promise<void> {
  await waitFor(`records between ${from} and ${to}`, async () => {
    await designer.clickEdge(from, to);
    return (await designer.page.getByRole('table').getByRole('row').count()) > 2;
  });
}

async function menu(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Pipeline actions' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

const EVERY_NODE = [
  'made',
  'read',
  'hook',
  'filter',
  'compute',
  'select',
  'rename',
  'drop',
  'cast',
  'mask',
  'hash',
  'flatten',
  'route',
  'dedupe',
  'orders',
  'as-json',
  'file',
  'post',
  'look',
] as const;

/** By name of the screen. Texts are looked for in English: other languages are chosen once a screen is open. */
export const SCREENS: readonly Screen[] = [
  { name: 'home', open: async () => {} },
  {
    name: 'home-create',
    open: async ({ page }) => {
      await page.getByRole('button', { name: 'New pipeline' }).first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'home-delete',
    open: async ({ page }) => {
      await page.getByRole('button', { name: 'More: masked' }).click();
      await page.getByRole('menuitem', { name: 'Delete' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'canvas-running', open: (designer) => pipeline(designer, 'birdstrikes') },
  {
    name: 'canvas-failed',
    open: async (designer) => {
      await pipeline(designer, 'failing');
      await designer.select('reports');
    },
  },
  { name: 'canvas-problems', open: (designer) => pipeline(designer, 'troubled', { drawer: 'problems' }) },
  { name: 'canvas-empty', open: (designer) => pipeline(designer, 'empty') },
  { name: 'canvas-many', open: (designer) => pipeline(designer, 'every') },
  {
    name: 'canvas-map',
    open: async (designer) => {
      await pipeline(designer, 'every');
      await designer.page.getByRole('button', { name: 'Map' }).click();
      await designer.page.getByRole('button', { name: 'Show everything' }).click();
      await designer.page.locator('.react-flow__minimap').waitFor();
    },
  },
  {
    name: 'canvas-overview',
    open: async (designer) => {
      await pipeline(designer, 'large');
      await designer.page.getByRole('button', { name: 'Show everything' }).click();
      await designer.page.locator('.gc-overview').waitFor();
    },
  },
  {
    name: 'canvas-quick-add',
    open: async (designer) => {
      await pipeline(designer, 'birdstrikes');
      await designer.select('enriched');
      await designer.page.keyboard.press('a');
      await designer.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'canvas-refusal',
    open: async (designer) => {
      await pipeline(designer, 'birdstrikes');
      // The canvas may still have been moving at the first try.
      await waitFor('the reason of a refusal', async () => {
        await designer.page.mouse.up();
        await designer.hoverConnection('enriched', 'damaging');
        return (await designer.page.locator('.gc-hint').count()) === 1;
      });
    },
  },
  {
    name: 'canvas-connect',
    open: async (designer) => {
      await pipeline(designer, 'troubled');
      await designer.select('orders');
      await designer.page.keyboard.press('c');
      await designer.page.getByRole('dialog').waitFor();
    },
  },
  ...EVERY_NODE.map((node) => ({
    name: `inspector-${node}`,
    open: async (designer: TestDesigner) => {
      await pipeline(designer, 'every');
      await designer.page.getByRole('button', { name: 'Show everything' }).click();
      await designer.node(node).click();
      await designer.page.getByRole('complementary', { name: 'Inspector' }).getByLabel('Name of the node').waitFor();
    },
  })),
  {
    name: 'inspector-pipeline',
    open: async (designer) => {
      await pipeline(designer, 'every');
      await designer.page.getByRole('complementary', { name: 'Inspector' }).getByText('Connections').first().waitFor();
    },
  },
  {
    name: 'inspector-connection',
    open: async (designer) => {
      await pipeline(designer, 'every');
      await designer.page.getByRole('button', { name: 'Edit api' }).click();
      await designer.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'text',
    open: (designer) => pipeline(designer, 'birdstrikes', { view: 'text' }),
  },
  {
    name: 'text-autocomplete',
    open: async (designer) => {
      await pipeline(designer, 'birdstrikes', { view: 'text' });
      await designer.page.locator('.cm-line', { hasText: 'format: csv' }).click();
      await designer.page.keyboard.press('End');
      await designer.page.keyboard.press('Enter');
      await designer.page.keyboard.press('Control+Space');
      await designer.page.locator('.cm-tooltip-autocomplete').waitFor();
    },
  },
  { name: 'split-error', open: (designer) => pipeline(designer, 'troubled', { view: 'split', drawer: 'problems' }) },
  {
    name: 'drawer-records',
    open: async (designer) => {
      await pipeline(designer, 'masked');
      await showRecords(designer, 'orders', 'masked');
    },
  },
  {
    name: 'drawer-record-detail',
    open: async (designer) => {
      await pipeline(designer, 'masked');
      await showRecords(designer, 'masked', 'look');
      await designer.page.getByRole('table').getByRole('row').nth(2).click();
    },
  },
  { name: 'drawer-tasks-retrying', open: (designer) => pipeline(designer, 'retrying', { drawer: 'tasks' }) },
  { name: 'drawer-tasks-failed', open: (designer) => pipeline(designer, 'failing', { drawer: 'tasks' }) },
  { name: 'drawer-log', open: (designer) => pipeline(designer, 'retrying', { drawer: 'log' }) },
  {
    name: 'deploy-first',
    open: async (designer) => {
      await pipeline(designer, LONG_NAME);
      await designer.page.getByRole('button', { name: 'Deploy', exact: true }).click();
      await designer.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'deploy-blocked',
    open: async (designer) => {
      await pipeline(designer, 'troubled');
      await designer.page.getByRole('button', { name: 'Deploy', exact: true }).click();
      await designer.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'deploy-ended',
    open: async (designer) => {
      await pipeline(designer, 'ending');
      await designer.page.getByRole('button', { name: 'Deploy', exact: true }).click();
      await designer.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'undeploy',
    open: async (designer) => {
      await pipeline(designer, 'masked');
      await menu(designer.page, 'Take out of service…');
      await designer.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'menu',
    open: async (designer) => {
      await pipeline(designer, 'masked');
      await designer.page.getByRole('button', { name: 'Pipeline actions' }).click();
      await designer.page.getByRole('menuitem', { name: 'Pause' }).waitFor();
    },
  },
  {
    name: 'shortcuts',
    open: async ({ page }) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'long-name', open: (designer) => pipeline(designer, LONG_NAME) },
  {
    name: 'secret',
    open: async (designer) => {
      const { page } = designer;
      await pipeline(designer, 'every');
      await page.getByRole('button', { name: 'Edit api' }).click();
      await page.getByRole('dialog').getByText('Stored', { exact: true }).first().click();
      await page.getByRole('button', { name: 'New…' }).first().click();
      await page.getByRole('dialog', { name: 'Store a secret' }).waitFor();
    },
  },
  {
    name: 'deploy-stale',
    open: async (designer) => {
      await pipeline(designer, 'paused');
      await designer.page.getByRole('button', { name: 'Deploy', exact: true }).click();
      await designer.page.getByRole('dialog').waitFor();
      const rate = 20 + Math.floor(performance.now() % 1000);
      await putText(designer.page, 'deployments/paused', maskedDocument('paused').replace('rate: 50', `rate: ${rate}`));
      await designer.page.getByRole('dialog').getByRole('alert').waitFor();
    },
  },
  {
    name: 'conflict',
    open: async (designer) => {
      const { page } = designer;
      await pipeline(designer, 'masked');
      const description = page.getByLabel('Description', { exact: true });
      await description.waitFor();
      await putText(
        page,
        'pipelines/masked',
        maskedDocument('masked').replace('bus:', `description: ${performance.now()}\nbus:`),
      );
      await description.fill('Mine');
      await page.getByRole('alert').getByRole('button', { name: 'Keep mine' }).waitFor();
    },
  },
];

/** What somebody else does meanwhile, with the session of this page. */
async function putText(page: Page, path: string, text: string): Promise<void> {
  await page.evaluate(
    async ([to, body]) => {
      const answer = await fetch(`/api/v1/${to}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: body }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    [path, text] as const,
  );
}
