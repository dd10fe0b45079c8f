import { growthText, limitText, percentText } from '../budget-words.ts';
import type { BeforeAfter } from '../comparison.ts';
import { formatBytes } from '../format-bytes.ts';
import { markdownCode, markdownText } from '../markdown-text.ts';
import type { SizeReport, TargetExcess } from '../size-report.ts';
import { growth } from './sized.ts';

/** `▲ 412 KiB (5.4 %)`, `▼ 3 B`, `unchanged` */
export function changeText(change: BeforeAfter): string {
  const more = growth(change);
  if (more === 0) return 'unchanged';
  const share = change.before === 0 ? '' : ` (${percentText(more / change.before)})`;
  return `${more > 0 ? '▲' : '▼'} ${formatBytes(Math.abs(more))}${share}`;
}

/** `api grows 5.4 % (412 KiB), limit 2 %`: what passes its limit, in one sentence without its end. */
export function excessSentence({ target, measure, name, rule, limit, ...change }: TargetExcess): string {
  const who = name === '' ? markdownText(target) : `${markdownCode(name)} in ${markdownText(target)}`;
  const what = measure === 'pull' ? ' to pull' : '';
  const most = `limit ${limitText(limit)}`;
  if (rule === 'growth') return `${who} grows ${growthText(change)}${what}, ${most}`;
  const has = `${formatBytes(change.after)}${what}`;
  return rule === 'new' ? `${who} is new and has ${has}, ${most}` : `${who} has ${has}, ${most}`;
}

/** Where the baseline is from: `against 3f9c2d1 (built again)`. */
export function baselineText({ baseline: { kind, name, commit } }: SizeReport): string {
  const from = { file: name, registry: name, cache: name, rebuild: 'built again' }[kind];
  return commit === undefined
    ? `against ${markdownCode(from)}`
    : `against ${markdownCode(commit.slice(0, 7))} (${markdownText(from)})`;
}
