import { withFileSource } from '../../binary/byte-source.ts';
import { type BuildInfoText, buildInfoTexts } from '../../binary/go/build-info-texts.ts';
import { openProgram } from '../../binary/open-program.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import type { Executable } from '../../gobuild/compile.ts';
import { buildWith, packagesWith, paddingTag, type Wanted } from '../../gobuild/vendor/build-both.ts';
import { differingLines } from '../../gobuild/vendor/build-info-lines.ts';
import type { CompiledPackage } from '../../gobuild/vendor/compiled-packages.ts';
import { type PackageDifference, packageDifferences } from '../../gobuild/vendor/package-differences.ts';
import type { ModuleMode } from '../../gobuild/vendor/vendor-folder.ts';
import type { VendorDifferences, VendorPackage, VendorProgram } from '../../report/vendor-inspection.ts';
import { attribute } from '../../size/attribute.ts';
import { type Differences, differences, openParts } from '../../size/differing.ts';
import { ownersOfRanges, resizedSymbols } from '../../size/differing-owners.ts';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';

/** One target, built from the vendor folder and from downloaded modules. */
export interface BuiltBoth {
  readonly vendored: Built | undefined;
  readonly downloaded: Built | undefined;
  /** Why one of them is not there. */
  readonly error?: NonNullable<VendorProgram['error']>;
}

interface Built {
  readonly executable: Executable;
  readonly packages: ReadonlyMap<string, CompiledPackage>;
}

const refused = new SlipwayError(
  'E_BUILD',
  'go build refuses the vendor folder: its modules.txt does not fit',
);

/**
 * Builds a target both ways; what does not compile, or cannot be had, is in the answer.
 * @param fits false: modules.txt does not fit, so go build would refuse the vendor folder
 */
export async function buildBoth(wanted: Wanted, fits: boolean): Promise<BuiltBoth> {
  const one = async (mode: ModuleMode): Promise<Built> => ({
    executable: await buildWith(mode, wanted),
    packages: await packagesWith(mode, wanted),
  });
  const [vendored, downloaded] = await inParallel(
    [() => (fits ? settled(one('vendor')) : { error: refused }), () => settled(one('readonly'))],
    wanted.context.jobs,
    async (build) => build(),
  );
  if (vendored === undefined || downloaded === undefined)
    throw new SlipwayError('E_INTERNAL', 'a build has no result');
  const failed = 'error' in vendored ? vendored.error : 'error' in downloaded ? downloaded.error : undefined;
  return {
    vendored: 'error' in vendored ? undefined : vendored.done,
    downloaded: 'error' in downloaded ? undefined : downloaded.done,
    ...(failed !== undefined && {
      error: {
        mode: 'error' in vendored ? 'vendored' : 'downloaded',
        code: failed.code,
        message: failed.message,
        ...(failed.hint !== undefined && { hint: failed.hint }),
      },
    }),
  };
}

async function settled<T>(
  work: Promise<T>,
): Promise<{ readonly done: T } | { readonly error: SlipwayError }> {
  try {
    return { done: await work };
  } catch (error) {
    if (error instanceof SlipwayError && /^E_(BUILD|NETWORK)$/.test(error.code)) return { error };
    throw error;
  }
}

/**
 * What differs between both programs of a target, and why.
 * @param differingFiles paths below vendor/ of files that are not as in their modules
 * @throws SlipwayError E_BUILD when a further link fails, E_BINARY when a program is damaged
 */
export async function compareBoth(
  wanted: Wanted,
  { vendored, downloaded, error }: BuiltBoth,
  differingFiles: ReadonlySet<string>,
): Promise<VendorProgram> {
  const { name, importPath } = wanted.target;
  const named = { name, importPath, platform: wanted.platform };
  if (vendored === undefined || downloaded === undefined) return { ...named, ...(error && { error }) };
  const [one, other] = [vendored.executable, downloaded.executable];
  const files = { vendored: factsOf(one), downloaded: factsOf(other) };
  if (one.digest === other.digest) return { ...named, ...files, same: true };
  const packages = packageDifferences(vendored.packages, downloaded.packages, differingFiles);
  const infos = { vendored: infoOf(one.path), downloaded: infoOf(other.path) };
  const padded = await aligned(wanted, { vendored, downloaded }, infos);
  const paths = padded ?? { vendored: one.path, downloaded: other.path };
  const found = withPrograms(paths.vendored, paths.downloaded, (before, after) =>
    examined(before, after, packages),
  );
  return {
    ...named,
    ...files,
    same: false,
    differences: {
      buildInfo: {
        vendored: infos.vendored.bytes,
        downloaded: infos.downloaded.bytes,
        lines: differingLines(infos.vendored.text, infos.downloaded.text),
      },
      aligned: padded !== undefined,
      ...found,
    },
  };
}

