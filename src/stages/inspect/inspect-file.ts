import { withFileSource } from '../../binary/byte-source.ts';
import { checkExecutable } from '../../binary/checks/check.ts';
import { readElf } from '../../binary/elf/facts.ts';
import { inspectSource } from '../../binary/executable.ts';
import { type BuildInfo, buildInfoRange, readBuildInfo } from '../../binary/go/build-info.ts';
import { readHardening } from '../../binary/hardening.ts';
import { readLinkage } from '../../binary/linkage.ts';
import { openProgram } from '../../binary/open-program.ts';
import type { NamedRange, ProgramFile } from '../../binary/program-file.ts';
import { partedBreakdown } from '../../binary/section-parts.ts';
import { type UpxFacts, upxOf } from '../../binary/upx.ts';
import type { AttributionReport, FileInspection, SectionReport } from '../../report/inspection.ts';
import type { OperatingSystem } from '../../request/platform.ts';
import { attribute } from '../../size/attribute.ts';
import { type Attribution, modulesOf, totalsOf } from '../../size/attribution.ts';
import { symbolsOf } from '../../size/symbols.ts';
import { provedTwin } from '../../size/twin.ts';
import type { OwnerCost } from '../../size/wire/program-cost.ts';
import { asSlipwayError } from '../../support/errors.ts';
import { type Digest, sha256File } from '../../support/hashing.ts';
import type { Verdict } from '../../verify/verdict.ts';
import type { PackedProgram } from './packed-program.ts';

/** What is known of a program by what it was built from. */
export interface FileObjects {
  /** @throws SlipwayError E_BINARY when it was built from something else */
  attributionOf(program: ProgramFile): Attribution | undefined;
  /** The same with what would go away, and who imports what. */
  withReasons(report: AttributionReport): AttributionReport;
}

export interface InspectedFile {
  /** What it is called to people. */
  readonly name: string;
  readonly path: string;
  /** A link of the same program with its symbols. */
  readonly twin?: string | undefined;
  /** What it was built from. */
  readonly objects?: FileObjects | undefined;
  /** Whether symbols are listed. */
  readonly symbols?: boolean;
  /** Blob of the layer that it is pulled in: then it is told what of it costs how much there. */
  readonly layer?: string | undefined;
}

/**
 * Looks into a program of any format that Go links to.
 * @throws SlipwayError E_BINARY when it is no program or damaged, or the twin is none; E_BASE when the layer cannot be read or
 * the program is not in it; E_IO when one cannot be read
 */
export async function inspectFile(file: InspectedFile): Promise<FileInspection> {
  try {
    const { digest, bytes } = await sha256File(file.path);
    const packed = file.layer === undefined ? undefined : await inLayer(file.layer, { bytes, digest });
    const look = (program: ProgramFile, twin?: ProgramFile): FileInspection => ({
      ...inspection(program, twin, packed, file),
      file: { path: file.name, bytes: program.source.length, digest, ...factsOf(program) },
    });
    return withFileSource(file.path, (source) => {
      const program = openProgram(source);
      if (file.twin === undefined) return look(program);
      return withFileSource(file.twin, (twin) => look(program, openProgram(twin)));
    });
  } catch (error) {
    throw asSlipwayError(error);
  }
}

function inspection(
  program: ProgramFile,
  twin: ProgramFile | undefined,
  packedIn: PackedProgram | undefined,
  { name, objects, symbols = false }: InspectedFile,
): Omit<FileInspection, 'file'> {
  const info = readBuildInfo(program.source);
  const packed = upxOf(program);
  const attribution =
    objects === undefined
      ? attribute(program, twin && provedTwin(program, twin))
      : objects.attributionOf(program);
  const cost = attribution && packedIn?.cost(attribution);
  const report = attribution && attributionReport(attribution, cost);
  return {
    ...(info !== undefined && { go: goFacts(info) }),
    needs: readLinkage(program),
    hardening: readHardening(program),
    ...(packed !== undefined && { packed }),
    sections: sectionsOf(program, attribution),
    ...(report !== undefined && {
      attribution: objects === undefined ? report : objects.withReasons(report),
    }),
    verdicts: verdictsOf(program, info, name),
    ...(symbols && attribution !== undefined && { symbols: symbolsOf(attribution, cost) }),
    notices: attribution === undefined ? [whyNot(packed)] : [],
  };
}

/** Loaded when it is asked for: it unpacks archives, which nothing else here does. */
async function inLayer(
  layer: string,
  program: { readonly bytes: number; readonly digest: Digest },
): Promise<PackedProgram> {
  const { findInLayer } = await import('./packed-program.ts');
  return findInLayer(layer, program);
}

function sectionsOf(program: ProgramFile, attribution: Attribution | undefined): SectionReport[] {
  const info = attribution && buildInfoRange(program.source);
  const known: NamedRange[] = info === undefined ? [] : [{ name: 'build info', ...info }];
  return partedBreakdown(program, [...(attribution?.parts ?? []), ...known]).map(
    ({ name, kind, bytes, parts }) => ({ name, kind, bytes, ...(parts.length > 0 && { parts }) }),
  );
}

function whyNot(packed: UpxFacts | undefined): string {
  return packed === undefined
    ? 'it has none of the tables that Go links into programs, so its bytes are told by section only'
    : `UPX packed it: what is inside is seen before packing, or after upx -d (${packed.unpackedBytes} bytes)`;
}

/** Checks that need to know nothing of a build: the others compare with what was asked for. */
const ownChecks = new Set([
  'binary/static',
  'binary/executable-stack',
  'binary/lookups',
  'binary/gomaxprocs',
  'binary/relro',
  'binary/build-id',
  'binary/stripped',
]);

/** What there is to be said of a file as it is, of whatever build and for whatever base. */
function verdictsOf(program: ProgramFile, info: BuildInfo | undefined, subject: string): Verdict[] {
  const { architecture, source } = program;
  if (info === undefined || architecture === undefined) return [];
  const wanted = {
    subject,
    platform: { os: systemOf(info), architecture },
    base: undefined,
    goVersion: info.goVersion,
    importPath: info.path ?? '',
    modulePath: info.main?.path,
    cgo: info.settings['CGO_ENABLED'] === '1',
  };
  return checkExecutable(inspectSource(source, []), wanted).filter(({ check }) => ownChecks.has(check));
}

/** Files of other systems than linux are asked fewer questions; which one it is does not matter to those. */
function systemOf({ settings }: BuildInfo): OperatingSystem {
  return (settings['GOOS'] ?? 'linux') as OperatingSystem;
}

function factsOf(program: ProgramFile): Omit<FileInspection['file'], 'path' | 'bytes' | 'digest'> {
  const { format, architecture, source } = program;
  const os = readBuildInfo(source)?.settings['GOOS'];
  return {
    format,
    ...(os !== undefined && { os }),
    ...(architecture !== undefined && { architecture }),
    ...(format === 'elf' && { linkage: readElf(source).linkage }),
    stripped: !readHardening(program).symbolTable,
  };
}

function goFacts({ goVersion, path, main, settings }: BuildInfo): NonNullable<FileInspection['go']> {
  return {
    version: goVersion,
    ...(path !== undefined && { path }),
    ...(main !== undefined && { main: { path: main.path, version: main.version } }),
    settings,
  };
}

/** An attribution summed up for a report. */
export function attributionReport(
  attribution: Pick<Attribution, 'method' | 'pieces' | 'owners' | 'versions'>,
  cost?: OwnerCost,
): AttributionReport {
  const totals = totalsOf(attribution, cost);
  return { ...totals, modules: modulesOf(totals.packages, attribution.versions) };
}
