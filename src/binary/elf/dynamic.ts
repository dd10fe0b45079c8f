import { SlipwayError } from '../../support/errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { fieldsOf } from '../fields.ts';
import { stringTable } from '../string-table.ts';
import { type ElfTables, fileRangeAt, segmentType } from './tables.ts';
import {
  type NeededVersion,
  readDefinedVersions,
  readNeededVersions,
  type VersionTable,
} from './versions.ts';

/** What the dynamic section (gABI, chapter 5, "Dynamic Section") says to the interpreter. */
export interface Dynamic {
  readonly neededLibraries: readonly string[];
  readonly libraryPaths: readonly string[];
  /** They are of DT_RPATH, which holds for the libraries of its libraries too. */
  readonly pathsInherited: boolean;
  readonly neededVersions: readonly NeededVersion[];
  readonly definedVersions: readonly string[];
  /** DF_BIND_NOW, DF_1_NOW or DT_BIND_NOW: every function is bound before the program starts. */
  readonly bindsAtStart: boolean;
}

export const dynamicTag = {
  end: 0,
  needed: 1,
  stringTable: 5,
  rela: 7,
  relaBytes: 8,
  relaEntryBytes: 9,
  stringTableBytes: 10,
  rpath: 15,
  bindNow: 24,
  runpath: 29,
  flags: 30,
  flags1: 0x6ffffffb,
  definedVersions: 0x6ffffffc,
  definedVersionCount: 0x6ffffffd,
  neededVersions: 0x6ffffffe,
  neededVersionCount: 0x6fffffff,
} as const;
const flagBindNow = 0x8;
const flag1Now = 0x1;

/** A Go program has some 20 entries; the largest programs a few hundred. */
const mostEntries = 4096;
/** Where DT_STRSZ is missing, which the gABI demands. */
const usualTextBytes = 1 << 16;
/** Names of all symbols that a program shares; LLVM's library has 7 MB of them. */
const mostTextBytes = 1 << 26;

const nothing: Dynamic = {
  neededLibraries: [],
  libraryPaths: [],
  pathsInherited: false,
  neededVersions: [],
  definedVersions: [],
  bindsAtStart: false,
};

export interface DynamicEntry {
  readonly tag: number;
  readonly value: number;
}

/** @throws SlipwayError E_BINARY when names are said to lie where the file has nothing */
export function readDynamic(source: ByteSource, tables: ElfTables): Dynamic {
  const entries = readDynamicEntries(source, tables);
  if (entries.length === 0) return nothing;
  const value = (wanted: number): number => entries.find((entry) => entry.tag === wanted)?.value ?? 0;
  const text = textReader(source, tables, {
    address: value(dynamicTag.stringTable),
    bytes: value(dynamicTag.stringTableBytes),
  });
  const texts = (wanted: number): string[] =>
    entries.filter((entry) => entry.tag === wanted).map((entry) => text(entry.value));
  const versions = (start: number, count: number): VersionTable | undefined =>
    value(start) === 0 ? undefined : { address: value(start), count: value(count) };
  const needed = versions(dynamicTag.neededVersions, dynamicTag.neededVersionCount);
  const defined = versions(dynamicTag.definedVersions, dynamicTag.definedVersionCount);
  const runpath = texts(dynamicTag.runpath);
  const rpath = runpath.length > 0 ? [] : texts(dynamicTag.rpath);
  return {
    neededLibraries: texts(dynamicTag.needed),
    libraryPaths: [...runpath, ...rpath].flatMap((path) => path.split(':')),
    pathsInherited: rpath.length > 0,
    neededVersions: needed === undefined ? [] : readNeededVersions(source, tables, needed, text),
    definedVersions: defined === undefined ? [] : readDefinedVersions(source, tables, defined, text),
    bindsAtStart:
      entries.some((entry) => entry.tag === dynamicTag.bindNow) ||
      (value(dynamicTag.flags) & flagBindNow) !== 0 ||
      (value(dynamicTag.flags1) & flag1Now) !== 0,
  };
}

/** @throws SlipwayError E_BINARY when they do not lie in the file, or are more than any program has */
export function readDynamicEntries(source: ByteSource, { header, segments }: ElfTables): DynamicEntry[] {
  const segment = segments.find((candidate) => candidate.type === segmentType.dynamic);
  if (segment === undefined) return [];
  const entryBytes = header.class === 64 ? 16 : 8;
  const count = Math.floor(segment.fileBytes / entryBytes);
  if (count > mostEntries)
    throw new SlipwayError('E_BINARY', `PT_DYNAMIC at offset ${segment.offset} has ${count} entries`);
  const fields = fieldsOf(source.read(segment.offset, count * entryBytes), header.endian);
  const word = header.class === 64 ? fields.u64 : fields.u32;
  const entries: DynamicEntry[] = [];
  for (let at = 0; at < fields.length; at += entryBytes) {
    const entry = { tag: word(at), value: word(at + entryBytes / 2) };
    if (entry.tag === dynamicTag.end) break;
    entries.push(entry);
  }
  return entries;
}

/** DT_STRTAB is an address of the loaded program, not an offset in the file. The table is read when the first text is asked for. */
function textReader(
  source: ByteSource,
  { segments }: ElfTables,
  { address, bytes }: { readonly address: number; readonly bytes: number },
): (at: number) => string {
  let lookup: ((at: number) => string) | undefined;
  const open = (): ((at: number) => string) => {
    const range = fileRangeAt(segments, address);
    if (range === undefined) {
      throw new SlipwayError(
        'E_BINARY',
        `PT_DYNAMIC has its texts at 0x${address.toString(16)}, where no segment is`,
      );
    }
    const length = Math.min(range.bytes, bytes === 0 ? usualTextBytes : bytes, mostTextBytes);
    return stringTable(source.read(range.offset, length), range.offset);
  };
  return (at) => {
    lookup ??= open();
    return lookup(at);
  };
}
