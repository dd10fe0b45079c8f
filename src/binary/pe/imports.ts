import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type Fields, fieldsOf } from '../fields.ts';
import { fixedText } from '../string-table.ts';
import { directory } from './header.ts';
import { type PeTables, peRangeAt } from './tables.ts';

/** IMAGE_IMPORT_DESCRIPTOR: five words, of which the fourth is the address of the library's name. */
const descriptorBytes = 20;
const mostNameBytes = 512;
/** Windows' own programs import some 100. */
const mostLibraries = 4096;

/**
 * The libraries of the import directory, in its order. What a program loads later by name, as Go's do for most of
 * Windows' functions, is not there.
 * @throws SlipwayError E_BINARY when the directory or a name does not lie in a section
 */
export function peLibraries(source: ByteSource, tables: PeTables): string[] {
  const wanted = tables.header.directories[directory.imports];
  if (wanted === undefined || wanted.address === 0 || wanted.bytes === 0) return [];
  // The loader reads up to an entry of zeros, whatever the directory's length says.
  const table = readAt(source, tables, wanted.address, mostLibraries * descriptorBytes);
  const libraries: string[] = [];
  for (let at = 0; at + descriptorBytes <= table.length; at += descriptorBytes) {
    const name = table.u32(at + 12);
    if (name === 0) return libraries;
    libraries.push(nameAt(source, tables, name));
  }
  throw new SlipwayError(
    'E_BINARY',
    `the import directory at address 0x${wanted.address.toString(16)} has no end`,
  );
}

function nameAt(source: ByteSource, tables: PeTables, address: number): string {
  const range = rangeOf(tables, address);
  return fixedText(source.read(range.offset, Math.min(range.bytes, mostNameBytes)));
}

function readAt(source: ByteSource, tables: PeTables, address: number, most: number): Fields {
  const range = rangeOf(tables, address);
  return fieldsOf(source.read(range.offset, Math.min(range.bytes, most)), 'little');
}

function rangeOf({ header, sections }: PeTables, address: number): { offset: number; bytes: number } {
  const range = peRangeAt(sections, header.imageBase + address);
  if (range !== undefined) return range;
  throw new SlipwayError(
    'E_BINARY',
    `imports are said to be at 0x${address.toString(16)}, where no section is`,
  );
}
