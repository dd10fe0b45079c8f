import { builtin, edge, flag, nothing, type ObjectColumns, pcTable } from './columns.ts';
import { unreadable } from './faults.ts';
import type { LinkerTables } from './linker-tables.ts';
import { nameHash, textHash } from './name-hash.ts';
import { aux, packageIndex, staticAbi } from './object-layout.ts';
import { type ObjectView, viewObject } from './object-view.ts';

/** Set in a relocation that does not keep what it refers to (objabi.R_WEAK). */
const weak = 0x8000;
/** abi.Interface; above it older versions of Go have flags. */
const interfaceKind = 20;
const kindMask = 0x1f;
/** Indexes that an inlined call takes in a function's tables (abi.PCDATA_InlTreeIndex, abi.FUNCDATA_InlTree), and one more. */
const inlinedTables = { pcData: 3, functionData: 4 };
/** runtime._func without its tables, and the function's entry in functab (cmd/link/internal/ld/pcln.go). */
const functionBytes = 44 + 8;

/**
 * What the dead-code rules need of an object.
 * @param bytes the object, without the archive's header
 * @throws SlipwayError E_BINARY when it is of a Go whose objects are not known, or damaged
 */
export function compactObject(bytes: Uint8Array, tables: LinkerTables): ObjectColumns {
  const view = viewObject(bytes);
  const { counts, definitions, references } = view;
  const all = definitions + references;
  const kinds = new Uint8Array(definitions);
  const flags = new Uint16Array(all);
  const sizes = new Uint32Array(definitions);
  const aligns = new Uint8Array(definitions);
  const contents = new Uint8Array(Math.ceil(definitions / 8));
  const nameLengths = new Uint16Array(definitions);
  const abis = new Uint8Array(all);
  const nameHashes = new Uint32Array(2 * all);
  const isDebug = tables.kinds.map((name) => name.startsWith('SDWARF'));
  const [shortFrom, namedFrom] = [counts[0], counts[0] + counts[1] + counts[2]];
  for (let i = 0; i < all; i += 1) {
    const kind = view.kind(i);
    if (i < definitions && isDebug[kind] === true) continue;
    flags[i] = view.flags(i);
    if (i < definitions) {
      kinds[i] = kind;
      sizes[i] = view.size(i);
      aligns[i] = view.align(i);
      if (view.hasContent(i)) contents[i >> 3] = (contents[i >> 3] ?? 0) | (1 << (i & 7));
      nameLengths[i] = Math.min(view.nameBytes(i), 0xffff);
    }
    const isNamed = i < shortFrom || i >= namedFrom;
    const abi = view.abi(i);
    if (isNamed && abi !== staticAbi && view.nameBytes(i) > 0) {
      abis[i] = abi;
      nameHash(bytes, view.nameAt(i), view.nameBytes(i), nameHashes, 2 * i);
    }
  }
  const links = linksOf(view, { tables, kinds, flags });
  return {
    counts,
    references,
    packages: view.packages(),
    imports: view.imports(),
    kinds,
    flags,
    sizes,
    aligns,
    contents,
    nameLengths,
    abis,
    nameHashes,
    contentHashes: view.contentHashes(),
    ...links,
    ...filesOf(view),
  };
}

interface Reading {
  readonly tables: LinkerTables;
  readonly kinds: Uint8Array;
  readonly flags: Uint16Array;
}

type Links = Omit<
  ObjectColumns,
  | ('counts' | 'references' | 'packages' | 'imports' | 'kinds' | 'flags' | 'sizes')
  | ('aligns' | 'contents' | 'nameLengths')
  | ('abis' | 'nameHashes' | 'contentHashes' | 'fileLengths' | 'fileHashes')
>;

