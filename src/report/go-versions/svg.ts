import { shortened } from '../bars.ts';
import { formatBytes } from '../format-bytes.ts';
import { textWidth } from '../history/axis.ts';
import { backgrounds, seriesLooks } from '../history/chart-style.ts';
import { plainLine } from '../plain-text.ts';
import { xmlText } from '../xml-text.ts';
import type { GoProgram } from './go-comparison.ts';
import { percentText, startsText, startText, type VersionRow } from './words.ts';

/** What a panel of bars shows of each version. */
interface Measure {
  readonly title: string;
  /** Whether a change against the first means something: of times it may be noise. */
  readonly isExact: boolean;
  readonly value: (program: GoProgram) => number | undefined;
  readonly text: (program: GoProgram, value: number) => string;
}

const bytes = (_: GoProgram, value: number): string => formatBytes(value);

const measures: readonly Measure[] = [
  { title: 'Stripped', isExact: true, value: ({ file }) => file?.bytes, text: bytes },
  { title: 'Pulled', isExact: true, value: ({ wireBytes }) => wireBytes, text: bytes },
  { title: 'With symbols', isExact: true, value: ({ whole }) => whole?.bytes, text: bytes },
  {
    title: 'Packed',
    isExact: true,
    value: ({ packed }) => (packed?.kind === 'packed' ? packed.bytes : undefined),
    text: bytes,
  },
  {
    title: 'Start (median)',
    isExact: false,
    value: ({ start }) => (start?.kind === 'measured' ? start.median : undefined),
    text: ({ start }, value) => (start?.kind === 'measured' ? startsText(start) : startText(value)),
  },
];

const page = { width: 800, margin: 14, gap: 24 } as const;
const row = { height: 22, bar: 14 } as const;
const headHeight = 34;
const longestName = 18;

/**
 * What several versions of Go make of a program, as one SVG document of 800 pixels' width: a panel of bars for each thing that was measured,
 * each on a scale of its own that begins at zero. It holds its two looks, and needs nothing else: no script, no font.
 */
export function goVersionsSvg(title: string, rows: readonly VersionRow[]): string {
  const panels = measures.flatMap((measure) => panelOf(measure, rows));
  const height = (panel: Panel): number => headHeight + panel.bars.length * row.height + 8;
  const tops: number[] = [];
  let bottom: number = page.margin;
  for (let at = 0; at < panels.length; at += 2) {
    const pair = panels.slice(at, at + 2);
    tops.push(...pair.map(() => bottom));
    bottom += Math.max(...pair.map(height));
  }
  const total = bottom + page.margin;
  const width = (page.width - 2 * page.margin - page.gap) / 2;
  const body = panels.flatMap((panel, at) =>
    panelElements(panel, page.margin + (at % 2) * (width + page.gap), tops[at] ?? 0, width),
  );
  const open = `<svg xmlns="http://www.w3.org/2000/svg" class="slipway-versions" role="img" width="${page.width}" height="${total}" viewBox="0 0 ${page.width} ${total}">`;
  const told = `<title>${xmlText(title)}</title><desc>${xmlText(described(panels))}</desc>`;
  const back = `<rect class="back" width="${page.width}" height="${total}" rx="6"/>`;
  return `${[open, told, `<style>${barStyle}</style>`, back, ...body, '</svg>'].join('\n')}\n`;
}

interface Panel {
  readonly title: string;
  readonly bars: readonly {
    readonly name: string;
    readonly value: number;
    readonly text: string;
    readonly isFirst: boolean;
  }[];
}

function panelOf({ title, isExact, value, text }: Measure, rows: readonly VersionRow[]): Panel[] {
  const known = rows.flatMap(({ name, program }) => {
    const length = program && value(program);
    return program === undefined || length === undefined ? [] : [{ name, program, value: length }];
  });
  const [first] = known;
  if (first === undefined) return [];
  const bars = known.map(({ name, program, value: length }) => ({
    name: shortened(plainLine(name), longestName),
    value: length,
    text:
      !isExact || length === first.value
        ? text(program, length)
        : `${text(program, length)} (${percentText(first.value, length)})`,
    isFirst: program === first.program,
  }));
  return [{ title, bars }];
}

function panelElements({ title, bars }: Panel, left: number, top: number, width: number): string[] {
  const longest = Math.max(...bars.map(({ value }) => value)) || 1;
  const names = Math.max(...bars.map(({ name }) => textWidth(name))) + 10;
  const texts = Math.max(...bars.map(({ text }) => textWidth(text))) + 8;
  const room = width - names - texts;
  return [
    `<text class="head" x="${left}" y="${top + 20}">${xmlText(title)}</text>`,
    ...bars.flatMap(({ name, value, text, isFirst }, at) => {
      const y = top + headHeight + at * row.height;
      const length = Math.max(1, Math.round((value / longest) * room * 10) / 10);
      return [
        `<text class="quiet" x="${left}" y="${y + 11}">${xmlText(name)}</text>`,
        `<rect class="${isFirst ? 'bar first' : 'bar'}" x="${Math.round(left + names)}" y="${y}" width="${length}" height="${row.bar}" rx="2"/>`,
        `<text x="${Math.round(left + names + length + 6)}" y="${y + 11}">${xmlText(text)}</text>`,
      ];
    }),
  ];
}

/** For who cannot see it. */
function described(panels: readonly Panel[]): string {
  return panels
    .map(({ title, bars }) => `${title}: ${bars.map(({ name, text }) => `${name} ${text}`).join(', ')}`)
    .join('; ');
}

/** The first bar, with which the others are compared, stands back. */
const looks = {
  light: {
    back: backgrounds.light,
    text: '#17202c',
    quiet: '#505d6e',
    bar: seriesLooks[0]?.light,
    first: seriesLooks[7]?.light,
  },
  dark: {
    back: backgrounds.dark,
    text: '#e8edf3',
    quiet: '#a3afbf',
    bar: seriesLooks[0]?.dark,
    first: seriesLooks[7]?.dark,
  },
} as const;

/** Rules for everything below `.slipway-versions`, so that nothing else of a page that holds the chart is changed. */
export const barStyle = [
  rule('text', 'font:11px system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'),
  rule('.head', 'font-size:13px;font-weight:600'),
  coloursOf('light'),
  `@media screen and (prefers-color-scheme:dark){${coloursOf('dark')}}`,
].join('');

function coloursOf(theme: 'light' | 'dark'): string {
  const { back, text, quiet, bar, first } = looks[theme];
  return [
    rule('.back', `fill:${back}`),
    rule('text', `fill:${text}`),
    rule('.quiet', `fill:${quiet}`),
    rule('.bar', `fill:${bar}`),
    rule('.first', `fill:${first}`),
  ].join('');
}

function rule(selector: string, declarations: string): string {
  return `.slipway-versions ${selector}{${declarations}}`;
}
