// npm run screenshots: docs/images/, pictures of the page of a real program and of what changed between two versions of it,
// of a pull request's comment, and of the page behind it; and of a build's. Names of pictures: those alone.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatBytes } from '../src/report/format-bytes.ts';
import type { FileInspection } from '../src/report/inspection.ts';
import { comparisonPage, inspectionPage } from '../src/report/page/page.ts';
import { formatSizeComment } from '../src/report/size-comment/comment.ts';
import { sizePage } from '../src/report/size-page/size-page.ts';
import type { SizeSnapshot, SnapshotImage } from '../src/size/snapshot.ts';
import { slipwayVersion } from '../src/version.ts';
import { type Browser, startBrowser } from '../test/support/browser/browser.ts';
import type { Tab } from '../test/support/browser/tab.ts';
import { comparedBuild } from '../test/support/compared-build.ts';
import { commentPage } from '../test/support/github-page.ts';
import { type PublishedRequest, publishedProgram } from '../test/support/published-programs.ts';
import { metricsAdded } from '../test/support/size-sample.ts';
import { repository, slipwayOk } from '../test/support/slipway.ts';
import { withPalette } from './screenshots/png.ts';
import { missingLines, setUpTools } from './tools.ts';

interface Picture {
  readonly name: string;
  readonly page: 'inspection' | 'comparison' | 'comment' | 'size' | 'build';
  /** The part of the address behind `#`. */
  readonly place: string;
  readonly dark: boolean;
  /** Of the window, where it is another than usual. */
  readonly height?: number;
  readonly width?: number;
  /** What is done before the picture is made. */
  readonly steps?: (tab: Tab) => Promise<void>;
}

const pictures: readonly Picture[] = [
  { name: 'treemap', page: 'inspection', place: '', dark: false },
  {
    name: 'treemap-dark',
    page: 'inspection',
    place: 'at=module:std',
    dark: true,
    steps: (tab) => tab.pointAt(60, 250),
  },
  { name: 'comparison', page: 'comparison', place: 'show=changes', dark: false },
  { name: 'comparison-table', page: 'comparison', place: 'view=table&at=module:std', dark: true },
  { name: 'size-comment', page: 'comment', place: '', dark: false, width: 792, height: 484 },
  { name: 'size-page', page: 'size', place: '', dark: false, height: 1260 },
  { name: 'waterfall', page: 'build', place: '', dark: false, width: 1040, height: 690 },
];

const window = { width: 1280, height: 800, scale: 1.3 };
const mostBytes = 200_000;

/** The program as shipped and its twin with symbols, inspected. */
async function inspected(request: PublishedRequest, folder: string): Promise<FileInspection> {
  await copyFile(publishedProgram(request), join(folder, 'nats-server'));
  const twin = publishedProgram({ ...request, ldflags: '-w' });
  const args = ['inspect', 'nats-server', '--twin', twin, '--symbols', '--json'];
  const { stdout } = await slipwayOk(args, { cwd: folder });
  return JSON.parse(stdout) as FileInspection;
}

/** What a build of the program would have told of it. */
function snapshotOf({ file, go, attribution }: FileInspection): SizeSnapshot {
  if (attribution === undefined) throw new Error(`nobody knows what is in ${file.path}`);
  const { method, attributedBytes, unattributedBytes, modules } = attribution;
  const packages = attribution.packages.map(({ parts: _, ...each }) => each);
  const versions = Object.fromEntries(
    modules.flatMap(({ path, version }) => (version === undefined ? [] : [[path, version]])),
  );
  const { bytes, digest } = file;
  const image: SnapshotImage = {
    platform: 'linux/amd64',
    diskBytes: bytes,
    program: { path: '/nats-server', bytes, digest },
    attribution: { method, attributedBytes, unattributedBytes, packages, versions },
  };
  const settings = { go: go?.version ?? '' };
  const importPath = go?.path ?? '';
  return {
    slipway: slipwayVersion,
    targets: [{ name: 'nats-server', importPath, settings, images: [image] }],
  };
}

async function take(browser: Browser, folder: string, picture: Picture): Promise<void> {
  const { name, page, place, steps, ...shown } = picture;
  const url = pathToFileURL(join(folder, `${page}.html`)).href;
  const tab = await browser.open(`${url}#${place}`, { ...window, ...shown });
  await steps?.(tab);
  const png = withPalette(await tab.screenshot());
  if (png.length > mostBytes) throw new Error(`${name}.png has ${png.length} bytes: show less`);
  await writeFile(join(repository, 'docs', 'images', `${name}.png`), png);
  console.log(`docs/images/${name}.png  ${formatBytes(png.length)}`);
}

async function main(): Promise<void> {
  const tools = await setUpTools(console.error);
  for (const line of missingLines(tools)) console.error(line);
  process.env['PATH'] = `${dirname(tools.found['go']?.path ?? '')}:${process.env['PATH'] ?? ''}`;
  const folder = await mkdtemp(join(tmpdir(), 'slipway-screenshots-'));
  const browser = await startBrowser();
  const names = process.argv.slice(2);
  const wanted = pictures.filter(({ name }) => names.length === 0 || names.includes(name));
  try {
    if (wanted.some(({ page }) => page === 'build')) await buildOf(folder);
    if (wanted.some(({ page }) => page !== 'build')) await natsPages(folder);
    await mkdir(join(repository, 'docs', 'images'), { recursive: true });
    for (const picture of wanted) await take(browser, folder, picture);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A build of a program that others made, with what each step of it brings. */
async function buildOf(folder: string): Promise<void> {
  const what = ['filippo.io/age@v1.2.1', '--target', 'filippo.io/age/cmd/age'];
  const flags = ['--platform', 'linux/amd64', '--waterfall', '--html', join(folder, 'build.html')];
  const places = ['--output', `oci:${join(folder, 'layout')}`, '--cache-dir', join(folder, 'cache')];
  await slipwayOk(['build', ...what, ...flags, ...places], { cwd: folder });
}

/** The pages of a program, of what changed between two versions of it, and of a pull request. */
async function natsPages(folder: string): Promise<void> {
  const before = await inspected({ program: 'nats', version: 'v2.10.7' }, folder);
  const after = await inspected({ program: 'nats' }, folder);
  await writeFile(join(folder, 'inspection.html'), inspectionPage(after));
  await writeFile(join(folder, 'comparison.html'), comparisonPage(before, after));
  const comment = formatSizeComment(metricsAdded(), {
    address: 'https://github.com/acme/shop/actions/runs/1',
    page: 'https://github.com/acme/shop/actions/runs/1/artifacts/2',
  });
  await writeFile(join(folder, 'comment.html'), commentPage(comment));
  const commit = '3f9c2d1c47d91e081c2168d9830d3e0326fc48bb';
  const compared = comparedBuild(snapshotOf(before), snapshotOf(after), { commit });
  await writeFile(join(folder, 'size.html'), sizePage(compared));
}

await main();
