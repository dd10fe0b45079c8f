import { type ByteSource, withFileSource } from '../../binary/byte-source.ts';
import { elfHeaderBytes, elfType, readElfHeader } from '../../binary/elf/header.ts';
import { type BuildInfo, readBuildInfo } from '../../binary/go/build-info.ts';
import { openProgram } from '../../binary/open-program.ts';
import type { ProgramSection } from '../../binary/program-file.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { ViewProgram } from './image-view.ts';

/**
 * What an ELF file says of itself; undefined when its tables do not hold together: it is somebody else's file, and
 * not what was asked about.
 * @throws the system's error when it cannot be read
 */
export function readProgram(path: string): ViewProgram | undefined {
  return withFileSource(path, (source) =>
    unlessDamaged(() => {
      const { sections } = openProgram(source);
      const header = readElfHeader(source.read(0, Math.min(source.length, elfHeaderBytes)));
      const isObject = header.type === elfType.relocatable;
      const go = goOf(source, sections);
      return {
        ...(go !== undefined && { go }),
        debugBytes: isObject ? 0 : debugBytes(sections, source.length),
        ...(isPackedByUpx(source) && { packer: 'UPX' as const }),
      };
    }),
  );
}

/** Without sections at all, the build info is searched for in the whole file. */
function goOf(source: ByteSource, sections: readonly ProgramSection[]): ViewProgram['go'] {
  const hasInfo = sections.length === 0 || sections.some(({ name }) => name === '.go.buildinfo');
  const info = hasInfo ? unlessDamaged(() => readBuildInfo(source)) : undefined;
  if (info === undefined) return undefined;
  const { goVersion, path, main } = info;
  return {
    version: goVersion,
    ...(path !== undefined && { path }),
    ...(main !== undefined && { module: { path: main.path, version: main.version } }),
    debugSettings: debugSettings(info),
  };
}

/**
 * `go help build`: instrumented programs are several times as large and slow; -N and -l are what a debugger likes.
 */
function debugSettings({ settings }: BuildInfo): string[] {
  const instrumented = ['-race', '-msan', '-asan', '-cover'].filter((name) => settings[name] === 'true');
  const compiler = settings['-gcflags'] ?? '';
  return [
    ...instrumented.map((name) => `${name}=true`),
    ...(/(^|[ =])-[Nl]\b/.test(compiler) ? [`-gcflags=${compiler}`] : []),
  ];
}

/** What strip(1) takes: gABI, "Special Sections"; DWARF, also compressed; Fedora's compressed symbol table. */
const debugSection = /^\.(z?debug_.*|symtab|strtab|gosymtab|stab|stabstr|gnu_debugdata)$/;

/** @param length of the file, which a damaged one's sections may not know */
function debugBytes(sections: readonly ProgramSection[], length: number): number {
  const only = sections.filter(
    ({ name, loaded, offset, bytes }) => !loaded && debugSection.test(name) && offset + bytes <= length,
  );
  const sum = only.reduce((all, { bytes }) => all + bytes, 0);
  return Math.min(sum, length);
}

/**
 * UPX puts a block of its own (src/stub/src/include/linux.h, l_info) behind the program headers, and leaves no
 * sections.
 */
function isPackedByUpx(source: ByteSource): boolean {
  const { programHeaders, sectionHeaders } = readElfHeader(
    source.read(0, Math.min(source.length, elfHeaderBytes)),
  );
  const at = programHeaders.offset + programHeaders.count * programHeaders.entryBytes + 4;
  if (sectionHeaders.count !== 0 || at + 4 > source.length) return false;
  return Buffer.from(source.read(at, 4)).toString('latin1') === 'UPX!';
}

function unlessDamaged<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_BINARY') return undefined;
    throw error;
  }
}
