import { formatPlatform } from '../../request/platform.ts';
import { formatBytes } from '../format-bytes.ts';
import { pageStyle } from '../history/page-style.ts';
import { staticPage } from '../static-page.ts';
import { xmlText } from '../xml-text.ts';
import { packageItems, partItems } from './differing.ts';
import type { ComparedPlatform, GoComparison, GoProgram } from './go-comparison.ts';
import { measuresText } from './measured-with.ts';
import { barStyle, goVersionsSvg } from './svg.ts';
import { firstProgram, percentText, rowsOf, shareText, startsText, type VersionRow } from './words.ts';

/**
 * What several versions of Go make of programs, as one page that loads nothing and runs no script: for each program and platform a chart and a
 * table of the same numbers, and what explains the differences. Light or dark as its reader has it, light on paper.
 */
export function goVersionsPage(found: GoComparison): string {
  const { source, targets, notices } = found;
  const sections = targets.flatMap(({ name, platforms }) =>
    platforms.flatMap((compared) => section(`${name} ${formatPlatform(compared.platform)}`, compared, found)),
  );
  const body = [
    '<header>',
    '<h1>Versions of Go</h1>',
    `<p class="of">${xmlText(source)}</p>`,
    '</header>',
    '<main>',
    ...sections,
    ...noticeSection(notices),
    '</main>',
  ];
  const title = `Versions of Go: ${source}`;
  return staticPage({
    title,
    style: `${pageStyle}.wraps{overflow-wrap:anywhere}`,
    drawingStyles: [barStyle],
    body,
  });
}

function section(title: string, compared: ComparedPlatform, found: GoComparison): string[] {
  const rows = rowsOf(found, compared.programs);
  const first = firstProgram(compared.programs);
  return [
    `<h2>${xmlText(title)}</h2>`,
    ...(first === undefined ? [] : ['<figure>', goVersionsSvg(title, rows).trimEnd(), '</figure>']),
    ...table(title, rows, first),
    ...differingTable(rows, first),
    ...measuresText(compared).map((text) => `<p class="quiet">${xmlText(text)}</p>`),
  ];
}

const titles = [
  'With symbols',
  'Stripped',
  'Change',
  'Pulled',
  'Change of the pull',
  'Packed',
  'Start, middle half',
] as const;

function table(title: string, rows: readonly VersionRow[], first: GoProgram | undefined): string[] {
  const heads = titles.map((text) => `<th scope="col" class="number">${text}</th>`);
  return [
    '<table>',
    `<caption>${xmlText(title)}</caption>`,
    `<thead><tr><th scope="col">Go</th>${heads.join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => tableRow(row, first)),
    '</tbody></table>',
  ];
}

function tableRow({ version, name, program, why }: VersionRow, first: GoProgram | undefined): string {
  const head = `<th scope="row">${xmlText(version.own === true ? `${name} *` : name)}</th>`;
  if (program === undefined) {
    return `<tr>${head}<td colspan="${titles.length}">${xmlText(why ?? '')}</td></tr>`;
  }
  const { whole, file, wireBytes, packed, start } = program;
  const cells = [
    bytesCell(whole?.bytes),
    bytesCell(file?.bytes),
    changeCell(first?.file?.bytes, file?.bytes),
    bytesCell(wireBytes),
    changeCell(first?.wireBytes, wireBytes),
    packed?.kind === 'packed' && file !== undefined
      ? textCell(`${formatBytes(packed.bytes)} (${shareText(packed.bytes, file.bytes)})`)
      : textCell('–'),
    textCell(start?.kind === 'measured' ? startsText(start) : '–'),
  ];
  return `<tr>${head}${cells.join('')}</tr>`;
}

/** What bytes are, and whose, that others than the first have more or fewer of; none where nothing is compared. */
function differingTable(rows: readonly VersionRow[], first: GoProgram | undefined): string[] {
  const others = rows.flatMap(({ name, program }) =>
    program === undefined || program === first ? [] : [{ name, program }],
  );
  if (first === undefined || others.length === 0) return [];
  const cell = (items: readonly string[]): string =>
    `<td class="wraps">${xmlText(unbroken(items.join(', ')))}</td>`;
  return [
    '<table>',
    `<caption>What differs, against ${xmlText(first.go)}</caption>`,
    '<thead><tr><th scope="col">Go</th><th scope="col">Parts</th><th scope="col">Packages</th></tr></thead>',
    '<tbody>',
    ...others.map(
      ({ name, program }) =>
        `<tr><th scope="row">${xmlText(name)}</th>${cell(partItems(first, program))}${cell(packageItems(program))}</tr>`,
    ),
    '</tbody></table>',
  ];
}

/** A number and its unit stay on one line. */
function unbroken(text: string): string {
  return text.replaceAll(/(?<=\d) (?=%|B|[KMG]iB)/g, '\u00a0');
}

function textCell(text: string): string {
  return `<td class="number">${xmlText(text)}</td>`;
}

function bytesCell(bytes: number | undefined): string {
  if (bytes === undefined) return textCell('–');
  return `<td class="number" title="${bytes} bytes">${formatBytes(bytes)}</td>`;
}

/** Said by sign and colour. */
function changeCell(before: number | undefined, after: number | undefined): string {
  if (before === undefined || after === undefined || before === after) return textCell('');
  const kind = after > before ? 'grown' : 'shrunk';
  return `<td class="number ${kind}">${percentText(before, after)}</td>`;
}

function noticeSection(notices: readonly string[]): string[] {
  if (notices.length === 0) return [];
  const items = notices.map((notice) => `<li>${xmlText(notice)}</li>`);
  return ['<h2>Notes</h2>', '<ul class="quiet">', ...items, '</ul>'];
}
