import { withFileSource } from '../binary/byte-source.ts';
import { readElf } from '../binary/elf/facts.ts';
import { type BuildInfo, readBuildInfo } from '../binary/go/build-info.ts';
import { openProgram } from '../binary/open-program.ts';
import type { ProgramFile } from '../binary/program-file.ts';
import type { AttributionReport, FileInspection } from '../report/inspection.ts';
import { attribute } from '../size/attribute.ts';
import { type Attribution, modulesOf, totalsOf } from '../size/attribution.ts';
import { symbolsOf } from '../size/symbols.ts';
import { provedTwin } from '../size/twin.ts';
import type { ProgramCost } from '../size/wire/program-cost.ts';
import { asSlipwayError } from '../support/errors.ts';
import { sha256File } from '../support/hashing.ts';

export interface InspectedFile {
  /** What it is called to people. */
  readonly name: string;
  readonly path: string;
  /** A link of the same program with its symbols. */
  readonly twin?: string | undefined;
  /** Whether symbols are listed. */
  readonly symbols?: boolean;
}

/**
 * Looks into a program of any format that Go links to.
 * @throws SlipwayError E_BINARY when it is no program or damaged, or the twin is none; E_IO when it cannot be read
 */
export async function inspectFile(file: InspectedFile): Promise<FileInspection> {
  try {
    const { digest } = await sha256File(file.path);
    const look = (program: ProgramFile, twin?: ProgramFile): FileInspection => ({
      ...inspection(program, twin, file),
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
  { symbols = false }: InspectedFile,
): Omit<FileInspection, 'file'> {
  const info = readBuildInfo(program.source);
  const attribution = attribute(program, twin && provedTwin(program, twin));
  return {
    ...(info !== undefined && { go: goFacts(info) }),
    sections: program.sections.map(({ name, bytes }) => ({ name, kind: 'section', bytes })),
    ...(attribution !== undefined && { attribution: attributionReport(attribution) }),
    verdicts: [],
    ...(symbols && attribution !== undefined && { symbols: symbolsOf(attribution) }),
    notices: attribution === undefined ? ["it has none of Go's tables: not made by Go, or packed"] : [],
  };
}

function factsOf(program: ProgramFile): Omit<FileInspection['file'], 'path' | 'bytes' | 'digest'> {
  const { format, architecture, source } = program;
  const os = readBuildInfo(source)?.settings['GOOS'];
  return {
    format,
    ...(os !== undefined && { os }),
    ...(architecture !== undefined && { architecture }),
    ...(format === 'elf' && { linkage: readElf(source).linkage }),
    stripped: program.symbols().length === 0,
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
export function attributionReport(attribution: Attribution, cost?: ProgramCost): AttributionReport {
  const totals = totalsOf(attribution, cost);
  return { ...totals, modules: modulesOf(totals.packages) };
}
