import type { OperatingSystem } from '../request/platform.ts';
import { type BuildIds, buildIdsAtStart, readBuildIds } from './build-ids.ts';
import { type BuildDirectory, type BuildPaths, findBuildPaths } from './build-paths.ts';
import { type ByteSource, withFileSource } from './byte-source.ts';
import { type ElfFacts, readElf } from './elf/facts.ts';
import { type BuildInfo, readBuildInfo } from './go/build-info.ts';
import { findLookups, type Lookups } from './go/lookups.ts';
import { openProgram } from './open-program.ts';
import { plan9Magics } from './plan9/header.ts';
import type { ProgramFormat } from './program-file.ts';

/** File formats that Go links to, by the first bytes of the file. */
const magics = {
  elf: ['7f454c46'],
  macho: ['feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'],
  pe: ['4d5a'],
  wasm: ['0061736d'],
  xcoff: ['01df', '01f7'],
  plan9: plan9Magics,
} as const;

export type ExecutableFormat = keyof typeof magics | 'unknown';

/** What a file says about itself. Plain data, so that it can be remembered by the file's digest. */
export interface ExecutableFacts {
  readonly format: ExecutableFormat;
  readonly bytes: number;
  /** Present for format `elf`. */
  readonly elf?: ElfFacts;
  /** Absent when the file carries none: not made by Go, or wasm. */
  readonly buildInfo?: BuildInfo;
  /** Absent for a format that is not known. */
  readonly buildIds?: BuildIds;
  readonly buildPaths: BuildPaths;
  /** Absent when the file has no Go function names: not made by Go, packed, or obfuscated. */
  readonly lookups?: Lookups;
}

/**
 * Reads a file that `go build` made, and searches it for directories of the machine that built it.
 * @throws SlipwayError E_BINARY when it is damaged; the system's error when it cannot be read
 */
export function inspectExecutable(path: string, directories: readonly BuildDirectory[]): ExecutableFacts {
  return withFileSource(path, (source) => inspectSource(source, directories));
}

/** As `inspectExecutable`, for bytes that are already at hand. */
export function inspectSource(source: ByteSource, directories: readonly BuildDirectory[]): ExecutableFacts {
  const format = formatOf(source.read(0, Math.min(4, source.length)));
  const elf = format === 'elf' ? readElf(source) : undefined;
  const buildInfo = readBuildInfo(source);
  const lookups = findLookups(source, elf?.sections);
  return {
    format,
    bytes: source.length,
    ...(elf === undefined ? {} : { elf }),
    ...(buildInfo === undefined ? {} : { buildInfo }),
    ...(format !== 'unknown' && {
      buildIds: isProgramFormat(format) ? readBuildIds(openProgram(source)) : buildIdsAtStart(source),
    }),
    buildPaths: findBuildPaths(source, directories),
    ...(lookups === undefined ? {} : { lookups }),
  };
}

function isProgramFormat(format: ExecutableFormat): format is ProgramFormat {
  return format === 'elf' || format === 'macho' || format === 'pe' || format === 'wasm';
}

function formatOf(head: Uint8Array): ExecutableFormat {
  const hex = Buffer.from(head).toString('hex');
  for (const [format, starts] of Object.entries(magics)) {
    if (starts.some((start) => hex.startsWith(start))) return format as ExecutableFormat;
  }
  return 'unknown';
}

const formats: Readonly<Partial<Record<OperatingSystem, ExecutableFormat>>> = {
  aix: 'xcoff',
  darwin: 'macho',
  ios: 'macho',
  js: 'wasm',
  plan9: 'plan9',
  wasip1: 'wasm',
  windows: 'pe',
};

/** Whether programs for an operating system are read to the last byte: XCOFF and Plan 9's files are not. */
export function isReadWhole(os: OperatingSystem): boolean {
  return isProgramFormat(formatFor(os));
}

/** The format that Go links to for an operating system. */
export function formatFor(os: OperatingSystem): ExecutableFormat {
  return formats[os] ?? 'elf';
}
