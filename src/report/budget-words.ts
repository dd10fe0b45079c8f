import type { Excess, Measure } from '../size/budget.ts';
import { formatBytes } from './format-bytes.ts';

/** `grows 5.4 % (412 KiB), and 2 % ask for approval` */
export function excessWords(excess: Excess): string {
  const { rule, before, after } = excess;
  const limit = limitText(excess.limit);
  const consequence = consequences[excess.gate];
  if (rule === 'max') return `has ${formatBytes(after)}, and more than ${limit} ${consequence.many}`;
  if (rule === 'new')
    return `is new and has ${formatBytes(after)}, and more than ${limit} ${consequence.many}`;
  return `grows ${growthText({ before, after })}, and ${limit} ${consequence.many}`;
}

const consequences = {
  warn: { one: 'worth a look', many: 'are worth a look' },
  approve: { one: 'needs approval', many: 'ask for approval' },
  block: { one: 'refused', many: 'are refused' },
} as const;

/** The same for a row of a table: what there is, what there may be, what follows. */
export function excessText(excess: Excess): { actual: string; limit: string; gate: string } {
  const { rule, before, after } = excess;
  const actual = rule === 'growth' ? `+${growthText({ before, after })}` : formatBytes(after);
  const limit = `${rule === 'growth' ? '+' : ''}${limitText(excess.limit)}${rule === 'new' ? ' (new)' : ''}`;
  return { actual, limit, gate: consequences[excess.gate].one };
}

/** `5.4 % (412 KiB)`; of what was not there bytes alone. */
export function growthText({ before, after }: Pick<Excess, 'before' | 'after'>): string {
  const more = formatBytes(after - before);
  return before === 0 ? more : `${percentText((after - before) / before)} (${more})`;
}

/** `5.4 %`; what is not nothing is no `0.0 %`. */
export function percentText(share: number): string {
  const percent = Math.abs(share * 100);
  if (percent > 0 && percent < 0.05) return '<0.1 %';
  return `${percent < 99.95 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

export function limitText(limit: Excess['limit']): string {
  return 'percent' in limit ? `${limit.percent} %` : formatBytes(limit.bytes);
}

/** What is measured, as the subject of a sentence; of modules and packages each has its own name. */
export const measureWords: Readonly<Record<Measure, string>> = {
  disk: 'on disk',
  pull: 'to pull',
  module: 'module',
  package: 'package',
};
