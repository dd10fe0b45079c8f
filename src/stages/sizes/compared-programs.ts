import type { ModuleChange, ProgramComparison } from '../../report/comparison.ts';
import { type LinkedPackage, type News, newsOf } from '../../size/brought.ts';
import { deadCodeChange } from '../../size/dead-code-change.ts';
import { type Change, changesOf, type Sized } from '../../size/difference.ts';
import type { SizedAttribution, SizedProgram } from './compared-sides.ts';

/** A program on both sides, or on one of them. */
export type ProgramPair = readonly [SizedProgram | undefined, SizedProgram | undefined];

export function isSameProgram([before, after]: ProgramPair): boolean {
  const digest = before?.digest;
  return digest !== undefined && digest === after?.digest;
}

/** A program in two states; what there is on one side only is compared with nothing. */
export function comparePrograms(pair: ProgramPair): ProgramComparison {
  const [before, after] = pair;
  const hasFile = before !== undefined || after !== undefined;
  const hasSymbols = (before ?? after)?.symbols !== undefined && (after ?? before)?.symbols !== undefined;
  return {
    ...(hasFile && { fileBytes: { before: before?.bytes ?? 0, after: after?.bytes ?? 0 } }),
    ...(isSameProgram(pair) || isHalfKnown(pair) ? { modules: [], packages: [] } : changesIn(pair)),
    ...(hasSymbols && { symbols: changesOf(before?.symbols ?? [], after?.symbols ?? []) }),
  };
}

function changesIn([before, after]: ProgramPair): Omit<ProgramComparison, 'fileBytes' | 'symbols'> {
  const news = newsBetween(before?.attribution, after?.attribution);
  const changes = (what: 'packages' | 'modules') => changesOf(sizedOf(before, what), sizedOf(after, what));
  const chained = (chain: readonly string[] | undefined) => chain !== undefined && { chain };
  const modules = [...changes('modules'), ...otherVersions(before?.attribution, after?.attribution)];
  const deadCode = deadCodeChange(before?.attribution?.deadCode, after?.attribution?.deadCode);
  const { came = [], gone = [] } = deadCode ?? {};
  const chains = [
    ...(news?.packageChains.values() ?? []),
    ...[...came, ...gone].map(({ imports }) => imports),
  ];
  return {
    modules: modules.map((change) => ({
      ...change,
      ...formerNameOf(change, modules),
      ...versionsOf(change.name, before?.attribution, after?.attribution),
      ...retainedOf(change.name, before?.attribution, after?.attribution),
      ...chained(news?.moduleChains.get(change.name)),
    })),
    packages: changes('packages').map(({ name, ...change }) => ({
      path: name,
      ...change,
      ...chained(news?.packageChains.get(name)),
    })),
    ...(news !== undefined && { brought: news.brought, ...mainModuleOf(after?.attribution, chains[0]) }),
    ...(deadCode !== undefined && { deadCode }),
  };
}

function sizedOf(program: SizedProgram | undefined, what: 'packages' | 'modules'): Sized[] {
  return (program?.attribution?.[what] ?? []).map(({ path, bytes }) => ({ name: path, bytes }));
}

/** Modules at another version that have as many bytes as before. */
function otherVersions(before?: SizedAttribution, after?: SizedAttribution): Change[] {
  return (before?.modules ?? []).flatMap(({ path: name, bytes, version }) => {
    const now = after?.modules.find((each) => each.path === name);
    const isOther = now?.version !== undefined && version !== undefined && now.version !== version;
    return isOther && now.bytes === bytes ? [{ name, before: bytes, after: bytes }] : [];
  });
}

/** Of a new module that one which is gone and is the same at another major version. */
function formerNameOf(
  { name, before }: Change,
  modules: readonly Change[],
): Pick<ModuleChange, 'formerName'> {
  const former = modules.find(
    (each) => before === 0 && each.after === 0 && withoutMajor(each.name) === withoutMajor(name),
  );
  return former === undefined ? {} : { formerName: former.name };
}

