/**
 * The layout of a Go object (cmd/internal/goobj/objfile.go). It has been the same since Go 1.20; everything is little-endian and
 * nothing is aligned.
 */
export const objectMagic = '\0go120ld';
export const offsetsAt = 20;
export const blockCount = 19;
export const objectHeaderBytes = offsetsAt + blockCount * 4;

/** Numbers of blocks, whose offsets stand in the header one after another. */
export const block = {
  autolib: 0,
  packages: 1,
  files: 2,
  own: 3,
  short: 4,
  hashed: 5,
  named: 6,
  references: 7,
  referenceFlags: 8,
  shortHashes: 9,
  hashes: 10,
  relocationIndex: 11,
  auxIndex: 12,
  dataIndex: 13,
  relocations: 14,
  aux: 15,
  data: 16,
  referenceNames: 17,
} as const;

/** Lengths of elements. */
export const elementBytes = {
  autolib: 16,
  string: 8,
  definition: 21,
  shortHash: 8,
  hash: 16,
  relocation: 23,
  aux: 9,
  inlined: 24,
} as const;

/** Stand for a package in references (PkgIdxNone and those below it). */
export const packageIndex = {
  none: 0x7fff_ffff,
  short: 0x7fff_fffe,
  hashed: 0x7fff_fffd,
  builtin: 0x7fff_fffc,
  own: 0x7fff_fffb,
} as const;

/** ABI of what no other object can name. */
export const staticAbi = 0xffff;

/** What an auxiliary symbol is (goobj.AuxGotype and those behind it). */
export const aux = {
  goType: 0,
  functionInfo: 1,
  functionData: 2,
  dwarfInfo: 3,
  dwarfLines: 6,
  pcFirst: 7,
  pcInlined: 10,
  pcData: 11,
  unwinding: 14,
} as const;
