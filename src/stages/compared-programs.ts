import type { ProgramComparison } from '../report/comparison.ts';
import type { AttributionReport } from '../report/inspection.ts';
import { type LinkedPackage, type News, newsOf } from '../size/brought.ts';
import { changesOf } from '../size/difference.ts';
import type { SizedProgram } from './compared-sides.ts';

/** A program in two states; what there is on one side only is compared with nothing. */
export function comparePrograms(
  before: SizedProgram | undefined,
  after: SizedProgram | undefined,
): ProgramComparison {
  const news = newsBetween(before?.attribution, after?.attribution);
  const listed = (program: SizedProgram | undefined, what: 'packages' | 'modules') =>
    (program?.attribution?.[what] ?? []).map(({ path, bytes }) => ({ name: path, bytes }));
  const changes = (what: 'packages' | 'modules') => changesOf(listed(before, what), listed(after, what));
  const chained = (chain: readonly string[] | undefined) => chain !== undefined && { chain };
  const hasFile = before !== undefined || after !== undefined;
  const hasSymbols = before?.symbols !== undefined || after?.symbols !== undefined;
  return {
    ...(hasFile && { fileBytes: { before: before?.bytes ?? 0, after: after?.bytes ?? 0 } }),
    modules: changes('modules').map((change) => ({
      ...change,
      ...chained(news?.moduleChains.get(change.name)),
    })),
    packages: changes('packages').map(({ name, ...change }) => ({
      path: name,
      ...change,
      ...chained(news?.packageChains.get(name)),
    })),
    ...(news !== undefined && {
      brought: news.brought,
      ...mainModuleOf(news, after?.attribution),
    }),
    ...(hasSymbols && { symbols: changesOf(before?.symbols ?? [], after?.symbols ?? []) }),
  };
}

/** Undefined where nobody knows of imports, or all of the program is new. */
function newsBetween(
  before: AttributionReport | undefined,
  after: AttributionReport | undefined,
): News | undefined {
  if (before === undefined || after === undefined || !knowsImports(after)) return undefined;
  return newsOf(linkedPackages(before), linkedPackages(after));
}

function linkedPackages({ packages, emptyPackages = [] }: AttributionReport): LinkedPackage[] {
  return [...packages, ...emptyPackages.map((each) => ({ ...each, bytes: 0 }))];
}

function mainModuleOf({ packageChains }: News, after: AttributionReport | undefined) {
  const [chain = []] = packageChains.values();
  const main = after?.packages.find(({ path }) => path === chain[0]);
  return main !== undefined && { mainModule: main.module };
}

/** Whether there is something new in a program that was there before, and nobody knows what brings it. */
export function hasUnexplainedNews(
  before: SizedProgram | undefined,
  after: SizedProgram | undefined,
): boolean {
  const [one, other] = [before?.attribution, after?.attribution];
  if (one === undefined || other === undefined || knowsImports(other)) return false;
  const known = new Set(one.packages.map(({ path }) => path));
  return other.packages.some(({ path }) => !known.has(path));
}

function knowsImports({ packages }: AttributionReport): boolean {
  return packages.some(({ importedBy }) => importedBy !== undefined);
}