function factsOf({ bytes, digest }: Executable): Pick<Executable, 'bytes' | 'digest'> {
  return { bytes, digest };
}

function infoOf(path: string): Pick<BuildInfoText, 'bytes' | 'text'> {
  return withFileSource(path, (source) => buildInfoTexts(source)[0]) ?? { bytes: 0, text: '' };
}

interface Paths {
  readonly vendored: string;
  readonly downloaded: string;
}

/**
 * Both programs with build info of one length, so that what differs besides does not hide among all that moved: the one that has
 * less is linked once more with a build tag that only the build info holds. Undefined where that cannot be.
 */
async function aligned(
  wanted: Wanted,
  built: { readonly vendored: Built; readonly downloaded: Built },
  infos: Record<keyof Paths, Pick<BuildInfoText, 'bytes'>>,
): Promise<Paths | undefined> {
  const paths = { vendored: built.vendored.executable.path, downloaded: built.downloaded.executable.path };
  const lacking = infos.downloaded.bytes - infos.vendored.bytes;
  if (lacking === 0) return paths;
  const tag = paddingTag(Math.abs(lacking), wanted.target.settings.buildTags);
  if (tag === undefined) return undefined;
  const [side, mode] =
    lacking > 0 ? (['vendored', 'vendor'] as const) : (['downloaded', 'readonly'] as const);
  const longer = Math.max(infos.vendored.bytes, infos.downloaded.bytes);
  const { path } = await buildWith(mode, wanted, tag);
  const same = isSame(await packagesWith(mode, wanted, tag), built[side].packages);
  return same && infoOf(path).bytes === longer ? { ...paths, [side]: path } : undefined;
}

/** The tag changed no package: the padded program differs from its own in the build info alone. */
function isSame(one: Built['packages'], other: Built['packages']): boolean {
  return (
    one.size === other.size && [...one].every(([path, { content }]) => other.get(path)?.content === content)
  );
}

function withPrograms<T>(
  before: string,
  after: string,
  use: (before: ProgramFile, after: ProgramFile) => T,
): T {
  return withFileSource(before, (one) =>
    withFileSource(after, (other) => use(openProgram(one), openProgram(other))),
  );
}

function examined(
  before: ProgramFile,
  after: ProgramFile,
  packages: readonly PackageDifference[],
): Pick<VendorDifferences, 'packages' | 'sections' | 'unexplained'> {
  const found = differences(before, after);
  const symbols = packages.length === 0 ? new Map() : symbolsIfRead(before, after, found);
  const open = openParts(found.parts).filter(({ kind }) => kind !== 'signature');
  return {
    packages: packages.map((one): VendorPackage => ({ ...one, symbols: symbols.get(one.path) ?? [] })),
    sections: found.parts.map(({ name, kind, before: vendored, after: downloaded, differing }) => ({
      name,
      kind,
      vendored,
      downloaded,
      ...(differing !== undefined && { differing }),
    })),
    // A signature is made of hashes over the rest: where nothing else differs it follows from the build info and the IDs.
    unexplained: packages.some(({ reason }) => reason !== 'unknown') ? [] : open.map(({ name }) => name),
  };
}

/** The linker has just made both: tables that are not understood are no damage, and packages are known without them. */
function symbolsIfRead(before: ProgramFile, after: ProgramFile, found: Differences): Symbols {
  try {
    return changedSymbols(before, after, found);
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_BINARY') return new Map();
    throw error;
  }
}

type Symbols = ReadonlyMap<string, readonly string[]>;

/** By package: symbols with bytes that differ; where code has another length and all moved, those that have another length. */
function changedSymbols(before: ProgramFile, after: ProgramFile, { sameLayout, rest }: Differences): Symbols {
  const own = attribute(before);
  if (own === undefined) return new Map();
  if (sameLayout) {
    return new Map(
      ownersOfRanges(own, rest).flatMap(({ owner, symbols }) =>
        owner.kind === 'package' ? [[owner.path, symbols] as const] : [],
      ),
    );
  }
  const other = attribute(after);
  return other === undefined ? new Map() : resizedSymbols(own, other);
}
