import type { Origin } from '../gobuild/origin.ts';
import { sourceRevision, sourceTime } from '../gobuild/source.ts';
import { compressorIdentity } from '../image/compress.ts';
import { bareFileName } from '../output/file-names.ts';
import type { LoadedImage } from '../output/load.ts';
import type { ReleaseArchive } from '../output/release-archive.ts';
import type { Publication } from '../registry/push/publication.ts';
import type { BeforeReport } from '../report/before/model.ts';
import { type SbomReports, targetReport } from '../report/build-report.ts';
import type { AttributionReport } from '../report/inspection.ts';
import type {
  EngineReport,
  RequestReport,
  SourceReport,
  TargetReport,
  ToolchainReport,
  WaterfallRow,
} from '../report/model.ts';
import { budget } from '../request/budget-field.ts';
import { formatCompression } from '../request/compression.ts';
import { asksForFiles, formatOutput } from '../request/output.ts';
import { formatModes, mayPack } from '../request/pack-policy.ts';
import { formatPlatform } from '../request/platform.ts';
import type { BuildRequest, Compression } from '../request/request.ts';
import { type Digest, sha256 } from '../support/hashing.ts';
import type { ChainOrigin } from '../verify/chain/chain.ts';
import type { Outcome } from '../verify/verdict.ts';
import { alternative } from './alternatives.ts';
import type { Delivery } from './delivery.ts';

/** The request as it was understood. */
export function requestReport(
  { source, defaults, outputs }: BuildRequest,
  engine?: EngineReport,
): RequestReport {
  return {
    source: source.kind === 'directory' ? source.directory : `${source.path}@${source.version}`,
    platforms: defaults.platforms.map(formatPlatform),
    outputs: outputs.map(formatOutput),
    compression: formatCompression(defaults.compression),
    compressor: compressorOf(defaults.compression, engine),
    vcsStamp: defaults.vcsStamp,
  };
}

/** All that compressed bytes depend on beside their input; of BuildKit its version is all that is known. */
function compressorOf(compression: Compression, engine: EngineReport | undefined): string {
  const { name, version = '' } = engine ?? {};
  if (name !== 'buildkit') return compressorIdentity(compression);
  return `buildkit ${version} ${formatCompression(compression)}`;
}

export function toolchainReport({ toolchain, go }: Origin): ToolchainReport {
  return {
    go: toolchain.version,
    source: toolchain.source,
    askedBy: toolchain.askedBy,
    pinned: toolchain.pinned,
    environment: go.environment.shown,
    overruled: go.environment.overruled,
  };
}

/** Which code was built, as far as anybody says. */
export function sourceReport({ source }: Pick<Origin, 'source'>): SourceReport | undefined {
  const [commit, time] = [sourceRevision(source), sourceTime(source)];
  if (commit === undefined && time === undefined) return undefined;
  return {
    ...(commit !== undefined && { commit }),
    ...(time !== undefined && { time }),
    modified: source.vcs?.modified ?? false,
  };
}

/**
 * What bytes follow from beside the code. Linker flags are told by their digest alone, since snapshots are published and
 * some have secrets in them.
 */
export function settingsReport(
  { settings, base }: Pick<Delivery['target'], 'settings' | 'base'>,
  { toolchain, go }: Origin,
): Record<string, string> {
  const { buildTags, ldflags, goexperiment, cgo, compression, pack } = settings;
  const said = {
    go: toolchain.version,
    base: [base.reference, base.digest ?? ''].filter((word) => word !== '').join(' '),
    compression: formatCompression(compression),
    cgo: cgo ? 'on' : '',
    'build tags': buildTags.join(','),
    'linker flags': ldflags === '' ? '' : sha256(ldflags),
    GOEXPERIMENT: goexperiment.join(','),
    pack: mayPack(pack) ? formatModes(pack) : '',
    ...Object.fromEntries(machineSettings.map((name) => [name, go.environment.shown[name] ?? ''])),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
}

/** Of the environment what changes the bytes of a program for one platform. */
const machineSettings = ['GOAMD64', 'GOARM64', 'GO386', 'GOFLAGS'];

/** How targets were made, for reports. */
export interface Making {
  /** go1.26.8 */
  readonly goVersion: string;
  /** What a target's bytes follow from beside the code. */
  readonly settingsOf: (target: Delivery['target']) => Readonly<Record<string, string>>;
}

/** What was done with the images after they were made, by the target's name; and what they would be with zstd. */
interface Done {
  readonly engine: EngineReport | undefined;
  readonly sboms: SbomReports;
  readonly zstd: ReadonlyMap<Digest, number>;
  readonly loaded: ReadonlyMap<string, LoadedImage>;
  /** By the program's path. */
  readonly attributions: ReadonlyMap<string, AttributionReport>;
  readonly publications: ReadonlyMap<string, readonly Publication[]>;
  /** By the program's path. */
  readonly archives: ReadonlyMap<string, ReleaseArchive>;
  /** By the program's path; undefined: nobody keeps the report. */
  readonly chain: ((program: string) => ChainOrigin | undefined) | undefined;
  /** By the target's name. */
  readonly befores: ReadonlyMap<string, BeforeReport>;
  /** By the program's path. */
  readonly waterfalls: ReadonlyMap<string, readonly WaterfallRow[]>;
}

/** Every target with what was made of it; outputs are named only when they were written. */
export function targetReports(
  deliveries: readonly Delivery[],
  { goVersion, settingsOf }: Making,
  outcome: Outcome,
  done: Done,
): TargetReport[] {
  return deliveries.map(({ target, layout, places }) => {
    const bare = asksForFiles(places.outputs);
    return targetReport({
      ...target,
      settings: settingsOf(target),
      budget: budget.show(target.settings.budget),
      goVersion,
      layout,
      bareNames: bare
        ? new Map(
            target.executables.map((file) => [
              file,
              bareFileName({ target: target.name, platform: file.platform }),
            ]),
          )
        : undefined,
      archives: done.archives,
      attributions: done.attributions,
      chain: done.chain,
      compressor: compressorOf(target.settings.compression, done.engine),
      sboms: done.sboms,
      waterfalls: done.waterfalls,
      before: done.befores.get(target.name),
      alternative: { compression: formatCompression(alternative), pullBytes: done.zstd },
      outputs: outcome === 'fail' ? [] : places.outputs.map(formatOutput),
      loaded: done.loaded.get(target.name),
      publications: done.publications.get(target.name),
    });
  });
}
