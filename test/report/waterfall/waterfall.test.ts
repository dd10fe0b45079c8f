import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { buildPage } from '../../../src/report/build-page/page.ts';
import { backgrounds } from '../../../src/report/history/chart-style.ts';
import { formatMarkdown } from '../../../src/report/markdown.ts';
import type { Report, WaterfallRow } from '../../../src/report/model.ts';
import { formatSizeComment, mostCharacters } from '../../../src/report/size-comment/comment.ts';
import { styleOf } from '../../../src/report/style.ts';
import { formatSummary } from '../../../src/report/summary.ts';
import { barLooks } from '../../../src/report/waterfall/style.ts';
import { waterfallSvg } from '../../../src/report/waterfall/svg.ts';
import { waterfallLines } from '../../../src/report/waterfall/text.ts';
import { type Waterfall, waterfallsOf } from '../../../src/report/waterfall/waterfalls.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { barriers } from '../../support/browser/barriers.ts';
import { browserOf } from '../../support/browser/browser.ts';
import type { Tab, TabOptions } from '../../support/browser/tab.ts';
import { contrast } from '../../support/contrast.ts';
import { elementsOf, renderMarkdown, visibleText } from '../../support/github-markdown.ts';
import { plainReport } from '../../support/plain-report.ts';
import { metricsAdded } from '../../support/size-sample.ts';
import { repository } from '../../support/slipway.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks } from '../../support/tools.ts';

const skip = lacks('chromium');
const MiB = 1 << 20;
const digest = sha256('x');
const rows: readonly WaterfallRow[] = [
  { step: 'go-build', what: 'go build', diskBytes: 8 * MiB, wireBytes: 4 * MiB, digest },
  { step: 'trimpath', what: '-trimpath', diskBytes: 8 * MiB - 100, wireBytes: 4 * MiB, digest },
  { step: 'stripped', what: '-ldflags="-s -w"', diskBytes: 5 * MiB, wireBytes: 2 * MiB, digest },
  { step: 'tags', what: '-tags=netgo', diskBytes: 4.5 * MiB, wireBytes: 1.8 * MiB, digest },
  { step: 'image', what: 'image on static', diskBytes: 5.5 * MiB, wireBytes: 2.1 * MiB, digest },
];

/** A build of one target for two platforms. */
function reportOf(name = 'api', shown: readonly WaterfallRow[] = rows): Report {
  const report = plainReport(name);
  return {
    ...report,
    targets: report.targets.map((target) => ({
      ...target,
      images: target.images.map((image) => ({ ...image, waterfall: shown })),
    })),
    notices: ['a <b>notice</b>'],
  };
}

async function opener(t: TestContext): Promise<(html: string, options?: TabOptions) => Promise<Tab>> {
  const browser = await browserOf(t);
  const folder = await folderOf(t);
  let count = 0;
  return async (html, options) => {
    const path = join(folder, `${count++}.${html.startsWith('<svg') ? 'svg' : 'html'}`);
    await writeFile(path, html);
    return browser.open(pathToFileURL(path).href, options);
  };
}

test('on a terminal each step has its bytes and bars of one scale, and a row is never wider than the window', () => {
  const waterfalls = waterfallsOf(reportOf().targets).slice(0, 1);
  const lines = waterfallLines(waterfalls, { columns: 80, style: styleOf(false) });
  assert.deepEqual(lines, [
    '  waterfall api linux/amd64',
    '                       on disk                      on the wire',
    '  go build             8.0 MiB  ██████████████████   4.0 MiB  █████████',
    '  + -trimpath          8.0 MiB  ██████████████████   4.0 MiB  █████████',
    '  + -ldflags="-s -w"   5.0 MiB  ███████████▎         2.0 MiB  ████▌',
    '  + -tags=netgo        4.5 MiB  ██████████▏          1.8 MiB  ████',
    '  image on static      5.5 MiB  ████████████▍        2.1 MiB  ████▊',
  ]);
  assert.ok(formatSummary(reportOf()).includes(lines.join('\n')));
  const long = reportOf('a'.repeat(300), [{ ...rows[0], what: 'b'.repeat(300) } as WaterfallRow]);
  for (const columns of [60, 80, 200])
    for (const line of waterfallLines(waterfallsOf(long.targets), { columns, style: styleOf(false) }))
      assert.ok(line.length <= columns, `${line.length} columns of ${columns}: ${line}`);
});

