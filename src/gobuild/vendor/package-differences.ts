import type { CompiledPackage } from './compiled-packages.ts';

/**
 * Why a package was compiled to something else: `files` of it differ; the `language version` or the `module version` that
 * modules.txt says is another; it is in one program only; or of what it `imports` something differs, whose inlined code and
 * types are compiled into it. `unknown`: none of that is so.
 */
export type DifferenceReason =
  | 'files'
  | 'language version'
  | 'module version'
  | 'only vendored'
  | 'only downloaded'
  | 'imports'
  | 'unknown';

export interface PackageDifference {
  /** Import path. */
  readonly path: string;
  /** Module path; empty where there is none. */
  readonly module: string;
  readonly reason: DifferenceReason;
  /** The files of it that differ and that the build reads, below vendor/. */
  readonly files: readonly string[];
  /** Of those it imports, directly or not, the packages that differ by themselves. */
  readonly imports: readonly string[];
  /** What each says, for a version. */
  readonly versions?: { readonly vendored: string; readonly downloaded: string };
}

type Packages = ReadonlyMap<string, CompiledPackage>;

/**
 * The packages that the compiler made something else of, and why: first those that differ by themselves, each in the order of
 * their paths.
 * @param differingFiles paths below vendor/ of files that are changed, extra or missing
 */
export function packageDifferences(
  vendored: Packages,
  downloaded: Packages,
  differingFiles: ReadonlySet<string>,
): PackageDifference[] {
  const paths = [...new Set([...vendored.keys(), ...downloaded.keys()])].sort();
  const differing = paths.filter((path) => vendored.get(path)?.content !== downloaded.get(path)?.content);
  const own = new Map(
    differing.map((path) => [
      path,
      ownDifference(path, vendored.get(path), downloaded.get(path), differingFiles),
    ]),
  );
  const byThemselves = new Set(
    [...own].flatMap(([path, difference]) => (difference === undefined ? [] : [path])),
  );
  const found = differing.map((path): PackageDifference => {
    const module = (vendored.get(path) ?? downloaded.get(path))?.module ?? '';
    const itself = own.get(path);
    if (itself !== undefined) return { path, module, imports: [], ...itself };
    const imports = importedAmong(path, byThemselves, [vendored, downloaded]);
    return { path, module, reason: imports.length > 0 ? 'imports' : 'unknown', files: [], imports };
  });
  return [
    ...found.filter(({ reason }) => reason !== 'imports'),
    ...found.filter(({ reason }) => reason === 'imports'),
  ];
}

type OwnDifference = Pick<PackageDifference, 'reason' | 'files' | 'versions'>;

/** What makes a package differ whatever it imports. */
function ownDifference(
  path: string,
  vendored: CompiledPackage | undefined,
  downloaded: CompiledPackage | undefined,
  differingFiles: ReadonlySet<string>,
): OwnDifference | undefined {
  const read = new Set([...(vendored?.files ?? []), ...(downloaded?.files ?? [])]);
  const files = [...read]
    .map((name) => `${path}/${name}`)
    .filter((file) => differingFiles.has(file))
    .sort();
  if (vendored === undefined || downloaded === undefined) {
    return { reason: vendored === undefined ? 'only downloaded' : 'only vendored', files };
  }
  if (files.length > 0) return { reason: 'files', files };
  for (const [reason, field] of [
    ['module version', 'version'],
    ['language version', 'goVersion'],
  ] as const) {
    const versions = { vendored: vendored[field], downloaded: downloaded[field] };
    if (versions.vendored !== versions.downloaded) return { reason, files, versions };
  }
  return undefined;
}

/** Those of some packages that a package imports, directly or not, in one of the programs. */
function importedAmong(path: string, some: ReadonlySet<string>, programs: readonly Packages[]): string[] {
  const found = new Set<string>();
  for (const packages of programs) {
    const seen = new Set([path]);
    const waiting = [path];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      for (const imported of packages.get(at)?.imports ?? []) {
        if (seen.has(imported)) continue;
        seen.add(imported);
        waiting.push(imported);
        if (some.has(imported)) found.add(imported);
      }
    }
  }
  return [...found].sort();
}
