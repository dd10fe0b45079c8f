import { withFileSource } from '../binary/byte-source.ts';
import { openProgram } from '../binary/open-program.ts';
import type { ProgramFile } from '../binary/program-file.ts';
import { executablePath } from '../engine/plan.ts';
import type { BuiltTarget } from '../gobuild/build.ts';
import type { Executable } from '../gobuild/compile.ts';
import { compiledPackages } from '../gobuild/compiled-packages.ts';
import type { Origin } from '../gobuild/origin.ts';
import { importsOf } from '../gobuild/program-imports.ts';
import { linkTwin } from '../gobuild/twin.ts';
import type { Layer } from '../image/descriptor.ts';
import type { Layout } from '../image/image.ts';
import { storedBlob } from '../image/layout.ts';
import { recallScan } from '../image/read/known-scan.ts';
import type { AttributionReport } from '../report/inspection.ts';
import type { CacheUse } from '../report/model.ts';
import { formatPlatform, type Platform, samePlatform } from '../request/platform.ts';
import type { BuildRequest } from '../request/request.ts';
import { attribute } from '../size/attribute.ts';
import type { Attribution } from '../size/attribution.ts';
import { withObjectSymbols } from '../size/object-symbols.ts';
import type { ReachFindings } from '../size/reach/program-findings.ts';
import { provedTwin } from '../size/twin.ts';
import { contentOf } from '../size/wire/layer-cost.ts';
import { type ProgramCost, programCost } from '../size/wire/program-cost.ts';
import { inParallel } from '../support/concurrency.ts';
import { SlipwayError } from '../support/errors.ts';
import { slipwayVersion } from '../version.ts';
import { withImporters } from './imported-by.ts';
import { attributionReport } from './inspect-file.ts';
import type { Ports } from './ports.ts';
import { buildJobs, type Programs } from './programs.ts';
import { findingsOf, type LinkedFrom, reachOf } from './reach.ts';
import { withFindings } from './reached-report.ts';

/** Raise it when the same program is attributed otherwise. */
const attributionFormat = 5;

export interface Attributions {
  /** By the program's path. */
  readonly byPath: ReadonlyMap<string, AttributionReport>;
  readonly notices: readonly string[];
  readonly cache: CacheUse;
}

export const nothingAttributed: Attributions = { byPath: new Map(), notices: [], cache: 'none' };

/**
 * Which packages the bytes of every program belong to, by a second link with symbols; where that is none of the same
 * program, by Go's own tables. Remembered by the digests of program and layer: what did not change is neither linked nor read.
 * Whom packages are imported by does not follow from the program, and is known of its build.
 * @param layouts of the targets, where images were made
 * @throws SlipwayError E_BINARY when a program is damaged, E_IO
 */
export async function attributePrograms(
  { targets, imports }: Pick<Programs, 'targets' | 'imports'>,
  layouts: readonly (Layout | undefined)[],
  origin: Origin,
  request: BuildRequest,
  ports: Ports,
): Promise<Attributions> {
  const programs = targets.flatMap((target, at) =>
    target.executables.map((executable) => ({
      target,
      executable,
      layer: programLayer(layouts[at], executable),
    })),
  );
  let made = 0;
  // Links go on side by side; a program and its tables are in memory one at a time, since nothing waits meanwhile.
  const all = await inParallel(programs, buildJobs(request, ports), async (program) => {
    const { executable, layer } = program;
    const key = `attribution ${attributionFormat} ${slipwayVersion} ${executable.digest} ${layer?.digest}`;
    const known = (await ports.store.recall(key)) as Remembered | undefined;
    if (known !== undefined) return { ...program, ...known };
    made += 1;
    const fresh = await attributed(program, origin, request, ports);
    // What went wrong may not again.
    if (fresh.notices.length === 0) await ports.store.remember(key, fresh);
    return { ...program, ...fresh };
  });
  return {
    byPath: new Map(
      all.flatMap(({ target, executable, report }) => {
        if (report === undefined) return [];
        const packages = importsOf(imports, target.name, executable.platform);
        const told = packages === undefined ? report : withImporters(report, packages, target.importPath);
        return [[executable.path, told] as const];
      }),
    ),
    notices: all.flatMap(({ notices }) => notices),
    cache: made === 0 ? 'hit' : made < programs.length ? 'partial' : 'miss',
  };
}

function programLayer(layout: Layout | undefined, { platform }: Executable): Layer | undefined {
  const image = layout?.images.find((one) => samePlatform(one.platform, platform));
  return image?.layers.find(({ kind }) => kind === 'binary');
}

interface Remembered {
  readonly report?: AttributionReport;
  /** What a person should know of how it came about. */
  readonly notices: readonly string[];
}

interface Program {
  readonly target: BuiltTarget;
  readonly executable: Executable;
  readonly layer: Layer | undefined;
}

