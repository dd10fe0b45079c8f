import type { ReferenceKind } from '../size/reach/findings.ts';
import { shortened } from './bars.ts';
import { chainLines } from './brought-text.ts';
import { formatBytes, formatSaving } from './format-bytes.ts';
import { plainLine } from './plain-text.ts';
import { referenceLines } from './reach-text.ts';
import { symbolText } from './reference-words.ts';
import { type Style, styleOf } from './style.ts';
import type { WhyEntry, WhySubject } from './why-inspection.ts';
import { wrapped } from './wrapped.ts';

/** As deep as chains and names in other lists. */
const indent = 14;
/** How much of each list is shown before the rest is counted. */
const most = { entries: 8, referrers: 3, importers: 4, initialised: 4 } as const;

/** One thing: what it costs, what imports it, what keeps it alive, and what would have to be cut for it to go. */
export function subjectLines(subject: WhySubject, columns: number, style: Style): string[] {
  const { kind, imported, kept } = subject;
  const title = titleLine(subject, style);
  if (!imported) return [title, '  not imported, so nothing of it is in the program'];
  const chain = importLines(subject, columns, style);
  if (!kept) {
    const why =
      kind === 'symbol'
        ? 'not in the program: nothing that is kept refers to it, or all calls of it are inlined'
        : 'imported, but nothing of it is in the program: it costs nothing';
    return [title, ...sentence(why, columns, 2), ...chain];
  }
  return [
    title,
    `  ${sizeWords(subject, style)}`,
    ...chain,
    ...labelled('alive', referenceLines(subject.references, columns, styleOf(false)), style),
    // Of what no program is without there is nothing to be said.
    ...(subject.retainedBytes === undefined
      ? []
      : [...keptSentences(subject), ...initSentences(subject)].flatMap((text) =>
          sentence(text, columns, indent),
        )),
    ...(kind === 'symbol' ? referrerLines(subject, columns, style) : entryLines(subject, columns, style)),
  ];
}

function titleLine({ kind, name, module, package: owner }: WhySubject, style: Style): string {
  const of = kind === 'symbol' ? owner : kind === 'package' ? module : undefined;
  const what = kind === 'module' ? 'module' : kind === 'package' ? 'package' : 'symbol';
  const home = of === undefined || of === '' ? '' : ` of ${of === 'std' ? 'the standard library' : of}`;
  return `${style.bold(plainLine(symbolText(name)))}   ${style.dim(plainLine(`${what}${home}`))}`;
}

function sizeWords({ bytes, retainedBytes }: WhySubject, style: Style): string {
  const own = `${formatBytes(bytes)} of its own; without it`;
  if (retainedBytes === undefined) return `${own} no program would be left`;
  return `${own} the file would be ${style.good(`${formatBytes(retainedBytes)} smaller`)}`;
}

function importLines({ imports, importers, kind }: WhySubject, columns: number, style: Style): string[] {
  const chain = imports.length < 2 ? [] : labelled('imported', chainLines(imports, indent, columns), style);
  const label = `by ${importers.length} packages:`;
  const others = importers.length < 2 || kind === 'symbol' ? [] : [listed(label, importers, most.importers)];
  return [...chain, ...others.flatMap((text) => sentence(text, columns, indent))];
}

