import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import { type ElfTables, fileRangeAt } from './tables.ts';

/** A version of a library's symbols that must be there when the program starts, such as GLIBC_2.34 of libc.so.6. */
export interface NeededVersion {
  readonly library: string;
  readonly version: string;
  /** VER_FLG_WEAK: the interpreter only warns where it is missing. */
  readonly weak: boolean;
}

/** Where a chain of versions begins in the loaded program, and how many entries it says it has. */
export interface VersionTable {
  readonly address: number;
  readonly count: number;
}

/** Text of the dynamic string table at an offset. */
type TextAt = (offset: number) => string;

/** The C++ library defines some 100, glibc 50; a program needs of ten libraries as many. */
const mostEntries = 8192;
/** What so many entries take, whose parts lie one after the other in every file that a linker made. */
const mostTableBytes = 1 << 18;

/**
 * The versions that a file needs of others (LSB, "Symbol Version Requirements": DT_VERNEED, Elf_Verneed and Elf_Vernaux, which
 * have the same fields in both classes).
 * @throws SlipwayError E_BINARY when they do not lie in the file, or are more than any program has
 */
export function readNeededVersions(
  source: ByteSource,
  tables: ElfTables,
  table: VersionTable,
  text: TextAt,
): NeededVersion[] {
  const needed: NeededVersion[] = [];
  const walk = walker(source, tables, table, 'DT_VERNEED');
  for (const at of walk.chain(0, table.count, { bytes: 16, next: 12 })) {
    const library = text(walk.fields.u32(at + 4));
    const first = at + walk.fields.u32(at + 8);
    for (const each of walk.chain(first, walk.fields.u16(at + 2), { bytes: 16, next: 12 })) {
      const weak = (walk.fields.u16(each + 4) & weakFlag) !== 0;
      needed.push({ library, version: text(walk.fields.u32(each + 8)), weak });
    }
  }
  return needed;
}

/**
 * The versions that a library has (LSB, "Symbol Version Definitions": DT_VERDEF, Elf_Verdef and Elf_Verdaux), without the one
 * that is its own name.
 * @throws SlipwayError E_BINARY when they do not lie in the file, or are more than any library has
 */
export function readDefinedVersions(
  source: ByteSource,
  tables: ElfTables,
  table: VersionTable,
  text: TextAt,
): string[] {
  const defined: string[] = [];
  const walk = walker(source, tables, table, 'DT_VERDEF');
  for (const at of walk.chain(0, table.count, { bytes: 20, next: 16 })) {
    if ((walk.fields.u16(at + 2) & baseFlag) !== 0) continue;
    // The first name is the version's own, those after it are what it is built on.
    for (const name of walk.chain(at + walk.fields.u32(at + 12), 1, { bytes: 8, next: 4 }))
      defined.push(text(walk.fields.u32(name)));
  }
  return defined;
}

const baseFlag = 0x1;
const weakFlag = 0x2;

interface Walker {
  readonly fields: Fields;
  /** Offsets of the entries of a chain; each says how far away the next is, and 0 ends it. */
  readonly chain: (start: number, count: number, entry: { bytes: number; next: number }) => Generator<number>;
}

function walker(
  source: ByteSource,
  { header, segments }: ElfTables,
  { address, count }: VersionTable,
  name: string,
): Walker {
  const range = fileRangeAt(segments, address);
  if (range === undefined)
    throw new SlipwayError('E_BINARY', `${name} is at 0x${address.toString(16)}, where no segment is`);
  const damaged = (why: string): SlipwayError =>
    new SlipwayError('E_BINARY', `${name} at offset ${range.offset} ${why}`);
  if (count > mostEntries) throw damaged(`has ${count} entries`);
  const bytes = Math.min(range.bytes, mostTableBytes, source.length - range.offset);
  const fields = fieldsOf(source.read(range.offset, bytes), header.endian);
  let left = mostEntries;
  return {
    fields,
    *chain(start, entries, entry) {
      let at = start;
      for (let index = 0; index < entries; index++) {
        if (at + entry.bytes > fields.length) throw damaged(`has an entry at ${at}, where it ends`);
        if (--left < 0) throw damaged(`has more than ${mostEntries} entries`);
        yield at;
        const next = fields.u32(at + entry.next);
        if (next === 0) return;
        at += next;
      }
    },
  };
}
