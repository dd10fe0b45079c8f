import { readFile, writeFile } from 'node:fs/promises';
import { formatBytes } from '../src/report/format-bytes.ts';
import { median } from './measure.ts';
import type { Round } from './rounds.ts';

export interface Row {
  /** What was measured, one cell for each head. */
  readonly cells: readonly string[];
  readonly rounds: readonly Round[];
}

export interface Compared {
  /** The rounds' sides and what they are called; the first is Slipway, and is compared with each of the others. */
  readonly sides: Readonly<Record<string, string>>;
  /** Whose memory is shown. */
  readonly memoryOf: readonly string[];
  /** Which sides' times are divided by which; otherwise the first one's by each of the others'. */
  readonly ratios?: readonly (readonly [string, string])[];
}

interface Table extends Compared {
  readonly heads: readonly string[];
  readonly rows: readonly Row[];
  readonly about: readonly string[];
}

/** A Markdown table of times; ratios are taken round by round, and the median of them is shown. */
export function formatTable({ heads, rows, about, ...compared }: Table): string {
  const { sides, memoryOf } = compared;
  const [own = ''] = Object.keys(sides);
  const memory = memoryOf.map((side) => `memory of ${side === own ? side : sides[side]}`);
  const titles = [...heads, ...Object.values(sides), ...ratioTitles(compared), ...memory];
  return markdownTable(
    titles,
    rows.map((row) => cellsOf(row, compared)),
    about,
  );
}

function ratioTitles({ sides, ratios }: Compared): string[] {
  if (ratios !== undefined) return ratios.map(([side, other]) => `${sides[side]} to ${sides[other]}`);
  const [, ...others] = Object.values(sides);
  return others.length === 1 ? ['ratio'] : others.map((other) => `ratio to ${other}`);
}

/** One line of such a table, for who waits for the others: a long contest that is cut off has then shown what it has. */
export function formatRow(row: Row, compared: Compared): string {
  return lineOf(cellsOf(row, compared));
}

function cellsOf(row: Row, { sides, memoryOf, ratios }: Compared): string[] {
  const [own = '', ...others] = Object.keys(sides);
  const divided = ratios ?? others.map((other) => [own, other] as const);
  return [
    ...row.cells,
    ...[own, ...others].map((side) => secondsOf(row, side)),
    ...divided.map(([side, by]) => median(row.rounds.map((round) => ratio(round, side, by))).toFixed(2)),
    ...memoryOf.map((side) => memoryText(row, side)),
  ];
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A Markdown table with notes below it; columns of numbers stand to the right. */
export function markdownTable(
  titles: readonly string[],
  lines: readonly (readonly string[])[],
  about: readonly string[],
): string {
  const isNumeric = (at: number): boolean =>
    lines.every((cells) => /^(\d|not known|–)/.test(cells[at] ?? ''));
  const rules = titles.map((_, at) => (isNumeric(at) ? '--:' : '---'));
  return [
    lineOf(titles),
    `|${rules.join('|')}|`,
    ...lines.map(lineOf),
    '',
    ...about.map((line) => `- ${line}`),
  ].join('\n');
}

function ratio(round: Round, own: string, other: string): number {
  return (round[own]?.seconds ?? Number.NaN) / (round[other]?.seconds ?? Number.NaN);
}

/** The highest memory in any round, where it is known. */
export function peakOf({ rounds }: Row, side: string): number | undefined {
  const peaks = rounds.flatMap((round) => round[side]?.peakBytes ?? []);
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}

function memoryText(row: Row, side: string): string {
  const peak = peakOf(row, side);
  return peak === undefined ? 'not known' : formatBytes(peak);
}

function secondsOf({ rounds }: Row, side: string): string {
  return `${median(rounds.map((round) => round[side]?.seconds ?? Number.NaN)).toFixed(2)} s`;
}

/** Puts a table between the markers `<!-- bench NAME -->` and `<!-- /bench NAME -->` of a Markdown file. */
export async function keepTable(path: string, name: string, table: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const [begin, end] = [`<!-- bench ${name} -->`, `<!-- /bench ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no ${begin} … ${end}`);
  await writeFile(path, `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`);
}