test('a summary has a table for each program, folded, with what each step changes', async () => {
  const text = formatMarkdown(reportOf());
  assert.ok(text.includes('<details><summary>Waterfall: from a plain go build to the image</summary>'));
  const html = renderMarkdown(text);
  const seen = visibleText(html).replaceAll(/\s+/g, ' ');
  assert.ok(seen.includes('+ -trimpath 8.0 MiB ≈ 0 % 4.0 MiB ='), seen);
  assert.ok(seen.includes('+ -ldflags="-s -w" 5.0 MiB −37.5 % 2.0 MiB −50.0 %'), seen);
  assert.ok(seen.includes('image on static 5.5 MiB +22.2 % 2.1 MiB +16.7 %'), seen);
  const none = formatMarkdown({ ...reportOf(), targets: plainReport().targets });
  assert.doesNotMatch(none, /Waterfall/);
});

test('the comment of a pull request has them too, folded, after all that explains its change', () => {
  const waterfalls = waterfallsOf(reportOf('a|b').targets);
  const comment = formatSizeComment(metricsAdded(), { waterfalls });
  assert.match(comment, /<summary>[^<]* · waterfall<\/summary>/);
  const seen = visibleText(renderMarkdown(comment)).replaceAll(/\s+/g, ' ');
  assert.ok(seen.includes('a|b linux/arm64: from a plain go build'), seen);
  assert.ok(seen.includes('+ -ldflags="-s -w" 5.0 MiB −37.5 % 2.0 MiB −50.0 %'), seen);
  assert.doesNotMatch(formatSizeComment(metricsAdded()), /waterfall/);
  const many = Array.from({ length: 200 }, () => waterfalls).flat();
  const long = formatSizeComment(metricsAdded(), { waterfalls: many });
  assert.ok(long.length <= mostCharacters && long.includes('… the rest is in'));
});

test('what of an image is not known has no bar and no number', () => {
  const [image] = rows.slice(-1);
  assert.ok(image !== undefined);
  const { diskBytes: _, ...unknown } = image;
  const one: Waterfall = { target: 'api', platform: 'linux/amd64', rows: [...rows.slice(0, 3), unknown] };
  const [last = ''] = waterfallLines([one], { columns: 80, style: styleOf(false) }).slice(-1);
  assert.match(last, /^ {2}image on static +– +2\.1 MiB/);
  assert.match(waterfallSvg(one), />–</);
});

test('names stay text, whatever they hold, in the page, in the picture and in a summary', async () => {
  const markup = fc.constantFrom(
    '</text><script>alert(1)</script>',
    '"/><image href="x"/>',
    ']]>',
    '&#0;',
    '| a | **b**',
    '</details>',
    '\u202e\x1b[31m',
  );
  const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), markup);
  const plainElements = elementsOf(renderMarkdown(formatMarkdown(reportOf('plain'))));
  const tagsOf = (html: string): string[] => html.match(/<\/?[a-z0-9]+/g) ?? [];
  const plainTags = tagsOf(buildPage(reportOf('plain')));
  fc.assert(
    fc.property(name, name, (target, what) => {
      const shown = rows.map((row) => (row.step === 'image' ? { ...row, what: `image on ${what}` } : row));
      const hostile = reportOf(`x${target}`, shown);
      assert.deepEqual(elementsOf(renderMarkdown(formatMarkdown(hostile))), plainElements);
      assert.deepEqual(tagsOf(buildPage(hostile)), plainTags);
      assert.doesNotMatch(formatSummary(hostile), /[\x1b\u202e]/);
    }),
    { numRuns: 60 },
  );
});

