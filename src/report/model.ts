import type { Linkage } from '../binary/elf/facts.ts';
import type { LayerKind } from '../image/descriptor.ts';
import type { LoadedImage } from '../output/load.ts';
import type { ReleaseArchive } from '../output/release-archive.ts';
import type { PackDecision } from '../pack/decide.ts';
import type { RunFigures } from '../pack/figures.ts';
import type { PackSetting } from '../pack/settings.ts';
import type { Publication } from '../registry/push/publication.ts';
import type { Json } from '../request/kinds.ts';
import type { Platform } from '../request/platform.ts';
import type { Digest } from '../support/hashing.ts';
import type { ChainLink } from '../verify/chain/chain.ts';
import type { Outcome, Verdict } from '../verify/verdict.ts';
import type { BeforeReport } from './before/model.ts';
import type { AttributionReport } from './inspection.ts';
import type { Reproduced } from './reproduction/reproduction.ts';
import type { SandboxReport } from './sandbox-report.ts';
import type { SizeReport } from './size-report.ts';

export interface ExecutableReport {
  /** Path inside the image, or in the output folder for a bare file. */
  readonly path: string;
  readonly bytes: number;
  readonly digest: Digest;
  readonly goVersion: string;
  readonly linkage: Linkage;
  readonly stripped: boolean;
  readonly trimpath: boolean;
}

/** Who put the images together, and where Go compiled. */
export interface EngineReport {
  readonly name: 'embedded' | 'buildkit';
  readonly compile: 'host' | 'buildkit';
  /** Why it is BuildKit. */
  readonly why?: string;
  readonly client?: 'buildctl' | 'buildx';
  /** A buildx builder's name, or a buildkitd's address. */
  readonly builder?: string;
  /** BuildKit's own, for example `0.33.1`. */
  readonly version?: string;
}

export interface LayerReport {
  readonly kind: LayerKind;
  readonly mediaType: string;
  readonly digest: Digest;
  readonly diffId: Digest;
  readonly compressedBytes: number;
  /** Absent for a layer of a foreign base that nobody has unpacked. */
  readonly uncompressedBytes?: number;
}

/** A bill of materials that was written. */
export interface SbomReport {
  readonly format: 'spdx' | 'cyclonedx';
  readonly path: string;
  readonly bytes: number;
  readonly digest: Digest;
}

export interface ImageReport {
  readonly platform: Platform;
  readonly manifestDigest: Digest;
  readonly configDigest: Digest;
  /** Sum of the layers' uncompressed tar lengths; absent when one of them is not known. */
  readonly diskBytes?: number;
  /** Manifest + config + compressed layers: what a client downloads. */
  readonly pullBytes: number;
  readonly executable: ExecutableReport;
  readonly layers: readonly LayerReport[];
  /** Which packages the program's bytes belong to; absent where nobody asked. */
  readonly attribution?: AttributionReport;
  /** From the source to the index, each step with what it took and gave; absent where nobody keeps the report. */
  readonly chain?: readonly ChainLink[];
  /** Its bills of materials; absent where none was asked for. */
  readonly sboms?: readonly SbomReport[];
  /** Absent where packing is not asked for. */
  readonly pack?: PackReport;
  /** What the pull would be with another compression, where that was measured. */
  readonly alternative?: { readonly compression: string; readonly pullBytes: number };
  /** From a plain go build to the image; absent where nobody asked. */
  readonly waterfall?: readonly WaterfallRow[];
}

/** Where a step lies on the way from a plain go build to the image. */
export type WaterfallStep = 'go-build' | 'trimpath' | 'stripped' | 'tags' | 'packed' | 'image';

