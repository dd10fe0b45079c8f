import type { DeadCodeChange, ToldBlocker } from '../size/dead-code-change.ts';
import type { ImageComparison } from './comparison.ts';
import { blockersText } from './dead-code-words.ts';
import { formatBytes } from './format-bytes.ts';
import type { Spelling } from './setting-sentences.ts';
import type { Sized } from './size-comment/sized.ts';
import type { Cause, SizeReport } from './size-report.ts';

/** How names and ways of imports are written: for Markdown, or for a terminal. */
export interface ChainSpelling extends Spelling {
  readonly chain: (links: readonly string[], mainModule: string | undefined) => string;
  /** Of whole sentences that need not be ours. */
  readonly prose: (text: string) => string;
}

/** What a sentence is about beside the change itself. */
interface Subject {
  readonly spelling: ChainSpelling;
  /** ` in **api**`; empty where there is no other program. */
  readonly where: string;
  readonly mainModule: string | undefined;
  /** `internal/mail/mail.go:9`: the line that imports it, where that is known. */
  readonly placeOf: (blocker: ToldBlocker) => string | undefined;
}

/**
 * What is otherwise about the methods that nothing calls, in sentences: whether they are pruned, since when they are not, by which
 * imports, and what to do; empty where nothing is.
 */
export function deadCodeSentences(change: DeadCodeChange | undefined, subject: Subject): string[] {
  if (change === undefined) return [];
  const { before, after, came, gone } = change;
  const { where, spelling } = subject;
  if (before.pruned && !after.pruned) {
    const [first] = came;
    const since = `${blockersText(came, spelling.code)}${wayText(first, subject)}`;
    const what = `Methods that nothing calls are no longer pruned${where}, since ${since}`;
    return [`${what}: ▲ ${formatBytes(after.pruningBytes)}.`, ...hintOf(first, spelling)];
  }
  if (!before.pruned && after.pruned) {
    const what = `Methods that nothing calls are pruned now${where}`;
    const since = gone.length === 0 ? '' : `, since ${goneText(gone, spelling)}`;
    return [`${what}${since}: ▼ ${formatBytes(before.pruningBytes)}.`];
  }
  const [first] = came;
  return [
    ...(first === undefined ? [] : [`${another(first, came, subject)}.`, ...hintOf(first, spelling)]),
    ...(gone.length === 0
      ? []
      : [`${goneText(gone, spelling)}${where}; others still look methods up by name.`]),
  ];
}

/** Whether methods are pruned on one side only: what a reader is to know before all else. */
export function isPruningChanged({ deadCode }: Pick<ImageComparison, 'deadCode'>): boolean {
  return deadCode !== undefined && deadCode.before.pruned !== deadCode.after.pruned;
}

function another(first: ToldBlocker, { length }: readonly ToldBlocker[], subject: Subject): string {
  const more = length === 1 ? ' is' : ` and ${length - 1} more are`;
  const what = length === 1 ? 'another function' : 'other functions';
  const name = `${subject.spelling.code(first.symbol)}${wayText(first, subject)}`;
  return `${name}${more} ${what} for whose sake methods that nothing calls are kept${subject.where}`;
}

/** ` (cmd/api → internal/mail → text/template, internal/mail/mail.go:9)` */
function wayText(blocker: ToldBlocker | undefined, { spelling, mainModule, placeOf }: Subject): string {
  if (blocker === undefined || blocker.imports.length < 2) return '';
  const place = placeOf(blocker);
  const way = spelling.chain(blocker.imports, mainModule);
  return ` (${place === undefined ? way : `${way}, ${place}`})`;
}

/** It begins with a name as often as not, and is left as it is written. */
function hintOf(blocker: ToldBlocker | undefined, { prose }: ChainSpelling): string[] {
  if (blocker?.hint === undefined) return [];
  const hint = prose(blocker.hint);
  return [`Instead: ${/[.!?]$/.test(hint) ? hint : `${hint}.`}`];
}

function goneText(gone: readonly ToldBlocker[], { code }: ChainSpelling): string {
  const others = gone.length - 1;
  const first = code(gone[0]?.symbol ?? '');
  if (others === 0) return `${first} is gone`;
  return `${first} and ${others} other ${others === 1 ? 'function' : 'functions'} are gone`;
}

const mostSentences = 3;
const mostTargets = 3;

/** The same of all that was compared: what changes alike is told once, on the platform where it costs most. */
export function sizedDeadCodeSentences(
  { targets, causes }: Pick<SizeReport, 'targets' | 'causes'>,
  sized: readonly Sized[],
  spelling: ChainSpelling,
): string[] {
  const changed = sized.filter(({ state, image }) => state === 'changed' && image.deadCode !== undefined);
  const alike = Map.groupBy(changed, ({ image: { deadCode } }) => keyOf(deadCode));
  return [...alike.values()].slice(0, mostSentences).flatMap((group) => {
    const [most] = group.toSorted((a, b) => weightOf(b) - weightOf(a));
    if (most === undefined) return [];
    const names = [...new Set(group.map(({ target }) => spelling.text(target)))];
    const shown = names.length > mostTargets ? `${names.length} targets` : names.join(', ');
    return deadCodeSentences(most.image.deadCode, {
      spelling,
      where: targets.length < 2 ? '' : ` in ${shown}`,
      mainModule: most.image.mainModule,
      placeOf: (blocker) => placeText(causes, group, blocker, spelling),
    });
  });
}

function keyOf(change: DeadCodeChange | undefined): string {
  const symbols = (blockers: readonly ToldBlocker[] = []) => blockers.map(({ symbol }) => symbol);
  const { before, after, came, gone } = change ?? {};
  return JSON.stringify([before?.pruned, after?.pruned, symbols(came).sort(), symbols(gone).sort()]);
}

function weightOf({ image: { deadCode } }: Sized): number {
  return Math.max(deadCode?.before.pruningBytes ?? 0, deadCode?.after.pruningBytes ?? 0);
}

function placeText(
  causes: readonly Cause[],
  group: readonly Sized[],
  blocker: ToldBlocker,
  { code }: ChainSpelling,
): string | undefined {
  const { imports } =
    causes.find(
      (cause) =>
        cause.name === blocker.package &&
        cause.imports !== undefined &&
        group.some(({ target }) => target === cause.target),
    ) ?? {};
  return imports && code(`${imports.file}:${imports.line}`);
}