test('the page loads and runs nothing, shows a picture with its table, and follows the look of its reader', {
  skip,
}, async (t) => {
  const html = buildPage(reportOf('api <b>'));
  assert.doesNotMatch(html, /<script|javascript:|https?:\/\/(?!www\.w3\.org)/);
  const tab = await (await opener(t))(html);
  assert.deepEqual([tab.problems, tab.requests.length], [[], 1]);
  const table = `[...document.querySelectorAll('#waterfall-0-name ~ div.rows')][0].innerText`;
  assert.match(await tab.read(table), /\+ -ldflags="-s -w"\s+5\.0 MiB\s+−37\.5 %\s+2\.0 MiB\s+−50\.0 %/);
  assert.match(await tab.text('main ul'), /^a <b>notice<\/b>$/);
  assert.equal(await tab.text('#waterfall-0-name'), 'api <b> linux/amd64: from a plain go build');
  const colours = `['.back', '.bar.m0'].map((name) => getComputedStyle(document.querySelector('.slipway-waterfall ' + name)).fill)`;
  assert.deepEqual(await tab.read(colours), ['rgb(255, 255, 255)', 'rgb(26, 95, 180)']);
  await tab.media({ 'prefers-color-scheme': 'dark' });
  assert.deepEqual(await tab.read(colours), ['rgb(15, 19, 24)', 'rgb(125, 180, 245)']);
});

test('in the picture bars are as long as their bytes, what a step takes away is an outline, and no text lies on another', {
  skip,
}, async (t) => {
  const svg = waterfallSvg({ target: 'api', platform: 'linux/amd64', rows });
  const tab = await (await opener(t))(svg, { width: 800, height: 300 });
  assert.deepEqual(tab.problems, []);
  const widths = (name: string) =>
    tab.read<number[]>(`[...document.querySelectorAll('${name}')].map((each) => each.width.baseVal.value)`);
  const [first = 1, ...others] = await widths('.bar.m0');
  for (const [at, width] of others.slice(0, 3).entries())
    assert.ok(Math.abs(width / first - (rows[at + 1]?.diskBytes ?? 0) / (8 * MiB)) < 0.01);
  const [stripped = 0] = await widths('.bar.m0 ~ .less');
  assert.ok(Math.abs(stripped / first - 3 / 8) < 0.01, 'three of eight MiB are gone');
  assert.equal((await widths('.more')).length, 2, 'the base adds, on disk and on the wire');
  const overlaps = `(() => {
    const boxes = [...document.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
    const height = document.documentElement.getBoundingClientRect().bottom;
    const out = boxes.filter(([, box]) => box.left < 0 || box.right > 800 || box.bottom > height).map(([text]) => text);
    return [...out, ...boxes.flatMap(([text, a], at) => boxes.slice(at + 1).filter(([, b]) =>
      a.left < b.right && b.left < a.right && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2).map(([other]) => text + ' / ' + other))];
  })()`;
  assert.deepEqual(await tab.read(overlaps), []);
  assert.match(
    svg,
    /<title>Waterfall: api linux\/amd64<\/title><desc>go build: 8\.0 MiB on disk, 4\.0 MiB on the wire; /,
  );
});

test('axe finds no barrier on the page, light or dark, wide or narrow', { skip }, async (t) => {
  const open = await opener(t);
  const axe = await readFile(join(repository, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
  for (const options of [{}, { dark: true }, { width: 390 }])
    assert.deepEqual(
      await barriers(await open(buildPage(reportOf()), options), axe),
      [],
      JSON.stringify(options),
    );
});

test('every colour of the picture can be told from the background', () => {
  for (const theme of ['light', 'dark'] as const)
    for (const colour of Object.values(barLooks[theme]))
      assert.ok(contrast(colour, backgrounds[theme]) >= 3, `${colour} on ${backgrounds[theme]}`);
});