/** What a program weighs with the flags up to a step, or the image with it; every row was made and measured. */
export interface WaterfallRow {
  readonly step: WaterfallStep;
  /** What the step adds, for people: `go build`, `-trimpath`, `-tags=netgo`, `image on static`. */
  readonly what: string;
  /** Of a program its length, of an image the sum of its layers unpacked; absent where nobody unpacked one of them. */
  readonly diskBytes?: number;
  /** Of a program its layer, compressed as the build's layers are; of an image all that is pulled. */
  readonly wireBytes: number;
  /** Of the program; of an image its manifest's. Absent for a packed program that was tried and not shipped. */
  readonly digest?: Digest;
  /** False for what was tried and not shipped: the rows below do not have it. */
  readonly shipped?: false;
}

/** Whether a program was packed with UPX, and all that was measured for it. `executable` beside is the unpacked one. */
export interface PackReport {
  readonly decision: PackDecision;
  /** For people. */
  readonly reason: string;
  /** The setting that was decided on, or that came nearest. */
  readonly setting?: PackSetting;
  /** Version of UPX. */
  readonly upx?: string;
  /** True where slipway.lock had the decision: then nothing was timed. */
  readonly locked: boolean;
  /** The packed program, where it is what was shipped. */
  readonly packed?: { readonly bytes: number; readonly digest: Digest };
  readonly measured: PackMeasured;
}

export interface PackMeasured {
  /** The file. `packed` is of the setting above. */
  readonly disk: { readonly unpacked: number; readonly packed?: number };
  /** The layer at the image's compression; absent for a bare file. */
  readonly wire?: { readonly unpacked: number; readonly packed?: number };
  /** Start-up and memory, where both were run. */
  readonly run?: RunFigures;
  readonly trials: readonly PackTrialReport[];
}

export type PackTrialReport =
  | {
      readonly setting: PackSetting;
      readonly bytes: number;
      readonly wireBytes?: number;
      /** How long packing took when it was done. */
      readonly seconds: number;
    }
  | { readonly setting: PackSetting; readonly refused: string };

/** A program that is shipped as a file: bare (`--output bin:DIR`), in a release archive (`bin-archive:DIR`), or both. */
export interface FileReport {
  readonly platform: Platform;
  /** Linkage and stripping are told of ELF files, trimpath of files with build info (wasm has none). */
  readonly executable: Pick<ExecutableReport, 'path' | 'bytes' | 'digest' | 'goVersion'> &
    Partial<Pick<ExecutableReport, 'linkage' | 'stripped' | 'trimpath'>>;
  readonly attribution?: AttributionReport;
  /** From the source to the file, and on to its release archive. */
  readonly chain?: readonly ChainLink[];
  readonly archive?: Pick<ReleaseArchive, 'name' | 'bytes' | 'digest' | 'program'>;
  readonly sboms?: readonly SbomReport[];
  /** From a plain go build to the file. */
  readonly waterfall?: readonly WaterfallRow[];
  readonly pack?: PackReport;
}

export interface TargetReport {
  readonly name: string;
  readonly importPath: string;
  readonly base: BaseReport;
  /** What its bytes follow from beside the code, for people and comparisons: the Go version, build tags, the base … */
  readonly settings: Readonly<Record<string, string>>;
  /** What it may weigh, as slipway.yaml writes it; the usual limits are in it. */
  readonly budget?: Json;
  /** Absent when no image was asked for. */
  readonly indexDigest?: Digest;
  /** Length of the index; there with its digest. */
  readonly indexBytes?: number;
  readonly images: readonly ImageReport[];
  readonly files?: readonly FileReport[];
  /** Where the target's results were written, in the spelling of --output. */
  readonly outputs: readonly string[];
  /** What its images are held against; absent where nobody asked. */
  readonly before?: BeforeReport;
  /** What the engine of --load has now. */
  readonly loaded?: LoadReport;
  /** Where the image was pushed to, in the order of --push; absent when nothing was pushed. */
  readonly publications?: readonly Publication[];
}

export type LoadReport = Pick<LoadedImage, 'engine' | 'names' | 'id' | 'platform'>;

export type CacheUse = 'hit' | 'partial' | 'miss' | 'none';

