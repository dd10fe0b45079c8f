import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import type { FileRange } from '../program-file.ts';
import { fixedText } from '../string-table.ts';
import { type MachoHeader, machoHeaderBytes, readMachoHeader } from './header.ts';

/** Load commands (mach-o/loader.h, LC_…); the highest bit says that the loader must know it. */
export const loadCommand = {
  segment: 0x1,
  symbolTable: 0x2,
  dynamicSymbols: 0xb,
  loadLibrary: 0xc,
  loadLinker: 0xe,
  segment64: 0x19,
  loadWeakLibrary: 0x80000018,
  uuid: 0x1b,
  runPath: 0x8000001c,
  codeSignature: 0x1d,
  segmentSplit: 0x1e,
  reexportLibrary: 0x8000001f,
  lazyLoadLibrary: 0x20,
  dyldInfo: 0x22,
  dyldInfoOnly: 0x80000022,
  loadUpwardLibrary: 0x80000023,
  functionStarts: 0x26,
  dataInCode: 0x29,
  librarySigning: 0x2b,
  linkerHints: 0x2e,
  exports: 0x80000033,
  chainedFixups: 0x80000034,
} as const;

export interface LoadCommand {
  readonly command: number;
  /** Where it stands in the file. */
  readonly offset: number;
  /** All of it, its own eight bytes of type and length included. */
  readonly bytes: Uint8Array;
  readonly fields: Fields;
}

export interface MachoSegment {
  readonly name: string;
  readonly address: number;
  readonly memoryBytes: number;
  readonly offset: number;
  readonly bytes: number;
  /** VM_PROT_READ 1, WRITE 2, EXECUTE 4: what the loader maps it with. */
  readonly protection: number;
}

export interface MachoSection {
  readonly segment: string;
  readonly name: string;
  readonly address: number;
  readonly memoryBytes: number;
  readonly offset: number;
  /** Of object files: entries of 8 bytes (mach-o/reloc.h). */
  readonly relocations: FileRange;
  /** Type in the lowest byte, attributes above (S_…). */
  readonly flags: number;
  readonly protection: number;
}

export interface MachoTables {
  readonly header: MachoHeader;
  readonly commands: readonly LoadCommand[];
  readonly segments: readonly MachoSegment[];
  readonly sections: readonly MachoSection[];
}

const commandHeaderBytes = 8;
/** Programs have some 20 commands; libraries with many segments some 100. */
const mostCommands = 4096;
/** As many as a symbol could name is 255 (MAX_SECT). */
const mostSections = 4096;

/** @throws SlipwayError E_BINARY when a command does not lie among the commands, or these not in the file */
export function readMachoTables(source: ByteSource): MachoTables {
  const header = readMachoHeader(source.read(0, Math.min(source.length, machoHeaderBytes)));
  const commands = readCommands(source, header);
  const parts = commands
    .filter(({ command }) => command === loadCommand.segment || command === loadCommand.segment64)
    .map((command) => ({ command, segment: readSegment(command) }));
  const segments = parts.map(({ segment }) => segment);
  const sections = parts.flatMap(({ command, segment }) => readSections(command, segment));
  return { header, commands, segments, sections };
}

function readCommands(source: ByteSource, header: MachoHeader): LoadCommand[] {
  const all = source.read(header.bytes, header.commandBytes);
  if (header.commandCount > mostCommands) {
    throw new SlipwayError(
      'E_BINARY',
      `${header.commandCount} load commands, as offset 16 says, are too many`,
    );
  }
  const commands: LoadCommand[] = [];
  let at = 0;
  for (let index = 0; index < header.commandCount; index++) {
    const room = all.length - at;
    const view = fieldsOf(all.subarray(at), header.endian);
    const length = room < commandHeaderBytes ? 0 : view.u32(4);
    if (length < commandHeaderBytes || length > room) {
      throw new SlipwayError(
        'E_BINARY',
        `load command ${index} at offset ${header.bytes + at} has ${length} bytes, where ${room} are left`,
      );
    }
    const bytes = all.subarray(at, at + length);
    const fields = fieldsOf(bytes, header.endian);
    commands.push({ command: fields.u32(0), offset: header.bytes + at, bytes, fields });
    at += length;
  }
  return commands;
}

/** segment_command and segment_command_64. */
function readSegment(command: LoadCommand): MachoSegment {
  const { fields, bytes } = command;
  const wide = command.command === loadCommand.segment64;
  checkLength(command, segmentBytes(command));
  const word = wide ? fields.u64 : fields.u32;
  const wordBytes = wide ? 8 : 4;
  return {
    name: fixedText(bytes.subarray(8, 24)),
    address: word(24),
    memoryBytes: word(24 + wordBytes),
    offset: word(24 + 2 * wordBytes),
    bytes: word(24 + 3 * wordBytes),
    protection: fields.u32(28 + 4 * wordBytes),
  };
}

function segmentBytes({ command }: LoadCommand): number {
  return command === loadCommand.segment64 ? 72 : 56;
}

/** section and section_64, right after the segment's own fields. */
function readSections(command: LoadCommand, segment: MachoSegment): MachoSection[] {
  const { fields, bytes } = command;
  const wide = command.command === loadCommand.segment64;
  const [first, each] = [segmentBytes(command), wide ? 80 : 68];
  const count = fields.u32(first - 8);
  checkLength(command, first + count * each);
  if (count > mostSections) {
    throw new SlipwayError('E_BINARY', `load command at offset ${command.offset} has ${count} sections`);
  }
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * each;
    const after = at + (wide ? 48 : 40);
    return {
      name: fixedText(bytes.subarray(at, at + 16)),
      segment: fixedText(bytes.subarray(at + 16, at + 32)),
      address: wide ? fields.u64(at + 32) : fields.u32(at + 32),
      memoryBytes: wide ? fields.u64(at + 40) : fields.u32(at + 36),
      offset: fields.u32(after),
      relocations: { offset: fields.u32(after + 8), bytes: fields.u32(after + 12) * 8 },
      flags: fields.u32(after + 16),
      protection: segment.protection,
    };
  });
}

/** @throws SlipwayError E_BINARY when a command is shorter than what is read of it */
export function checkLength({ command, offset, bytes }: LoadCommand, needed: number): void {
  if (bytes.length >= needed) return;
  throw new SlipwayError(
    'E_BINARY',
    `load command 0x${command.toString(16)} at offset ${offset} has ${bytes.length} bytes, where it needs ${needed}`,
  );
}
