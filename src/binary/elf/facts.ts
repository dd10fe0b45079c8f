import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Dynamic, readDynamic } from './dynamic.ts';
import { type ElfHeader, elfType } from './header.ts';
import {
  type ElfSection,
  type ElfSegment,
  type ElfTables,
  readElfTables,
  sectionFlag,
  sectionType,
  segmentFlag,
  segmentType,
  textAt,
} from './tables.ts';
import type { NeededVersion } from './versions.ts';

/**
 * How a program gets its code: `static` and `static-pie` need nothing but the kernel; `pie` is position-independent and
 * names an interpreter but no library (what `go build -buildmode=pie` makes without cgo); `dynamic` is all else.
 */
export type Linkage = 'static' | 'static-pie' | 'pie' | 'dynamic';

/** What an ELF file says about itself. Plain data, so that it can be remembered by the file's digest. */
export interface ElfFacts {
  readonly header: ElfHeader;
  readonly sections: readonly ElfSection[];
  /** PT_INTERP: the program that the kernel starts in its place. */
  readonly interpreter?: string;
  /** DT_NEEDED, in the file's order. */
  readonly neededLibraries: readonly string[];
  /** DT_RUNPATH, or DT_RPATH without it: where the interpreter looks first; may hold $ORIGIN. */
  readonly libraryPaths: readonly string[];
  /** They are of DT_RPATH, which holds for the libraries of its libraries too. */
  readonly pathsInherited: boolean;
  /** Of its libraries' symbols, in the file's order. */
  readonly neededVersions: readonly NeededVersion[];
  readonly linkage: Linkage;
  /** PT_GNU_STACK asks for an executable stack; undefined: it is missing, and the kernel decides by architecture. */
  readonly executableStack?: boolean;
  /** Addresses of segments that are writable and executable at once. */
  readonly writableCode: readonly number[];
  readonly relro: 'none' | 'partial' | 'full';
  readonly symbolTable: boolean;
  readonly dwarf: boolean;
  /** Sections whose content is compressed, so that a search of the file does not see it. */
  readonly compressedSections: readonly string[];
}

/** The kernel refuses a longer one (Linux, fs/binfmt_elf.c: PATH_MAX). */
const longestInterpreter = 4096;

/** @throws SlipwayError E_BINARY when the file is not ELF or its tables do not hold together */
export function readElf(source: ByteSource): ElfFacts {
  const tables = readElfTables(source);
  const { header, segments, sections } = tables;
  const interpreter = readInterpreter(source, segments);
  const dynamic = readDynamic(source, tables);
  const stack = segments.find((segment) => segment.type === segmentType.gnuStack);
  return {
    header,
    sections,
    ...(interpreter === undefined ? {} : { interpreter }),
    neededLibraries: dynamic.neededLibraries,
    libraryPaths: dynamic.libraryPaths,
    pathsInherited: dynamic.pathsInherited,
    neededVersions: dynamic.neededVersions,
    linkage: linkageOf(header, interpreter, dynamic),
    ...(stack === undefined ? {} : { executableStack: (stack.flags & segmentFlag.execute) !== 0 }),
    writableCode: segments.filter(isWritableCode).map((segment) => segment.address),
    relro: relroOf(tables, dynamic),
    symbolTable: sections.some((section) => section.type === sectionType.symbolTable && section.bytes > 0),
    dwarf: sections.some((section) => /^\.z?debug_/.test(section.name)),
    compressedSections: sections.filter(isCompressed).map((section) => section.name),
  };
}

function readInterpreter(source: ByteSource, segments: readonly ElfSegment[]): string | undefined {
  const segment = segments.find((candidate) => candidate.type === segmentType.interpreter);
  // A file of debugging information alone keeps the segment without its content.
  if (segment === undefined || segment.fileBytes === 0) return undefined;
  if (segment.fileBytes > longestInterpreter) {
    throw new SlipwayError(
      'E_BINARY',
      `PT_INTERP names a path of ${segment.fileBytes} bytes at offset ${segment.offset}`,
    );
  }
  return textAt(source.read(segment.offset, segment.fileBytes), 0, segment.offset);
}

function linkageOf(header: ElfHeader, interpreter: string | undefined, dynamic: Dynamic): Linkage {
  const independent = header.type === elfType.dynamic;
  if (dynamic.neededLibraries.length > 0) return 'dynamic';
  if (interpreter === undefined) return independent ? 'static-pie' : 'static';
  return independent ? 'pie' : 'dynamic';
}

function isWritableCode(segment: ElfSegment): boolean {
  const both = segmentFlag.write | segmentFlag.execute;
  return segment.type === segmentType.load && (segment.flags & both) === both;
}

/** Read-only after relocation: all of the table of addresses when the interpreter binds at start, else the part before it. */
function relroOf(tables: ElfTables, dynamic: Dynamic): ElfFacts['relro'] {
  if (!tables.segments.some((segment) => segment.type === segmentType.gnuRelro)) return 'none';
  return dynamic.bindsAtStart ? 'full' : 'partial';
}

/** SHF_COMPRESSED, or the older .zdebug_ names (GNU binutils, "--compress-debug-sections=zlib-gnu"). */
function isCompressed(section: ElfSection): boolean {
  const flagged = Math.floor(section.flags / sectionFlag.compressed) % 2 === 1;
  return flagged || section.name.startsWith('.zdebug_');
}
