import { namedPackage } from './symbol-owner.ts';
import { fitOf, fits, spellingOf, withoutArguments, withoutReceiver } from './symbol-spelling.ts';

/** Something of a program that a name of a person's may mean. */
export type Meaning =
  /** By import path, the main package too. */
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'module'; readonly name: string }
  /** Every symbol that is meant: of an assembly function with its wrapper there are two, of a generic one as many as it has instances. */
  | { readonly kind: 'symbol'; readonly name: string; readonly nodes: readonly number[] };

/** What a program consists of, by name. */
export interface NamedParts {
  readonly packages: readonly { readonly path: string; readonly module: string }[];
  /** Import path of the main package. */
  readonly main: string;
  /** By node. */
  readonly names: readonly string[];
  /** By node: 1 where the linker keeps it. */
  readonly reached: Uint8Array;
}

/**
 * What a name means: a package or module of that path, else a symbol of that name, else a package or module whose path ends so, else
 * a symbol whose name ends so. What is kept comes before what is not.
 * @param asked as somebody wrote it; `main` is the main package
 * @returns all that it may mean as well; a module and the package at its root both, where they are not the same
 */
export function meaningsOf(asked: string, parts: NamedParts): Meaning[] {
  if (asked === 'main') return [{ kind: 'package', name: parts.main }];
  const named = pathsLike(parts, (path) => path === asked);
  if (named.length > 0) return named;
  const bySymbol = symbolsLike(asked, parts);
  const best = Math.min(...bySymbol.keys());
  const found = bySymbol.get(best) ?? [];
  if (best <= fits.indexOf('plain')) return found;
  const ending = pathsLike(parts, (path) =>
    [path, path.replace(/\/v\d+$/, '')].some((each) => `/${each}`.endsWith(`/${asked}`)),
  );
  return ending.length > 0 ? ending : found;
}

function pathsLike({ packages }: NamedParts, isMeant: (path: string) => boolean): Meaning[] {
  const byModule = Map.groupBy(packages, ({ module }) => module);
  const modules = [...byModule].filter(([path]) => isMeant(path));
  const meant = packages.filter(({ path }) => isMeant(path));
  return [
    ...modules.flatMap(([name, own]): Meaning[] =>
      own.length === 1 && own[0]?.path === name ? [] : [{ kind: 'module', name }],
    ),
    ...meant.map(({ path }): Meaning => ({ kind: 'package', name: path })),
  ];
}

/** By how they fit. */
function symbolsLike(asked: string, { names, main, reached }: NamedParts): Map<number, Meaning[]> {
  const spelling = spellingOf(linkerName(asked, main));
  const byFit = new Map<number, number[]>();
  for (const [node, name] of names.entries()) {
    const fit = fitOf(spelling, name);
    if (fit === undefined) continue;
    const nodes = byFit.get(fit) ?? [];
    nodes.push(node);
    byFit.set(fit, nodes);
  }
  return new Map(
    [...byFit].map(([fit, nodes]) => {
      const kept = nodes.filter((node) => reached[node] === 1);
      return [fit, grouped(kept.length > 0 ? kept : nodes, names, fit)];
    }),
  );
}

/** What is one thing to a person: instances of a function, and, where receivers are not told apart, a method and its wrapper. */
function grouped(nodes: readonly number[], names: readonly string[], fit: number): Meaning[] {
  const nameOf = (node: number): string => names[node] ?? '';
  const genericOf = (node: number): string => withoutArguments(nameOf(node));
  const keyOf =
    fit === fits.indexOf('own')
      ? nameOf
      : fit < fits.indexOf('plain')
        ? genericOf
        : (node: number): string => withoutReceiver(genericOf(node));
  return [...Map.groupBy(nodes, keyOf)].map(([key, each]): Meaning => {
    const distinct = (of: (node: number) => string): readonly string[] => [...new Set(each.map(of))];
    const [name = key] = [distinct(nameOf), distinct(genericOf)].find((all) => all.length === 1) ?? [];
    return { kind: 'symbol', name, nodes: each };
  });
}

/** To the linker the main package is `main`, whatever its import path. */
export function linkerName(asked: string, main: string): string {
  return asked.startsWith(`${main}.`) ? `main.${asked.slice(main.length + 1)}` : asked;
}

/** The packages of which a name may be a symbol's: the one that it says, or those whose path ends so. */
export function packagesNamedIn(asked: string, { packages, main }: NamedParts): string[] {
  const named = namedPackage(linkerName(asked, main));
  if (named === '') return [];
  const exact = packages.filter(({ path }) => path === named || (named === 'main' && path === main));
  const found = exact.length > 0 ? exact : packages.filter(({ path }) => path.endsWith(`/${named}`));
  return found.map(({ path }) => path);
}