/** What definitions refer to, and what their types say of methods. */
function linksOf(view: ObjectView, { tables, kinds, flags }: Reading): Links {
  const { definitions } = view;
  const { relocations, pointerBytes } = tables;
  const target = targetsOf(view);
  const names = methodNames(view);
  const edgeStarts = new Uint32Array(definitions + 1);
  const [edgeTargets, edgeKinds]: [number[], number[]] = [[], []];
  const [methods, interfaceMethods, calls, namedCalls, itabs]: number[][] = [[], [], [], [], []];
  const functions = functionColumns(view, kinds, target.of, pointerBytes);
  /** By target: the last definition that has an edge to it, and one more. */
  const last = new Map<number, number>();
  for (let i = 0; i < definitions; i += 1) {
    edgeStarts[i] = edgeTargets.length;
    if (kinds[i] === 0) continue;
    const isType = ((flags[i] ?? 0) & flag.goType) !== 0;
    const isItab = ((flags[i] ?? 0) & flag.itab) !== 0;
    const add = (to: number, kind: number): void => {
      const key = to * 4 + kind;
      if (to === nothing || last.get(key) === i) return;
      last.set(key, i);
      edgeTargets.push(to);
      edgeKinds.push(kind);
    };
    const [from, end] = view.relocations(i);
    for (let r = from; r < end; r += 1) {
      const type = view.relocationType(r);
      if ((type & weak) !== 0 || type === relocations.R_USETYPE) continue;
      if (type === relocations.R_METHODOFF) {
        if (!isType || r + 2 >= end) throw unreadable(view.relocationAt(r), 'a method is cut');
        const name = names.at(view.targetAt(i, view.relocationOffset(r) - 4, target.of));
        const [called, direct, plain] = [r, r + 1, r + 2].map((each) =>
          target.of(view.relocationSymbol(each)),
        );
        methods?.push(i, name, called ?? nothing, direct ?? nothing, plain ?? nothing);
        r += 2;
        continue;
      }
      const to = target.of(view.relocationSymbol(r));
      if (type === relocations.R_USEIFACE) add(to, edge.usedInInterface);
      else if (type === relocations.R_USEIFACEMETHOD) calls?.push(i, to, view.relocationAddend(r));
      else if (type === relocations.R_USENAMEDMETHOD) namedCalls?.push(i, names.text(to));
      else if (type === relocations.R_INITORDER) add(to, edge.initialised);
      else {
        add(to, edge.reference);
        if (isItab && view.relocationOffset(r) === pointerBytes) itabs?.push(i, to);
      }
    }
    if (isType && isInterface(view, i, pointerBytes)) {
      interfaceMethods?.push(...interfaceMethodsOf(view, i, pointerBytes, target.of, names.at));
    }
    for (const to of functions.add(i)) add(to, edge.reference);
  }
  edgeStarts[definitions] = edgeTargets.length;
  return {
    edgeStarts,
    edgeTargets: Uint32Array.from(edgeTargets),
    edgeKinds: Uint8Array.from(edgeKinds),
    others: Uint32Array.from(target.others),
    methodNames: names.all,
    methods: Uint32Array.from(methods ?? []),
    interfaceMethods: Uint32Array.from(interfaceMethods ?? []),
    calls: Uint32Array.from(calls ?? []),
    namedCalls: Uint32Array.from(namedCalls ?? []),
    itabs: Uint32Array.from(itabs ?? []),
    functions: Uint32Array.from(functions.entries),
    inlined: Uint32Array.from(functions.inlined),
    sources: Uint32Array.from(functions.sources),
  };
}

/** Gives numbers to what is referred to. */
function targetsOf({ counts, definitions, references }: ObjectView): {
  readonly of: (symbol: readonly [number, number]) => number;
  readonly others: number[];
} {
  const others: number[] = [];
  const known = new Map<number, number>();
  const bases = new Map<number, number>([
    [packageIndex.own, 0],
    [packageIndex.short, counts[0]],
    [packageIndex.hashed, counts[0] + counts[1]],
    [packageIndex.none, counts[0] + counts[1] + counts[2]],
  ]);
  return {
    others,
    of: ([packageNumber, number]) => {
      if (packageNumber === 0) return nothing;
      const base = bases.get(packageNumber);
      if (base !== undefined) return base + number;
      const isBuiltin = packageNumber === packageIndex.builtin;
      // Beyond 53 bits numbers are not whole any more.
      const key = isBuiltin ? -1 - number : packageNumber * 2 ** 32 + number;
      const found = known.get(key);
      if (found !== undefined) return found;
      const target = definitions + references + others.length / 2;
      others.push(isBuiltin ? builtin : packageNumber, number);
      known.set(key, target);
      return target;
    },
  };
}

