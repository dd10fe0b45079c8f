import type { Advice, Blocker, DeadCode, ReferenceStep } from '../size/reach/findings.ts';
import { shortened } from './bars.ts';
import { chainLines } from './brought-text.ts';
import { linkNames } from './brought-words.ts';
import { formatBytes, formatSaving } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import { blockersWords, referenceWords, symbolText } from './reference-words.ts';
import type { Style } from './style.ts';
import { wrapped } from './wrapped.ts';

/** As deep as names in lists of changes. */
const indent = 14;
/** Columns that a name has in the narrowest terminal. */
const least = 24;
const most = { blockers: 8, advice: 10 } as const;

/**
 * Whether methods that nothing calls are left out, and what keeps them: each blocker with its price, its imports and its chain of
 * references. The first line is a title.
 * @param mainModule its packages are named without its path
 */
export function deadCodeLines(
  { pruned, blockers, bytes, pruningBytes }: DeadCode,
  columns: number,
  style: Style,
  mainModule?: string,
): string[] {
  if (pruned) {
    const said = 'methods that nothing calls are left out';
    return [`${style.bold('dead-code elimination is')} ${style.good('on')}`, `  ${said}`];
  }
  const why = `${blockersWords(blockers.length)}, so methods that nothing calls stay`;
  return [
    `${style.bold('dead-code elimination is')} ${style.warning('off')}`,
    ...wrapped(why, columns - 2).map((line) => `  ${line}`),
    saving(bytes, blockers.length === 1 ? 'without it' : 'without all of them', style),
    saving(pruningBytes, 'if only such methods went', style),
    ...blockers.slice(0, most.blockers).flatMap((each) => blockerLines(each, columns, style, mainModule)),
    ...moreLine(blockers.length - most.blockers, style),
  ];
}

function blockerLines(
  { symbol, bytes, packageBytes, references, imports, hint }: Blocker,
  columns: number,
  style: Style,
  mainModule?: string,
): string[] {
  const name = shortened(plainLine(symbolText(symbol)), roomOf(columns));
  const whole = packageBytes > bytes ? [`without its package −${formatBytes(packageBytes)}`] : [];
  return [
    saving(bytes, name, style),
    ...whole.map((text) => `${' '.repeat(indent)}${text}`),
    ...importLines(linkNames(imports, mainModule), columns).map(style.dim),
    ...referenceLines(references, columns, style, 'alive: '),
    ...(hint === undefined ? [] : sentence(hint, columns)),
  ];
}

/** Of the main package there is nothing to say. */
function importLines([first = '', ...more]: readonly string[], columns: number): string[] {
  return more.length === 0 ? [] : chainLines([`imports: ${first}`, ...more], indent, columns);
}

/** What can be done, each with what it saves. The first line is a title; none where there is nothing to do. */
export function adviceLines(advice: readonly Advice[], columns: number, style: Style): string[] {
  if (advice.length === 0) return [];
  const lines = advice.slice(0, most.advice).flatMap(({ bytes, text }) => {
    const [first = '', ...more] = sentence(text, columns);
    return [saving(bytes, first.trimStart(), style), ...more];
  });
  return [
    style.bold('what would make it smaller'),
    ...lines,
    ...moreLine(advice.length - most.advice, style),
  ];
}

/**
 * A chain of references, broken before arrows, with how a link keeps the next where that is more than that it mentions it; none
 * without links.
 * @param label stands before the first
 */
export function referenceLines(
  references: readonly ReferenceStep[],
  columns: number,
  style: Style,
  label = '',
): string[] {
  const room = roomOf(columns);
  const lines: string[] = [];
  const add = (text: string, between: string, before: string): void => {
    const last = lines.at(-1);
    if (last !== undefined && !last.startsWith(' ') && last.length + between.length + text.length <= room) {
      lines.splice(-1, 1, `${last}${between}${text}`);
    } else lines.push(`${before}${text}`);
  };
  for (const [at, { symbol, by }] of references.entries()) {
    const name = shortened(plainLine(symbolText(symbol)), room - 2);
    add(at === 0 ? `${label}${name}` : `→ ${name}`, ' ', '');
    if (referenceWords[by] !== '') add(referenceWords[by], ', ', '    ');
  }
  return lines.map((line) => style.dim(`${' '.repeat(indent)}${line}`));
}

function saving(bytes: number, text: string, style: Style): string {
  return `  ${style.good(formatSaving(bytes).padStart(indent - 4))}  ${text}`;
}

function sentence(text: string, columns: number): string[] {
  return wrapped(plainLine(text), roomOf(columns)).map((line) => `${' '.repeat(indent)}${line}`);
}

function roomOf(columns: number): number {
  return Math.max(least, columns - indent);
}

function moreLine(count: number, style: Style): string[] {
  return count > 0 ? [`${' '.repeat(indent)}${style.dim(`and ${count} more`)}`] : [];
}