/** The Go Modules Reference, "Major version suffixes": `/v2`; gopkg.in has `.v2`. */
function withoutMajor(path: string): string {
  return path.replace(/(?:\/v(?:[2-9]|[1-9]\d+)|(?<=^gopkg\.in\/.*)\.v\d+)$/, '');
}

function versionsOf(
  module: string,
  ...sides: readonly [before: SizedAttribution | undefined, after: SizedAttribution | undefined]
): Pick<ModuleChange, 'versions'> {
  const [before, after] = sides.map((side) => side?.modules.find(({ path }) => path === module)?.version);
  if (before === undefined && after === undefined) return {};
  return { versions: { ...(before !== undefined && { before }), ...(after !== undefined && { after }) } };
}

function retainedOf(
  module: string,
  ...sides: readonly [before: SizedAttribution | undefined, after: SizedAttribution | undefined]
): Pick<ModuleChange, 'retained'> {
  const [before, after] = sides.map(
    (side) => side?.modules.find(({ path }) => path === module)?.retainedBytes,
  );
  if (before === undefined && after === undefined) return {};
  return { retained: { ...(before !== undefined && { before }), ...(after !== undefined && { after }) } };
}

/** Undefined where nobody knows of imports, or all of the program is new. */
function newsBetween(
  before: SizedAttribution | undefined,
  after: SizedAttribution | undefined,
): News | undefined {
  if (before === undefined || after === undefined || !knowsImports(after)) return undefined;
  const retained = after.modules.flatMap(({ path, retainedBytes }) =>
    retainedBytes === undefined ? [] : [[path, retainedBytes] as const],
  );
  return newsOf(linkedPackages(before), linkedPackages(after), new Map(retained));
}

function linkedPackages({ packages, emptyPackages = [] }: SizedAttribution): LinkedPackage[] {
  return [...packages, ...emptyPackages.map((each) => ({ ...each, bytes: 0 }))];
}

function mainModuleOf(after: SizedAttribution | undefined, [first]: readonly string[] = []) {
  const main = after?.packages.find(({ path }) => path === first);
  return main !== undefined && { mainModule: main.module };
}

/** What a person should know of how two programs were compared. */
export function programNotices(pair: ProgramPair): string[] {
  const [before, after] = pair;
  const damaged = pair.flatMap((program) =>
    program?.notice === undefined ? [] : [`${program.path}: ${program.notice}`],
  );
  if (isSameProgram(pair)) return damaged;
  const [one, other] = [before?.attribution, after?.attribution];
  return [
    ...damaged,
    ...(isHalfKnown(pair) ? [whoTells] : []),
    ...(one !== undefined && other !== undefined && one.method !== other.method ? [whichMethods] : []),
    ...(hasUnexplainedNews(one, other) ? [whereChainsAre] : []),
  ];
}

const whoTells =
  'packages are not compared where one side does not say what a program is made of (of images slipway inspect --programs says it)';
const whichMethods =
  'one side was attributed with symbols (attribution.method twin), the other without: packages have their static data on one side only';
const whereChainsAre =
  'which imports bring what is new only a build knows: compare two reports of slipway build --report';

/** Whether only one of two programs tells what is in it, which says nothing of the other. */
function isHalfKnown([before, after]: ProgramPair): boolean {
  if (before === undefined || after === undefined) return false;
  return (before.attribution === undefined) !== (after.attribution === undefined);
}

/** Whether there is something new in a program that was there before, and nobody knows what brings it. */
function hasUnexplainedNews(before?: SizedAttribution, after?: SizedAttribution): boolean {
  if (before === undefined || after === undefined || knowsImports(after)) return false;
  const known = new Set(before.packages.map(({ path }) => path));
  return after.packages.some(({ path }) => !known.has(path));
}

function knowsImports({ packages }: SizedAttribution): boolean {
  return packages.some(({ importedBy }) => importedBy !== undefined);
}