/** `by a, b, c and 4 more`. */
function listed(label: string, names: readonly string[], limit: number): string {
  const shown = names.slice(0, limit).join(', ');
  const rest = names.length - limit;
  return `${label} ${shown}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/**
 * How a link that is more than a plain reference is said. A chain with an init or a reflection in it is only taken where there is no
 * other (size/reach/chains.ts).
 */
const reasons: readonly (readonly [ReferenceKind, (symbol: string) => string])[] = [
  [
    'reflection',
    (symbol) =>
      `Nothing else leads to it: ${symbol} stays only since methods are looked up by name (reflection).`,
  ],
  ['init', () => 'Nothing but inits leads to it, which run when the program starts.'],
  ['name', (symbol) => `${symbol} stays since a constant names it (reflection).`],
  ['interface', (symbol) => `${symbol} stays since its type is in an interface through which it is called.`],
  ['linkname', (symbol) => `${symbol} is taken by its name (linkname).`],
];

/** What is more than a plain reference in the chain: each kind once. */
function keptSentences({ references, entries, initialised }: WhySubject): string[] {
  // Said with its init.
  if (entries.length === 0 && initialised.length > 0) return [];
  const first = new Map(references.toReversed().map((step) => [step.by, step.symbol]));
  // With what only reflection calls, an init on the way is no reason any more.
  if (first.has('reflection')) first.delete('init');
  const said = reasons.flatMap(([kind, words]) => {
    const symbol = first.get(kind);
    return symbol === undefined ? [] : [words(symbolText(symbol))];
  });
  return said.length > 0
    ? said
    : ['Plain references all the way: no interface, init, linkname or reflection.'];
}

function initSentences({ kind, initialised, entries }: WhySubject): string[] {
  if (initialised.length === 0 || kind === 'symbol') return [];
  if (entries.length === 0) return ['Only its init keeps it: imported nowhere, it would go.'];
  const whose = kind === 'module' ? listed('init of', initialised, most.initialised) : 'Its init';
  return [`${whose} runs when the program starts: that stays as long as it is imported.`];
}

/** What others refer to: for all of it to go, every one of them must. */
function entryLines(
  { entries, entryCount, name, kind }: WhySubject,
  columns: number,
  style: Style,
): string[] {
  if (entryCount === 0) return [];
  const what =
    entryCount === 1
      ? '1 symbol of it; what would go with that:'
      : `${entryCount} symbols of it; what would go with each alone:`;
  const rest = entryCount - Math.min(entries.length, most.entries);
  return [
    `  others refer to ${what}`,
    ...entries
      .slice(0, most.entries)
      .flatMap((entry) => [
        savingLine(entry.retainedBytes, entryName(entry, kind === 'package' ? name : '', columns), style),
        ...referrersOf(entry, columns).map(style.dim),
      ]),
    ...(rest > 0 ? [`${' '.repeat(indent)}${style.dim(`and ${rest} more`)}`] : []),
  ];
}

/** The path of a package that is asked for need not be said with each of its symbols. */
function entryName({ symbol }: WhyEntry, path: string, columns: number): string {
  const said = symbolText(symbol);
  const short = path === '' ? said : said.replaceAll(`${path}.`, '');
  return shortened(plainLine(short), Math.max(24, columns - indent));
}

function referrerLines({ entries }: WhySubject, columns: number, style: Style): string[] {
  return entries.flatMap((entry) => labelled('referred to', referrersOf(entry, columns), style));
}

/** `by a, type b (interface) and 3 more`; what is called the same in short, such as instances, is said once. */
function referrersOf({ referrers, referrerCount }: WhyEntry, columns: number): string[] {
  const room = Math.max(24, columns - indent - 4);
  const texts = referrers.map(({ symbol, by }) => `${shortened(symbolText(symbol), room)}${notes[by]}`);
  const shown = [...new Set(texts)].slice(0, most.referrers);
  const rest = referrerCount - texts.filter((text) => shown.includes(text)).length;
  return sentence(`by ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`, columns, indent);
}

/** How a referrer keeps it, where that is more than that it mentions it. */
const notes: Readonly<Record<ReferenceKind, string>> = {
  start: '',
  reference: '',
  init: ' (init)',
  linkname: ' (linkname)',
  interface: ' (called through an interface)',
  name: ' (named by a constant)',
  reflection: ' (reflection)',
};

/** `−120.0 KiB  what goes`. */
export function savingLine(bytes: number | undefined, text: string, style: Style): string {
  const said = bytes === undefined ? 'all' : formatSaving(bytes);
  return `  ${style.good(said.padStart(indent - 4))}  ${text}`;
}

/** Lines that are indented, with a word before the first. */
function labelled(label: string, [first = '', ...more]: readonly string[], style: Style): string[] {
  const head = `  ${label.padEnd(indent - 2)}`;
  return [`${head}${style.dim(first.slice(indent))}`, ...more.map(style.dim)];
}

function sentence(text: string, columns: number, depth: number): string[] {
  return wrapped(plainLine(text), Math.max(24, columns - depth)).map((line) => `${' '.repeat(depth)}${line}`);
}
