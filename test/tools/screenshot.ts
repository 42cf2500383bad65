/**
 * Takes the picture of the product that the README shows: assets/brand/studio.png, 1440x900, light, English. The sample runs, the
 * records of one edge stand in the lower panel, and a node's form in the inspector. Run it with `node test/tools/screenshot.ts`
 * after a build.
 */
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TestDesigner } from '../support/TestDesigner.ts';
import { needBrowser } from '../support/needs.ts';
import { startStudio } from '../support/startStudio.ts';
import { waitFor } from '../support/waitFor.ts';

const PICTURE = fileURLToPath(new URL('../../assets/brand/studio.png', import.meta.url));
const MOST_BYTES = 300 * 1024;
/** Enough for figures that look like a pipeline at work. */
const RECORDS = 100;

const browser = needBrowser();
if (!browser.ok) throw new Error(`the picture needs a browser: ${browser.reason}`);
const studio = await startStudio(['--sample']);
try {
  const designer = await TestDesigner.open(browser.path, studio.loginUrl);
  try {
    await arrange(designer);
    await designer.page.screenshot({ path: PICTURE });
  } finally {
    await designer.close();
  }
} finally {
  await studio.stop();
}
const { size } = statSync(PICTURE);
if (size > MOST_BYTES) throw new Error(`${PICTURE} has ${size} bytes, more than ${MOST_BYTES}`);
process.stdout.write(`${PICTURE}: ${Math.round(size / 1024)} KB\n`);

async function arrange(designer: TestDesigner): Promise<void> {
  const { page } = designer;
  await designer.openPipeline('birdstrikes');
  await waitFor('records in the archive', async () => (await designer.recordsOf('archive')) > RECORDS);
  const rows = page.getByRole('table').getByRole('row');
  await waitFor('records of the edge', async () => {
    await designer.clickEdge('damaging', 'enriched');
    return (await rows.count()) > 8;
  });
  // The lower panel takes room from the canvas: everything is brought into what is left, and the records stay while a node is chosen.
  await page.getByRole('button', { name: 'Show everything' }).click();
  await designer.select('damaging');
  await page.getByLabel('Condition', { exact: true }).waitFor();
  await waitFor('records of the edge', async () => (await rows.count()) > 8);
  await page.mouse.move(1, 1);
  await waitFor('no tooltip', async () => (await page.getByRole('tooltip').count()) === 0);
}
