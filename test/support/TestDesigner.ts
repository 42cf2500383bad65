import { chromium } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';

/** Where a node is dropped, in pixels from the canvas's upper left corner. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/**
 * The designer as a person uses it: looks for what a person sees (names, roles, texts) and moves a real pointer. One browser page.
 */
export class TestDesigner {
  readonly page: Page;
  readonly #browser: Browser;
  /** What the page itself complained about; a test expects it to be empty. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(`${message.text()} (${message.location().url})`);
    });
  }

  static async open(
    executablePath: string,
    url: string,
    options: { readonly colorScheme?: 'light' | 'dark'; readonly locale?: string } = {},
  ): Promise<TestDesigner> {
    const browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    });
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      colorScheme: options.colorScheme ?? 'light',
      locale: options.locale ?? 'en-US',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    const designer = new TestDesigner(browser, page);
    await page.goto(url);
    return designer;
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  get canvas(): Locator {
    return this.page.getByTestId('canvas');
  }

  /** A node's box on the canvas. */
  node(name: string): Locator {
    return this.page.locator(`.react-flow__node[data-id="${name}"]`);
  }

  edge(from: string, to: string): Locator {
    return this.page.locator(`.react-flow__edge[data-id="${from}->${to}"]`);
  }

  async openPipeline(name: string): Promise<void> {
    await this.page
      .getByRole('link', { name: new RegExp(`\\b${name}\\b`) })
      .first()
      .click();
    await this.canvas.waitFor();
  }

  async select(name: string): Promise<void> {
    await this.node(name).click({ position: { x: 60, y: 20 } });
  }

  /** Drags a component from the palette onto the canvas. `component` as `source:files`. */
  async drag(component: string, to: Spot): Promise<void> {
    const item = this.page.locator(`[data-component="${component}"]`);
    await item.scrollIntoViewIfNeeded();
    await item.dragTo(this.canvas, { targetPosition: { x: to.x, y: to.y } });
  }

  /** Draws an edge with the pointer, from port to port. */
  async connect(from: string, to: string): Promise<void> {
    const start = await this.#portCentre(from, 'source');
    const end = await this.#portCentre(to, 'target');
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 5 });
    await this.page.mouse.move(end.x, end.y, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Moves the pointer from a node's output over another node without letting go. */
  async hoverConnection(from: string, over: string): Promise<void> {
    const start = await this.#portCentre(from, 'source');
    const box = await this.node(over).boundingBox();
    if (box === null) throw new Error(`${over} is not on the canvas`);
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + 2, box.y + box.height / 2, { steps: 8 });
  }

  /** How many records a node says have passed it. */
  async recordsOf(name: string): Promise<number> {
    const text = (await this.node(name).locator('.gc-foot').textContent()) ?? '';
    return Number(/([\d,]+) records?/.exec(text)?.[1]?.replaceAll(',', '') ?? 0);
  }

  /** Clicks an edge where it can be hit: half-way between its ends. */
  async clickEdge(from: string, to: string): Promise<void> {
    const start = await this.#portCentre(from, 'source');
    const end = await this.#portCentre(to, 'target');
    await this.page.mouse.click((start.x + end.x) / 2, (start.y + end.y) / 2);
  }

  /** Opens the deploy dialog, expects its plan to say something, and deploys. */
  async deploy(plan = /./): Promise<void> {
    await this.page.getByRole('button', { name: 'Deploy', exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByText(plan).first().waitFor();
    await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async #portCentre(node: string, type: 'source' | 'target'): Promise<Spot> {
    const box = await this.node(node).locator(`.react-flow__handle.${type}`).boundingBox();
    if (box === null) throw new Error(`${node} has no ${type} port in view`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }
}
