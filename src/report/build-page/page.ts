import { formatPlatform } from '../../request/platform.ts';
import { type BeforeTable, beforeTables, pullNote } from '../before/rows.ts';
import { formatHeader } from '../header.ts';
import { pageStyle } from '../history/page-style.ts';
import type { Report } from '../model.ts';
import { type HtmlTable, textCell, titledTable } from '../size-page/table-html.ts';
import { staticPage } from '../static-page.ts';
import { waterfallStyle } from '../waterfall/style.ts';
import { waterfallSvg } from '../waterfall/svg.ts';
import {
  bytesText,
  measures,
  rowBefore,
  rowName,
  stepText,
  type Waterfall,
  waterfallsOf,
} from '../waterfall/waterfalls.ts';
import { xmlText } from '../xml-text.ts';

/** Bytes that a table may take; real ones have a hundredth of it. */
const tableRoom = 400_000;
const number = 'number';

const headings: Readonly<Record<Report['outcome'], string>> = {
  pass: 'built and verified',
  'needs-approval': 'needs approval',
  fail: 'refused',
};

/**
 * A build as one page that loads nothing and runs no script: what there is and what it weighs, and each program's way from a plain
 * go build to its image, as a picture with its table. Light or dark as its reader has it, light on paper.
 */
export function buildPage(report: Report): string {
  const names = report.targets.map(({ name }) => name).join(', ');
  const title = `${names}: ${headings[report.outcome]}`;
  const bases = report.targets.filter(({ images }) => images.length > 0).map(({ base }) => base);
  const body = [
    '<header>',
    `<h1>${xmlText(title)}</h1>`,
    `<p class="quiet">${xmlText(formatHeader({ ...report, bases }))}</p>`,
    '</header>',
    '<main>',
    titledTable(imageTable(report), tableRoom),
    ...beforeTables(report.targets).map(beforeSection),
    ...waterfallsOf(report.targets).map(waterfallSection),
    ...notices(report),
    '</main>',
  ];
  return staticPage({ title: `${title} · Slipway`, style, drawingStyles: [waterfallStyle], body });
}

const style = `${pageStyle}.rows{overflow-x:auto}.count{color:var(--quiet);font-weight:400}`;

function imageTable({ targets }: Report): HtmlTable {
  const rows = targets.flatMap(({ name, images, files = [] }) => [
    ...images.map(({ platform, diskBytes, pullBytes }) => ({ name, platform, diskBytes, pullBytes })),
    ...files
      .filter(
        (file) => !images.some((image) => formatPlatform(image.platform) === formatPlatform(file.platform)),
      )
      .map(({ platform, executable }) => ({
        name,
        platform,
        diskBytes: executable.bytes,
        pullBytes: undefined,
      })),
  ]);
  return {
    title: 'What was made',
    id: 'made',
    heads: [['Target'], ['On disk', number], ['Pulled', number]],
    rows: rows.map(({ name, platform, diskBytes, pullBytes }) => [
      { html: `<b>${textCell(name).html}</b> ${textCell(formatPlatform(platform)).html}` },
      textCell(bytesText(diskBytes), number),
      textCell(bytesText(pullBytes), number),
    ]),
  };
}

/** What there was, beside what there is now. */
function beforeSection({ target, platform, source, rows }: BeforeTable, at: number): string {
  return titledTable(
    {
      title: `${textCell(target).html} ${textCell(platform).html} against ${textCell(source).html}`,
      id: `before-${at}`,
      picture: `<p class="quiet">${xmlText(pullNote)}</p>`,
      heads: [['What'], ['Before', number], ['Now', number], ['Change', number]],
      rows: rows.map(({ what, before, after, change }) => [
        textCell(what),
        ...[before, after, change].map((text) => textCell(text, number)),
      ]),
    },
    tableRoom,
  );
}

/** The picture, and the same numbers as a table. */
function waterfallSection(waterfall: Waterfall, at: number): string {
  const { target, platform, rows } = waterfall;
  const whose = `${textCell(target).html} ${textCell(platform).html}`;
  const heads = measures.flatMap(
    ({ name }) =>
      [
        [name, number],
        ['Change', number],
      ] as const,
  );
  const table: HtmlTable = {
    title: `${whose}: from a plain go build`,
    id: `waterfall-${at}`,
    // Where it is wider than the window, it can be moved by keys.
    picture: `<figure class="rows" role="region" tabindex="0" aria-label="Picture: ${whose}">${waterfallSvg(waterfall).trimEnd()}</figure>`,
    heads: [['Step'], ...heads],
    rows: rows.map((row, index) => {
      const before = rowBefore(rows, index);
      const cells = measures.flatMap(({ of }) => [
        bytesText(of(row)),
        stepText(before && of(before), of(row)),
      ]);
      return [textCell(rowName(row)), ...cells.map((text) => textCell(text, number))];
    }),
  };
  return titledTable(table, tableRoom);
}

function notices({ notices: all }: Report): string[] {
  if (all.length === 0) return [];
  const items = all.map((notice) => `<li>${notice.split('\n').map(xmlText).join('<br>')}</li>`);
  return ['<h2>What to know of it</h2>', '<ul class="quiet">', ...items, '</ul>'];
}
