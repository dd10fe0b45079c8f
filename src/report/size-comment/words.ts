import { shownLinks } from '../brought-words.ts';
import { growthText, limitText, percentText } from '../budget-words.ts';
import type { BeforeAfter } from '../comparison.ts';
import type { ChainSpelling } from '../dead-code-change-words.ts';
import { formatBytes } from '../format-bytes.ts';
import { markdownCode, markdownText } from '../markdown-text.ts';
import { plainLine } from '../plain-text.ts';
import type { SizeReport, TargetExcess } from '../size-report.ts';
import { growth } from './sized.ts';

/** `▲ 412 KiB (5.4 %)`, `▼ 3 B`, `unchanged` */
export function changeText(change: BeforeAfter): string {
  const more = growth(change);
  if (more === 0) return 'unchanged';
  const share = change.before === 0 ? '' : ` (${percentText(more / change.before)})`;
  return `${signed(more)}${share}`;
}

/** `▲ 412 KiB`, `▼ 3 B`, `0 B` */
export function signed(bytes: number): string {
  return bytes === 0 ? '0 B' : `${bytes > 0 ? '▲' : '▼'} ${formatBytes(Math.abs(bytes))}`;
}

/** `api grows 5.4 % (412 KiB), limit 2 %`: what passes its limit, in one sentence without its end. */
export function excessSentence({ target, measure, name, rule, limit, ...change }: TargetExcess): string {
  const who = name === '' ? nameText(target) : `${nameCode(name)} in ${nameText(target)}`;
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
    ? `against ${nameCode(from)}`
    : `against ${nameCode(commit.slice(0, 7))} (${nameText(from)})`;
}

/** Longer than names are that people give. */
const longestName = 120;

/**
 * A name from a repository; what is longer than any real one loses its end. It may stand between signs that make it bold, which mean nothing
 * around nothing: so one of blanks alone is a sign for them.
 */
export function nameText(name: string): string {
  const plain = plainLine(clipped(name)).trim();
  return markdownText(plain === '' && name !== '' ? '␣' : plain);
}

/** The same, in a fixed-width font. */
export function nameCode(name: string): string {
  return markdownCode(clipped(name));
}

const longestChain = 400;

/** Imports from one package to another, as `linkNames` says them; of a long way the middle is left out. */
export function chainCode(chain: readonly string[], mainModule: string | undefined): string {
  return markdownCode(clipped(shownLinks(chain, mainModule), longestChain));
}

function clipped(text: string, most = longestName): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** A sentence that need not be ours. */
function proseText(text: string): string {
  return markdownText(clipped(text, longestChain));
}

/** How sentences write what comes from elsewhere for GitHub. */
export const markdownSpelling: ChainSpelling = {
  text: nameText,
  code: nameCode,
  chain: chainCode,
  prose: proseText,
};

/** A version as people tell it: of a pseudo-version (go.dev/ref/mod#pseudo-versions) its day and seven digits of its commit. */
export function versionName(version: string): string {
  return version.replace(/(\d{8})\d{6}-([0-9a-f]{7})[0-9a-f]{5}(?=$|\+)/, '$1-$2');
}

export function versionText(version: string): string {
  return nameText(versionName(version));
}

/** An import path for a table: of a long one the elements in the middle are left out, which tell the least. */
export function shortPath(path: string, most = 46): string {
  if (path.length <= most) return path;
  const [first = '', ...rest] = path.split('/');
  const last: string[] = [];
  for (const element of rest.toReversed()) {
    if (`${first}/…/${[element, ...last].join('/')}`.length > most) break;
    last.unshift(element);
  }
  return last.length === 0 ? `…${path.slice(1 - most)}` : `${first}/…/${last.join('/')}`;
}

/** A number in a table, which is not broken into lines: columns of numbers are read at a glance. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}
