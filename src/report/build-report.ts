import type { ExecutableFacts } from '../binary/executable.ts';
import { programPath } from '../engine/plan.ts';
import type { Base } from '../image/base/base.ts';
import type { Image, Layout } from '../image/image.ts';
import type { LoadedImage } from '../output/load.ts';
import type { ReleaseArchive } from '../output/release-archive.ts';
import type { Publication } from '../registry/push/publication.ts';
import { type Platform, samePlatform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Digest } from '../support/hashing.ts';
import type { ChainLink, ChainOrigin } from '../verify/chain/chain.ts';
import { archiveLinks, type ChainedProgram, fileLinks, imageLinks } from '../verify/chain/links.ts';
import type { BeforeReport } from './before/model.ts';
import type { AttributionReport } from './inspection.ts';
import type {
  BaseReport,
  FileReport,
  ImageReport,
  LoadReport,
  PackReport,
  SbomReport,
  TargetReport,
  WaterfallRow,
} from './model.ts';

/** A program that was read, as the report needs it. */
export interface ReportedExecutable {
  readonly platform: Platform;
  readonly path: string;
  readonly digest: Digest;
  readonly bytes: number;
  readonly facts: ExecutableFacts;
  /** What was decided about packing it, where that was asked for. */
  readonly pack?: { readonly report: PackReport };
}

/** The bills of materials of a target's image for a platform, or of its file where there is no image. */
export type SbomReports = (target: string, platform: Platform) => readonly SbomReport[];

export const noSboms: SbomReports = () => [];

export interface ReportedTarget {
  readonly name: string;
  readonly importPath: string;
  readonly base: BaseReport;
  readonly settings: TargetReport['settings'];
  readonly budget: TargetReport['budget'];
  /** The toolchain's; the checks of a file compare it with its build info. */
  readonly goVersion: string;
  readonly executables: readonly ReportedExecutable[];
  /** Absent when no image was made. */
  readonly layout: Layout | undefined;
  /** File names of the bare files, when there are any. */
  readonly bareNames: ReadonlyMap<ReportedExecutable, string> | undefined;
  /** Release archives by the program's path; what none was made of is not in it. */
  readonly archives: ReadonlyMap<string, ReleaseArchive>;
  /** In the spelling of --output. */
  readonly outputs: readonly string[];
  readonly loaded: LoadedImage | undefined;
  readonly publications: readonly Publication[] | undefined;
  readonly before: BeforeReport | undefined;
  /** Which packages the bytes belong to, by the program's path. */
  readonly attributions: ReadonlyMap<string, AttributionReport>;
  /** The first links of chains by the program's path; undefined: nobody keeps the report. */
  readonly chain: ((program: string) => ChainOrigin | undefined) | undefined;
  /** All that compressed bytes depend on beside their input. */
  readonly compressor: string;
  readonly sboms: SbomReports;
  /** From a plain go build to the image, by the program's path. */
  readonly waterfalls: ReadonlyMap<string, readonly WaterfallRow[]>;
  /** What the pull would be with another compression, by manifest digest. */
  readonly alternative: { readonly compression: string; readonly pullBytes: ReadonlyMap<Digest, number> };
}

/** What report.json says of one target. */
export function targetReport(target: ReportedTarget): TargetReport {
  const {
    name,
    importPath,
    base,
    settings,
    budget,
    layout,
    outputs,
    bareNames,
    loaded,
    publications,
    before,
  } = target;
  const images = layout?.images.map((image) => imageReport(image, target)) ?? [];
  const files =
    bareNames === undefined
      ? undefined
      : [...bareNames].map(([file, path]) => fileReport(file, path, target));
  return {
    name,
    importPath,
    base,
    settings,
    ...(budget !== undefined && { budget }),
    ...(layout !== undefined && { indexDigest: layout.root.digest, indexBytes: layout.root.size }),
    images,
    ...(files !== undefined && { files }),
    outputs,
    ...(before !== undefined && { before }),
    ...(loaded !== undefined && { loaded: loadReport(loaded) }),
    ...(publications !== undefined && { publications }),
  };
}

function loadReport({ engine, names, id, platform }: LoadedImage): LoadReport {
  return { engine, names, id, platform };
}

export function baseReport({ reference, digest, source, foreign }: Base): BaseReport {
  const { pinnedBy, resolvedAt } = foreign ?? {};
  return {
    reference,
    ...(digest !== undefined && { digest }),
    ...(source !== undefined && { source }),
    ...(pinnedBy !== undefined && { pinnedBy }),
    ...(resolvedAt !== undefined && { resolvedAt }),
  };
}

