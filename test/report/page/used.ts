import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, startBrowser } from '../../support/browser/browser.ts';
import type { Tab, TabOptions } from '../../support/browser/tab.ts';
import { type InventedPackage, inventedInspection } from '../../support/invented-inspection.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks } from '../../support/tools.ts';

/** Pages, opened from files in one real Chromium for all tests of a file. */
export interface Opener {
  /** What a test passes to its `skip` option. */
  readonly skip: string | false;
  readonly open: (context: TestContext, html: string, options?: TabOptions) => Promise<Tab>;
}

export function opener(): Opener {
  const skip = lacks('chromium');
  let browser: Browser | undefined;
  before(async () => {
    if (skip === false) browser = await startBrowser();
  });
  after(() => browser?.close());
  return {
    skip,
    open: async (context, html, options) => {
      if (browser === undefined) throw new Error('the browser is not open');
      const file = join(await folderOf(context), 'page.html');
      await writeFile(file, html);
      return browser.open(pathToFileURL(file).href, options);
    },
  };
}

const packages: readonly InventedPackage[] = [
  {
    path: 'net/http',
    module: 'std',
    functions: { '(*conn).serve': 60_000, '(*Transport).RoundTrip': 30_000, Get: 10_000 },
    parts: { type: 50_000, padding: 10_000 },
    wireBytes: 90_000,
  },
  {
    path: 'encoding/json',
    module: 'std',
    functions: { Marshal: 40_000, Unmarshal: 20_000 },
    wireBytes: 50_000,
  },
  { path: 'unicode', module: 'std', parts: { data: 110_000 }, wireBytes: 10_000 },
  {
    path: 'example.com/api/internal/store',
    module: 'example.com/api',
    functions: { Open: 25_000, 'Close[go.shape.int]': 5_000 },
    wireBytes: 30_000,
  },
];

const rest = { structures: { padding: 20_000 }, unattributed: { '.rodata': 30_000 } };

/** A program of 600,000 bytes: 490,000 of the standard library, 60,000 of its own module. */
export const api = inventedInspection({ packages, ...rest, wireOverhead: 5_000 });

/** The same later: a function of net/http grew, one is gone, one is new, and so is a package. */
export const laterApi = inventedInspection({
  packages: [
    ...packages.filter(({ path }) => path !== 'net/http'),
    {
      path: 'net/http',
      module: 'std',
      functions: { '(*conn).serve': 70_000, '(*Transport).RoundTrip': 30_000, Head: 8_000 },
      parts: { type: 50_000, padding: 10_000 },
      wireBytes: 95_000,
    },
    { path: 'log/slog', module: 'std', functions: { Info: 15_000 }, wireBytes: 9_000 },
  ],
  ...rest,
  wireOverhead: 5_000,
});

/** What stands in a row of the table, by the row's name. */
export async function rowOf(tab: Tab, name: string): Promise<string[] | null> {
  return tab.read(`(() => {
    const rows = [...document.querySelectorAll('#table tbody tr')];
    const row = rows.find((each) => each.cells[0].textContent === ${JSON.stringify(name)});
    return row === undefined ? null : [...row.cells].map((cell) => cell.textContent);
  })()`);
}

/** What a screen reader says of each cell that one can step to. */
export async function cellsOf(tab: Tab): Promise<string[]> {
  return tab.read(`[...document.querySelectorAll('[role=treeitem]')].map((each) => each.ariaLabel)`);
}

/** What a screen reader says of what has the focus. */
export async function focused(tab: Tab): Promise<string> {
  return tab.read(`document.activeElement.ariaLabel ?? document.activeElement.textContent`);
}

/** Clicks the treemap in the middle of the cell of which a screen reader says something that begins so. */
export async function clickCell(tab: Tab, start: string): Promise<void> {
  const { x, y } = await middleOf(tab, start);
  await tab.clickAt(x, y);
}

export async function middleOf(tab: Tab, start: string): Promise<{ x: number; y: number }> {
  return tab.read(`(() => {
    const cell = [...document.querySelectorAll('[role=treeitem]')]
      .find((each) => each.ariaLabel.startsWith(${JSON.stringify(start)}));
    const { x, y, width, height } = cell.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  })()`);
}

/** Where one is, as the crumbs say it. */
export async function crumbsOf(tab: Tab): Promise<string[]> {
  return tab.read(`[...document.querySelectorAll('#crumbs li')].map((each) => each.textContent)`);
}

/** Red, green and blue of the picture at a point of the window. */
export async function colourAt(tab: Tab, { x, y }: { x: number; y: number }): Promise<number[]> {
  return tab.read(`(() => {
    const canvas = document.querySelector('#canvas');
    const place = canvas.getBoundingClientRect();
    const dot = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    dot.drawImage(canvas, place.x - ${x}, place.y - ${y});
    return [...dot.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  })()`);
}
