import { readFile, writeFile } from 'node:fs/promises';
import { formatBytes } from '../src/report/format-bytes.ts';
import type { Round } from './contest.ts';
import { median } from './measure.ts';

export interface Row {
  readonly program: string;
  readonly platforms: number;
  readonly scenario: string;
  readonly rounds: readonly Round[];
}

const [begin, end] = ['<!-- bench -->', '<!-- /bench -->'];

/** A Markdown table; ratios are taken pair by pair, and the median of them is shown. */
export function formatTable(rows: readonly Row[], about: readonly string[]): string {
  const lines = rows.map(({ program, platforms, scenario, rounds }) => {
    const slipway = median(rounds.map((round) => round.slipway.seconds));
    const go = median(rounds.map((round) => round.go.seconds));
    const ratio = median(rounds.map((round) => round.slipway.seconds / round.go.seconds));
    const peaks = rounds.flatMap(({ slipway: { peakBytes } }) =>
      peakBytes === undefined ? [] : [peakBytes],
    );
    const memory = peaks.length === 0 ? 'not known' : formatBytes(Math.max(...peaks));
    return `| ${program} | ${platforms} | ${scenario} | ${seconds(slipway)} | ${seconds(go)} | ${ratio.toFixed(2)} | ${memory} |`;
  });
  return [
    '| program | platforms | what happened before | slipway build | go build | ratio | memory of slipway |',
    '|---|--:|---|--:|--:|--:|--:|',
    ...lines,
    '',
    ...about.map((line) => `- ${line}`),
  ].join('\n');
}

/** Puts a table between the markers of a Markdown file. */
export async function keepTable(path: string, table: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${path} has no ${begin} … ${end}`);
  await writeFile(path, `${text.slice(0, from + begin.length)}\n\n${table}\n\n${text.slice(to)}`);
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}