function imageReport(image: Image, target: ReportedTarget): ImageReport {
  const executable = target.executables.find(({ platform }) => samePlatform(platform, image.platform));
  if (executable?.facts.elf === undefined)
    throw new SlipwayError('E_INTERNAL', `no program for an image of ${target.name}`);
  const { elf } = executable.facts;
  const other = target.alternative.pullBytes.get(image.manifest.digest);
  const attribution = target.attributions.get(executable.path);
  const chain = target.chain?.(executable.path);
  return {
    platform: image.platform,
    manifestDigest: image.manifest.digest,
    configDigest: image.config.digest,
    ...(image.diskBytes !== undefined && { diskBytes: image.diskBytes }),
    pullBytes: image.pullBytes,
    executable: {
      path: programPath(image, target.name),
      bytes: executable.bytes,
      digest: executable.digest,
      goVersion: target.goVersion,
      linkage: elf.linkage,
      stripped: !elf.symbolTable,
      trimpath: isTrimmed(executable.facts),
    },
    layers: image.layers.map(({ kind, mediaType, digest, diffId, compressedBytes, uncompressedBytes }) => ({
      kind,
      mediaType,
      digest,
      diffId,
      compressedBytes,
      ...(uncompressedBytes !== undefined && { uncompressedBytes }),
    })),
    ...(attribution !== undefined && { attribution }),
    ...(chain !== undefined && { chain: chainOf(image, executable, target, chain) }),
    ...sbomsOf(image.platform, target),
    ...(executable.pack !== undefined && { pack: executable.pack.report }),
    ...(other !== undefined && {
      alternative: { compression: target.alternative.compression, pullBytes: other },
    }),
    ...waterfallOf(executable, target),
  };
}

function chainOf(
  image: Image,
  { digest, facts, pack }: ReportedExecutable,
  { name, importPath, settings, base, layout, compressor, publications = [] }: ReportedTarget,
  chain: ChainOrigin,
): readonly ChainLink[] {
  const manifests = layout?.images.map(({ manifest }) => manifest.digest) ?? [];
  const [path, index] = [programPath(image, name), layout?.root.digest ?? ''];
  const under = [base.reference, base.digest ?? ''].join(' ').trim();
  const program = {
    ...{ digest, importPath, facts, settings: linkSettings(settings) },
    packing: packingOf(pack),
  };
  const signatures = publications.flatMap(({ signed = [] }) =>
    signed
      .filter(({ digest: of }) => of === index)
      .flatMap((one) => one.signatures.map(({ manifest }) => manifest)),
  );
  const whole = { ...program, path, image, base: under, manifests, index, signatures, compressor };
  return imageLinks(whole, chain);
}

/** The step from the program to the packed one, where that is shipped. */
function packingOf(pack: ReportedExecutable['pack']): ChainedProgram['packing'] {
  const { packed, setting = '', upx = '' } = pack?.report ?? {};
  return packed && { digest: packed.digest, tool: `UPX ${upx}`, settings: { setting } };
}

/** What of a target's settings a program's bytes follow from. */
function linkSettings({
  base: _,
  compression: __,
  pack: ___,
  ...settings
}: TargetReport['settings']): TargetReport['settings'] {
  return settings;
}

function fileReport(file: ReportedExecutable, path: string, target: ReportedTarget): FileReport {
  const { goVersion, attributions, importPath, settings } = target;
  const chain = target.chain?.(file.path);
  const { elf, buildInfo } = file.facts;
  const attribution = attributions.get(file.path);
  const archive = target.archives.get(file.path);
  const chained = {
    ...file,
    importPath,
    settings: linkSettings(settings),
    packing: packingOf(file.pack),
  };
  return {
    platform: file.platform,
    executable: {
      path,
      bytes: file.bytes,
      digest: file.digest,
      goVersion,
      ...(elf !== undefined && { linkage: elf.linkage, stripped: !elf.symbolTable }),
      ...(buildInfo !== undefined && { trimpath: isTrimmed(file.facts) }),
    },
    ...(attribution !== undefined && { attribution }),
    ...(chain !== undefined && {
      chain: [...fileLinks(chained, chain), ...(archive === undefined ? [] : archiveLinks(chained, archive))],
    }),
    ...archiveReport(archive),
    ...sbomsOf(file.platform, target),
    // The same program may be in an image too; a file is no image.
    ...waterfallOf(file, target, ({ step }) => step !== 'image'),
    ...(file.pack !== undefined && { pack: file.pack.report }),
  };
}

function archiveReport(archive: ReleaseArchive | undefined): Pick<FileReport, 'archive'> {
  if (archive === undefined) return {};
  const { name, bytes, digest, program } = archive;
  return { archive: { name, bytes, digest, program } };
}

function waterfallOf(
  { path }: ReportedExecutable,
  { waterfalls }: ReportedTarget,
  isTold: (row: WaterfallRow) => boolean = () => true,
): Pick<ImageReport, 'waterfall'> {
  const rows = waterfalls.get(path)?.filter(isTold);
  return rows === undefined ? {} : { waterfall: rows };
}

function sbomsOf(platform: Platform, { name, sboms }: ReportedTarget): Pick<ImageReport, 'sboms'> {
  const found = sboms(name, platform);
  return found.length === 0 ? {} : { sboms: found };
}

function isTrimmed({ buildInfo }: ExecutableFacts): boolean {
  return buildInfo?.settings['-trimpath'] === 'true';
}