async function attributed(
  { target, executable, layer }: Program,
  origin: Origin,
  request: BuildRequest,
  ports: Ports,
): Promise<Remembered> {
  const { platform, path } = executable;
  const context = { ...origin, go: origin.go.command, request, signal: ports.signal };
  const faultOf = (error: unknown): SlipwayError => {
    ports.signal.throwIfAborted();
    // What was built stands, also where it cannot be linked once more.
    if (error instanceof SlipwayError && error.code === 'E_BUILD') return error;
    throw error;
  };
  const { directory } = origin.workspace;
  const [twin, packages] = await Promise.all([
    linkTwin(context, target, platform).catch(faultOf),
    compiledPackages({ go: context.go, directory }, target, platform).catch(faultOf),
  ]);
  const archives = packages instanceof SlipwayError ? packages : packages.map(({ archive }) => archive);
  const { attribution, fault } = attributedBy(path, twin, hasDataSymbols(platform) ? archives : []);
  const findings =
    packages instanceof SlipwayError
      ? packages
      : await found(
          {
            ...{ packages, main: target.importPath, platform, buildTags: target.settings.buildTags },
            ...{ goroot: origin.go.goroot, cacheDirectory: request.cacheDirectory },
          },
          ports,
        );
  const cost =
    attribution === undefined || layer === undefined
      ? undefined
      : await costOf(attribution, layer, { name: target.name, bytes: executable.bytes }, ports.store);
  const subject = `${target.name} (${formatPlatform(platform)})`;
  const notices = [
    ...(fault === undefined ? [] : [`${subject}: ${fault}`]),
    ...(findings instanceof SlipwayError
      ? [`${subject}: what would go away is not known: ${findings.message}`]
      : []),
  ];
  const report = attribution && attributionReport(attribution, cost);
  return {
    ...(report !== undefined && {
      report: findings instanceof SlipwayError ? report : withFindings(report, findings),
    }),
    notices,
  };
}

async function found(linked: LinkedFrom, ports: Ports): Promise<ReachFindings | SlipwayError> {
  try {
    return findingsOf(await reachOf(linked, ports), linked);
  } catch (error) {
    if (error instanceof SlipwayError && (error.code === 'E_BINARY' || error.code === 'E_TOOLCHAIN'))
      return error;
    throw error;
  }
}

/** Wasm has no symbols of data: what the compiled packages say of it leads to no address. */
function hasDataSymbols({ architecture }: Platform): boolean {
  return architecture !== 'wasm';
}

/** An attribution, and why it says less than it could. */
interface Found {
  readonly attribution: Attribution | undefined;
  readonly fault?: string;
}

/**
 * By the twin; where it turns out to be none without.
 * @param archives the compiled packages, which tell of data what no symbol table does
 */
function attributedBy(
  path: string,
  twinPath: string | SlipwayError,
  archives: readonly string[] | SlipwayError,
): Found {
  return withFileSource(path, (source) => {
    const program = openProgram(source);
    const alone = (why: SlipwayError): Found => ({
      attribution: attribute(program),
      fault: `${why.message}; its data is attributed by Go's tables alone`,
    });
    if (twinPath instanceof SlipwayError) return alone(twinPath);
    return withFileSource(twinPath, (twinSource): Found => {
      const twin = orFault(() => provedTwin(program, openProgram(twinSource)));
      if (twin instanceof SlipwayError) return alone(twin);
      const named = withData(twin.program, archives);
      if (!(named instanceof SlipwayError)) {
        return { attribution: attribute(program, { ...twin, program: named }) };
      }
      return {
        attribution: attribute(program, twin),
        fault: `${named.message}; of its static data only what has symbols is attributed`,
      };
    });
  });
}

function withData(twin: ProgramFile, archives: readonly string[] | SlipwayError): ProgramFile | SlipwayError {
  if (archives instanceof SlipwayError) return archives;
  return archives.length === 0 ? twin : orFault(() => withObjectSymbols(twin, archives));
}

function orFault<T>(find: () => T): T | SlipwayError {
  try {
    return find();
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_BINARY') return error;
    throw error;
  }
}

/**
 * What the program costs in its layer; undefined when nobody remembers where in the layer it lies, and where it lies there packed: then
 * no byte of the layer belongs to one package.
 */
async function costOf(
  attribution: Attribution,
  { digest, mediaType, compressedBytes, uncompressedBytes }: Layer,
  { name, bytes }: { readonly name: string; readonly bytes: number },
  store: Ports['store'],
): Promise<ProgramCost | undefined> {
  const compression = mediaType.endsWith('+zstd') ? 'zstd' : 'gzip';
  const scan = await recallScan(store, digest, compression);
  const entry = scan?.entries.find((one) => `/${one.path}` === executablePath(name));
  if (entry === undefined || entry.size !== bytes || uncompressedBytes === undefined) return undefined;
  const blob = await storedBlob(store, digest);
  return withFileSource(blob, (source) => {
    const layer = { compression, compressedBytes, uncompressedBytes, content: contentOf(source) } as const;
    return programCost(attribution, layer, entry);
  });
}
