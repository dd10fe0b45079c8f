import type { ByteSource } from './byte-source.ts';
import { elfNotes } from './elf/notes.ts';
import { readElfTables } from './elf/tables.ts';
import { readMacho, uuidRange } from './macho/facts.ts';
import type { FileRange, ProgramFile } from './program-file.ts';

/** What linkers name their output by. */
export interface BuildIds {
  /** Of the go command: four hashes, of which the first two stand for its inputs and the last for its content. */
  readonly go?: string;
  /** GNU's, in hexadecimal digits; ELF alone. Go writes one since 1.24. */
  readonly gnu?: string;
  /** LC_UUID in hexadecimal digits; Mach-O alone. */
  readonly uuid?: string;
}

/** Note types: cmd/link/internal/ld/elf.go (ELF_NOTE_GOBUILDID_TAG), NT_GNU_BUILD_ID. */
const goNote = 4;
const gnuNote = 3;

const goStart = Buffer.from('\xff Go build ID: "', 'latin1');
const goEnd = Buffer.from('"\n \xff', 'latin1');
/** How far cmd/internal/buildid looks for it, from the start of the code. */
const searchBytes = 32 << 10;
const longestId = 1024;

/** @throws SlipwayError E_BINARY when the tables that lead to them are damaged */
export function readBuildIds(program: ProgramFile): BuildIds {
  switch (program.format) {
    case 'elf':
      return elfBuildIds(program);
    case 'macho': {
      const { uuid } = readMacho(program.source);
      return { ...present('go', idInCode(program)), ...present('uuid', uuid) };
    }
    case 'pe':
      return present('go', idInCode(program));
    case 'wasm':
      return present('go', idInSection(program));
  }
}

/**
 * As `readBuildIds`, of a file whose sections are not read here (XCOFF, Plan 9): Go's stands as a text among the first instructions,
 * where cmd/internal/buildid looks for it too, from the start of the file.
 */
export function buildIdsAtStart(source: ByteSource): BuildIds {
  return present('go', idIn(source, { offset: 0, bytes: searchBytes }));
}

function elfBuildIds({ source }: ProgramFile): BuildIds {
  const notes = elfNotes(source, readElfTables(source));
  const content = (owner: string, type: number): Buffer | undefined => {
    const note = notes.find((each) => each.owner === owner && each.type === type);
    return note && Buffer.from(note.content);
  };
  return {
    ...present('go', content('Go', goNote)?.toString('utf8')),
    ...present('gnu', content('GNU', gnuNote)?.toString('hex')),
  };
}

/** Mach-O and PE have it as a text among the first instructions (cmd/link/internal/ld, textbuildid). */
function idInCode({ source, sections }: ProgramFile): string | undefined {
  const code = sections.find(({ executable, bytes }) => executable && bytes > 0);
  return code && idIn(source, code);
}

/** wasm: cmd/link/internal/wasm/asm.go, writeBuildID; with a dot until Go 1.19. */
function idInSection({ source, sections }: ProgramFile): string | undefined {
  const section = sections.find(({ name }) => name === 'go:buildid' || name === 'go.buildid');
  return section && idIn(source, section);
}

function idIn(source: ByteSource, range: FileRange): string | undefined {
  const found = goIdRange(source, range);
  if (found === undefined) return undefined;
  const text = source.read(found.offset + goStart.length, found.bytes - goStart.length - goEnd.length);
  return Buffer.from(text).toString('utf8');
}

/** Where Go's build ID stands as a text near the start of a range, its frame included; undefined where it does not. */
export function goIdRange(source: ByteSource, { offset, bytes }: FileRange): FileRange | undefined {
  if (offset > source.length) return undefined;
  const read = source.read(offset, Math.min(bytes, searchBytes, source.length - offset));
  const text = Buffer.from(read.buffer, read.byteOffset, read.byteLength);
  const start = text.indexOf(goStart);
  const from = start + goStart.length;
  const end = start < 0 ? -1 : text.indexOf(goEnd, from);
  if (end < 0 || end - from > longestId) return undefined;
  return { offset: offset + start, bytes: end + goEnd.length - start };
}

/** Sections that hold nothing but IDs, and in ELF the notes' headers around them. */
const idSections = new Set(['.note.go.buildid', '.note.gnu.build-id']);

/**
 * Where in the file all that stands which linkers name their output by: it follows from everything else, so it differs wherever
 * anything does. Of ELF the notes' sections, of Mach-O LC_UUID too.
 * @throws SlipwayError E_BINARY when the tables that lead to them are damaged
 */
export function buildIdRanges(program: ProgramFile): FileRange[] {
  const { format, source, sections } = program;
  const notes = sections.filter(({ name, bytes }) => idSections.has(name) && bytes > 0);
  const code = sections.find(({ executable, bytes }) => executable && bytes > 0);
  const custom = sections.find(({ name }) => name === 'go:buildid' || name === 'go.buildid');
  const holder = format === 'wasm' ? custom : format === 'elf' ? undefined : code;
  const text = holder && goIdRange(source, holder);
  const uuid = format === 'macho' ? uuidRange(source) : undefined;
  return [...notes, text, uuid].flatMap((range) =>
    range === undefined ? [] : [{ offset: range.offset, bytes: range.bytes }],
  );
}

function present<Key extends keyof BuildIds>(key: Key, value: string | undefined): BuildIds {
  return value === undefined || value === '' ? {} : { [key]: value };
}