/** Names of methods by numbers. */
function methodNames(view: ObjectView) {
  const all: string[] = [];
  const known = new Map<string, number>();
  const byDefinition = new Map<number, number>();
  const numberOf = (definition: number, read: (content: Buffer) => string): number => {
    const seen = byDefinition.get(definition);
    if (seen !== undefined) return seen;
    if (definition >= view.definitions) throw unreadable(0, "a method's name is not in its object");
    const name = read(view.content(definition));
    const number = known.get(name) ?? all.length;
    if (number === all.length) all.push(name);
    known.set(name, number);
    byDefinition.set(definition, number);
    return number;
  };
  return {
    all,
    /** Of a name as types have it: a byte of flags, its length, itself (abi.Name). */
    at: (definition: number) => numberOf(definition, encodedName),
    /** Of a constant. */
    text: (definition: number) => numberOf(definition, (content) => content.toString('utf8')),
  };
}

function encodedName(content: Buffer): string {
  let [length, shift, at] = [0, 0, 1];
  for (let byte = 0x80; byte >= 0x80; shift += 7, at += 1) {
    byte = content[at] ?? 0;
    length += (byte & 0x7f) << shift;
  }
  return content.toString('utf8', at, at + length);
}

function isInterface(view: ObjectView, definition: number, pointerBytes: number): boolean {
  return ((view.content(definition)[2 * pointerBytes + 7] ?? 0) & kindMask) === interfaceKind;
}

/** Behind what all types have (abi.Type) each method is a name and a type, of four bytes each (abi.Imethod). */
function interfaceMethodsOf(
  view: ObjectView,
  definition: number,
  pointerBytes: number,
  targetOf: (symbol: readonly [number, number]) => number,
  nameAt: (definition: number) => number,
): number[] {
  const found: number[] = [];
  const [from, end] = view.relocations(definition);
  for (let r = from; r + 1 < end; r += 1) {
    const offset = view.relocationOffset(r);
    if (offset < 4 * pointerBytes + 16 || view.relocationOffset(r + 1) !== offset + 4) continue;
    const name = nameAt(targetOf(view.relocationSymbol(r)));
    found.push(definition, offset, name, targetOf(view.relocationSymbol(r + 1)));
  }
  return found;
}

/** What functions have beside their code: tables, which are edges, and what the linker writes for them alone. */
function functionColumns(
  view: ObjectView,
  kinds: Uint8Array,
  targetOf: (symbol: readonly [number, number]) => number,
  pointerBytes: number,
) {
  const [entries, inlined, sources]: [number[], number[], number[]] = [[], [], []];
  const add = (definition: number): number[] => {
    const targets: number[] = [];
    let [pcData, functionData] = [0, 0];
    let info: number | undefined;
    const [from, end] = view.auxiliaries(definition);
    for (let a = from; a < end; a += 1) {
      const type = view.auxType(a);
      if (type === aux.goType || (type >= aux.dwarfInfo && type <= aux.dwarfLines)) continue;
      const target = targetOf(view.auxSymbol(a));
      if (type === aux.functionInfo) info = target;
      else targets.push(target);
      if (type >= aux.pcFirst && type <= aux.pcData && target < kinds.length) kinds[target] = pcTable;
      if (type === aux.pcData) pcData += 1;
      if (type === aux.functionData) functionData += 1;
    }
    if (info === undefined) return targets;
    const { files, calls } = view.functionInfo(info);
    if (calls.length > 0) {
      pcData = Math.max(pcData, inlinedTables.pcData);
      functionData = Math.max(functionData, inlinedTables.functionData);
    }
    const bytes = functionBytes + 4 * (pcData + functionData);
    entries.push(definition, Math.ceil(bytes / pointerBytes) * pointerBytes, calls.length);
    const callees = new Set(calls.map(({ callee }) => targetOf(callee)));
    for (const callee of callees) inlined.push(definition, callee);
    for (const file of new Set([...files, ...calls.map(({ file }) => file)])) sources.push(definition, file);
    return targets;
  };
  return { add, entries, inlined, sources };
}

/** What cmd/internal/src puts before the names of files (src.FileSymPrefix). */
const filePrefix = 'gofile..';

function filesOf(view: ObjectView): Pick<ObjectColumns, 'fileLengths' | 'fileHashes'> {
  const names = view
    .files()
    .map((name) => (name.startsWith(filePrefix) ? name.slice(filePrefix.length) : name));
  const fileHashes = new Uint32Array(2 * names.length);
  for (const [at, name] of names.entries()) textHash(name, fileHashes, 2 * at);
  return { fileLengths: Uint32Array.from(names, (name) => Buffer.byteLength(name) + 1), fileHashes };
}