/** The steps of the pipeline, in their order; base and build run side by side, and so do inspect and image. */
export type StageName =
  | 'toolchain'
  | 'merge'
  | 'base'
  | 'build'
  | 'inspect'
  | 'pack'
  | 'attribute'
  | 'waterfall'
  | 'image'
  | 'verify'
  | 'before'
  | 'sandbox'
  | 'reproduce'
  | 'size'
  | 'sbom'
  | 'output'
  | 'load'
  | 'push';

export interface StageReport {
  readonly name: StageName;
  readonly seconds: number;
  readonly cache: CacheUse;
}

export interface BaseReport {
  /** `scratch`, `static`, or an image reference. */
  readonly reference: string;
  /** What its content is known by: of an image its index or manifest; absent for scratch, and for an image that nobody asked for. */
  readonly digest?: Digest;
  /** Where the content comes from, for people. */
  readonly source?: string;
  /** Who said by which digest; absent when nobody did. */
  readonly pinnedBy?: 'slipway.lock' | 'reference';
  /** When a tag was resolved to the digest: RFC 3339, UTC. */
  readonly resolvedAt?: string;
}

/** Which part of a build a report is of. */
export interface ShardReport {
  /** From 1 to `of`. */
  readonly index: number;
  readonly of: number;
  /** What was built: `api linux/arm64`; empty where there was nothing left to do. */
  readonly units: readonly string[];
  /** The same in all shards of one build: the digest of all units, the commit, the toolchain and every setting. */
  readonly plan: Digest;
}

/** report.json; schema/report.schema.json says the same. */
export interface Report {
  readonly schemaVersion: 1;
  readonly slipway: string;
  readonly outcome: Outcome;
  readonly request: RequestReport;
  readonly toolchain: ToolchainReport;
  readonly engine?: EngineReport;
  /** What was built; absent where neither git nor a module version tells. */
  readonly source?: SourceReport;
  /** Absent where the whole was built, or all shards were merged. */
  readonly shard?: ShardReport;
  /** The first target's; each target says its own. */
  readonly base: BaseReport;
  readonly targets: readonly TargetReport[];
  /** From the run's start to its end: less than the sum of stages that went on side by side. */
  readonly seconds: number;
  readonly stages: readonly StageReport[];
  readonly verdicts: readonly Verdict[];
  /** Who approved what asks for approval, for people; there where the outcome would be another without. */
  readonly approval?: string;
  /** What BuildKit would be given, as --print has it. */
  readonly definition?: string;
  /** What changed against a baseline; absent without one. */
  readonly size?: SizeReport;
  /** How programs were tried; absent where none had a contract. */
  readonly sandbox?: readonly SandboxReport[];
  /** How building once more from nothing came out; absent where nobody asked. */
  readonly reproduction?: Reproduced;
  readonly notices: readonly string[];
}

export interface SourceReport {
  /** Full hash; absent where only a module version is known. */
  readonly commit?: string;
  /** Of the commit or the module version: RFC 3339, UTC. */
  readonly time?: string;
  /** True where there was more than what was committed. */
  readonly modified: boolean;
}

/** The request as it was understood; it holds no secret. */
export interface RequestReport {
  readonly source: string;
  readonly platforms: readonly string[];
  readonly outputs: readonly string[];
  readonly compression: string;
  /** All that the compressed bytes depend on besides their input. */
  readonly compressor: string;
  readonly vcsStamp: string;
}

export interface ToolchainReport {
  /** For example go1.26.8. */
  readonly go: string;
  /** Where it came from: PATH, the tool cache, GOPROXY, a URL. */
  readonly source: string;
  /** Who asked for it: `--go`, `go.mod toolchain line`, … */
  readonly askedBy: string;
  /** False when another machine could resolve another version. */
  readonly pinned: boolean;
  /** The closed environment the go command ran in, secrets left out. */
  readonly environment: Readonly<Record<string, string>>;
  /** The machine's own settings that would have changed bytes and were set aside. */
  readonly overruled: readonly string[];
}
