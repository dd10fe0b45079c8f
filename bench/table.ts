import { readFile, writeFile } from 'node:fs/promises';
import { formatBytes } from '../src/report/format-bytes.ts';
import { median } from './measure.ts';
import type { Round, Side } from './rounds.ts';

export interface Row {
  /** What was measured, one cell for each head. */
  readonly cells: readonly string[];
  readonly rounds: readonly Round[];
}

interface Table {
  readonly heads: readonly string[];
  /** What the two sides are called. */
  readonly sides: Readonly<Record<Side, string>>;
  /** Whose memory is shown. */
  readonly memoryOf: readonly Side[];
  readonly rows: readonly Row[];
  readonly about: readonly string[];
}

/** A Markdown table; ratios are taken pair by pair, and the median of them is shown. */
export function formatTable({ heads, sides, memoryOf, rows, about }: Table): string {
  const lines = rows.map((row) => [
    ...row.cells,
    secondsOf(row, 'slipway'),
    secondsOf(row, 'other'),
    median(row.rounds.map(({ slipway, other }) => slipway.seconds / other.seconds)).toFixed(2),
    ...memoryOf.map((side) => {
      const peak = peakOf(row, side);
      return peak === undefined ? 'not known' : formatBytes(peak);
    }),
  ]);
  const memory = memoryOf.map((side) => `memory of ${side === 'slipway' ? side : sides.other}`);
  const titles = [...heads, sides.slipway, sides.other, 'ratio', memory].flat();
  const isNumeric = (at: number): boolean => lines.every((cells) => /^\d/.test(cells[at] ?? ''));
  const rules = titles.map((_, at) => (at >= heads.length || isNumeric(at) ? '--:' : '---'));
  const text = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    text(titles),
    `|${rules.join('|')}|`,
    ...lines.map(text),
    '',
    ...about.map((line) => `- ${line}`),
  ].join('\n');
}

/** The highest memory in any round, where it is known. */
export function peakOf({ rounds }: Row, side: Side): number | undefined {
  const peaks = rounds.flatMap((round) => round[side].peakBytes ?? []);
  return peaks.length === 0 ? undefined : Math.max(...peaks);
}

function secondsOf({ rounds }: Row, side: Side): string {
  return `${median(rounds.map((round) => round[side].seconds)).toFixed(2)} s`;
}

/** Puts a table between the markers `<!-- bench NAME -->` and `<!-- /bench NAME -->` of a Markdown file. */
export async function keepTable(path: string, name: string, table: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const [begin, end] = [`<!-- bench ${name} -->`, `<!-- /bench ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no ${begin} … ${end}`);
  await writeFile(path, `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`);
}
