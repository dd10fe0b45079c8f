import { type Advice, type DeadCode, type ReferenceStep, referenceKinds } from '../../size/reach/findings.ts';
import type { AttributionReport } from '../inspection.ts';
import { symbolText } from '../reference-words.ts';
import type { AdviceRow, PageDeadCode, PageReasons } from './data.ts';
import { shownName } from './names.ts';

/** More than these nobody reads on a page. */
const most = { blockers: 20, advice: 20, links: 60 } as const;

/**
 * Why each package is in the file: who imports it, and what refers to it.
 * @param paths import paths of the packages, as they are numbered
 * @param room characters that chains of references may take; those of the largest packages come first
 * @returns undefined where nothing is known of any
 */
export function reasonsOf(
  attribution: AttributionReport,
  paths: readonly string[],
  room: number,
): PageReasons | undefined {
  const imports = importsOf(attribution, paths);
  const references = referencesOf(attribution, paths, room);
  const isEmpty = imports.importers.every((number) => number === -1) && references.links.length === 0;
  return isEmpty ? undefined : { ...imports, ...references };
}

function importsOf(
  { packages, emptyPackages = [] }: AttributionReport,
  paths: readonly string[],
): Pick<PageReasons, 'passed' | 'importers'> {
  const importedBy = new Map([...packages, ...emptyPackages].map((each) => [each.path, each.importedBy]));
  const numbers = new Map(paths.map((path, number) => [path, number]));
  const all = [...paths];
  const importers: number[] = [];
  // What is passed is put behind, and so has its own importer looked up.
  for (let at = 0; at < all.length; at += 1) {
    const importer = importedBy.get(all[at] ?? '');
    if (importer !== undefined && !numbers.has(importer)) {
      numbers.set(importer, all.length);
      all.push(importer);
    }
    importers.push(importer === undefined ? -1 : (numbers.get(importer) ?? -1));
  }
  return { passed: all.slice(paths.length).map(shownName), importers };
}

function referencesOf(
  { packages }: AttributionReport,
  paths: readonly string[],
  room: number,
): Pick<PageReasons, 'links' | 'ends'> {
  const links: PageReasons['links'][number][] = [];
  const known = new Map<string, number>();
  const ends = new Map<string, number>();
  let left = room;
  for (const { path, references = [] } of packages) {
    if (references.length === 0 || left <= 0) continue;
    let before = -1;
    for (const [symbol, how] of linksOf(references)) {
      const key = `${before} ${how} ${symbol}`;
      const number = known.get(key) ?? links.length;
      if (number === links.length) {
        known.set(key, number);
        links.push([symbol, how, before]);
        left -= symbol.length + 12;
      }
      before = number;
    }
    ends.set(path, before);
  }
  return { links, ends: paths.map((path) => ends.get(path) ?? -1) };
}

function linksOf(references: readonly ReferenceStep[]): [symbol: string, how: number][] {
  return references
    .slice(-most.links)
    .map(({ symbol, by }) => [shownName(symbolText(symbol)), referenceKinds.indexOf(by)]);
}

export function deadCodeOf({ pruned, pruningBytes, bytes, blockers }: DeadCode): PageDeadCode {
  return {
    pruned,
    pruningBytes,
    bytes,
    count: blockers.length,
    blockers: blockers.slice(0, most.blockers).map((blocker) => ({
      symbol: shownName(symbolText(blocker.symbol)),
      package: shownName(blocker.package),
      bytes: blocker.bytes,
      packageBytes: blocker.packageBytes,
      links: linksOf(blocker.references),
      imports: blocker.imports.map(shownName),
      ...(blocker.hint !== undefined && { hint: shownName(blocker.hint) }),
    })),
  };
}

export function adviceOf(advice: readonly Advice[]): AdviceRow[] {
  return advice
    .slice(0, most.advice)
    .map(({ bytes, subject, text }) => [bytes, shownName(subject), shownName(text)]);
}
