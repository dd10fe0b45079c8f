import type { Region } from '../linked/memory.ts';

/** Kinds of types (internal/abi/type.go, Kind), as far as descriptors differ by them. */
export const typeKind = {
  array: 17,
  chan: 18,
  func: 19,
  interface: 20,
  map: 21,
  pointer: 22,
  slice: 23,
  struct: 25,
  last: 26,
} as const;

export const typeFlag = { uncommon: 1, named: 4, maskOnDemand: 16 } as const;

/**
 * Where things stand in the descriptor of a type (internal/abi/type.go), which has grown but not changed since Go 1.18:
 * the fields that all have, those of its kind, what named types have, lists, methods.
 */
export interface TypeLayout {
  readonly region: Region;
  readonly wordBytes: 4 | 8;
  /** Length of the fields that all types have. */
  readonly commonBytes: number;
  /** Length of those that a map has after them: three forms, of Go 1.18, 1.24 and 1.27. */
  readonly mapBytes: number;
}

export function typeLayout(region: Region, wordBytes: 4 | 8, mapBytes: number): TypeLayout {
  return { region, wordBytes, commonBytes: 4 * wordBytes + 16, mapBytes };
}

/** What maps had before Go 1.24, and after: tables of buckets, Swiss tables, Swiss tables with strides. */
export function mapForms(wordBytes: 4 | 8): { buckets: number; groups: number; strides: number } {
  return { buckets: 4 * wordBytes + 8, groups: 8 * wordBytes, strides: 11 * wordBytes };
}

/** Kind of the type whose descriptor begins at an offset. */
export function kindAt({ region, wordBytes }: TypeLayout, offset: number): number {
  return (region.bytes[offset + 2 * wordBytes + 7] ?? 0) & 31;
}

export function flagsAt({ region, wordBytes }: TypeLayout, offset: number): number {
  return region.bytes[offset + 2 * wordBytes + 4] ?? 0;
}

/** Length of the fields that a kind adds to the common ones. */
function kindBytes({ wordBytes, mapBytes }: TypeLayout, kind: number): number {
  switch (kind) {
    case typeKind.array:
      return 3 * wordBytes;
    case typeKind.chan:
      return 2 * wordBytes;
    case typeKind.func:
      return wordBytes;
    case typeKind.interface:
    case typeKind.struct:
      return 4 * wordBytes;
    case typeKind.map:
      return mapBytes;
    case typeKind.pointer:
    case typeKind.slice:
      return wordBytes;
    default:
      return 0;
  }
}

/** Lists of a descriptor: where they begin and how many entries they have. */
export interface TypeParts {
  /** Offset of the fields of its kind. */
  readonly own: number;
  /** Offset of what named types and types with methods have; undefined for others. */
  readonly uncommon: number | undefined;
  /** Types of parameters and results, fields or methods of an interface. */
  readonly list: number;
  readonly listCount: number;
  readonly listEntryBytes: number;
  readonly methods: number;
  readonly methodCount: number;
  /** Offset of its end. */
  readonly end: number;
}

/**
 * The parts of the descriptor at an offset. Undefined where there is none: the kind is unknown, it does not lie inside the
 * region, or its list is not where the compiler puts it.
 */
export function partsOf(layout: TypeLayout, offset: number): TypeParts | undefined {
  const { region, wordBytes, commonBytes } = layout;
  const length = region.bytes.length;
  if (offset + commonBytes > length) return undefined;
  const kind = kindAt(layout, offset);
  if (kind === 0 || kind > typeKind.last) return undefined;
  const own = offset + commonBytes;
  const afterOwn = own + kindBytes(layout, kind);
  const hasUncommon = (flagsAt(layout, offset) & typeFlag.uncommon) !== 0;
  const list = afterOwn + (hasUncommon ? uncommonBytes : 0);
  if (list > length) return undefined;
  const methodCount = hasUncommon ? region.u16(afterOwn + 4) : 0;
  let listCount = 0;
  let listEntryBytes = wordBytes as number;
  if (kind === typeKind.func) {
    listCount = region.u16(own) + (region.u16(own + 2) & 0x7fff);
  } else if (kind === typeKind.struct || kind === typeKind.interface) {
    listCount = region.word(own + 2 * wordBytes);
    listEntryBytes = kind === typeKind.struct ? 3 * wordBytes : 8;
    if (listCount > 0 && region.pointer(own + wordBytes) !== region.address + list) return undefined;
  }
  const methods = list + listCount * listEntryBytes;
  const end = methods + methodCount * methodBytes;
  if (end > length) return undefined;
  if (methodCount > 0 && afterOwn + region.u32(afterOwn + 8) !== methods) return undefined;
  return {
    own,
    uncommon: hasUncommon ? afterOwn : undefined,
    list,
    listCount,
    listEntryBytes,
    methods,
    methodCount,
    end,
  };
}

const uncommonBytes = 16;
export const methodBytes = 16;

/** The parts of a name (internal/abi.Name). */
export interface TypeName {
  readonly text: number;
  readonly textBytes: number;
  /** Offset from the begin of the types of the path of its package; 0 where it has none of its own. */
  readonly packagePath: number;
  readonly end: number;
}

/** Flags of a name: exported, with a tag, with a package's path, embedded. */
export const nameFlag = { tag: 2, packagePath: 4 } as const;
export const lastNameFlags = 15;

/** Undefined where no name can stand: unknown flags, a text with control characters, or no room. */
export function nameAt({ bytes, u32 }: Region, offset: number): TypeName | undefined {
  const flags = bytes[offset] ?? 0xff;
  if (flags > lastNameFlags) return undefined;
  const length = lengthAt(bytes, offset + 1);
  if (length === undefined) return undefined;
  const text = length.end;
  let end = text + length.value;
  if (end > bytes.length) return undefined;
  for (let at = text; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x20 || byte === 0x7f) return undefined;
  }
  if ((flags & nameFlag.tag) !== 0) {
    const tag = lengthAt(bytes, end);
    if (tag === undefined || tag.value === 0) return undefined;
    end = tag.end + tag.value;
  }
  const packagePath = (flags & nameFlag.packagePath) !== 0 && end + 4 <= bytes.length ? u32(end) : 0;
  if ((flags & nameFlag.packagePath) !== 0) end += 4;
  return end > bytes.length ? undefined : { text, textBytes: length.value, packagePath, end };
}

function lengthAt(bytes: Uint8Array, offset: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let at = offset, shift = 0; shift < 28; at++, shift += 7) {
    const byte = bytes[at];
    if (byte === undefined) return undefined;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}
