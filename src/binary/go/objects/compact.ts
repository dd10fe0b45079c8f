import { builtin, edge, flag, nothing, type ObjectColumns, rows } from './columns.ts';
import { unreadable } from './faults.ts';
import { filesOf, functionColumns } from './function-columns.ts';
import type { LinkerTables } from './linker-tables.ts';
import { nameHash } from './name-hash.ts';
import { packageIndex, staticAbi } from './object-layout.ts';
import { type ObjectView, viewObject } from './object-view.ts';
import { interfaceMethodsOf, isInterface, methodNames } from './type-methods.ts';

/** Set in a relocation that does not keep what it refers to (objabi.R_WEAK). */
const weak = 0x8000;
/** In WebAssembly, on average: an address or the number of a function, and the length of a function. */
const numberBytes = 3.4;
const lengthBytes = 2;

/**
 * What the dead-code rules need of an object.
 * @param bytes the object, without the archive's header
 * @throws SlipwayError E_BINARY when it is of a Go whose objects are not known, or damaged
 */
export function compactObject(bytes: Uint8Array, tables: LinkerTables): ObjectColumns {
  const view = viewObject(bytes);
  const { counts, definitions, references } = view;
  const kinds = new Uint8Array(definitions);
  const flags = new Uint16Array(definitions);
  const sizes = new Uint32Array(definitions);
  const aligns = new Uint8Array(definitions);
  const contents = new Uint8Array(Math.ceil(definitions / 8));
  const flagsOf = flagReader(tables);
  const isText = tables.kinds.map((name) => name.startsWith('STEXT'));
  const isDebug = tables.kinds.map((name) => name.startsWith('SDWARF'));
  const names = namedSymbols(bytes, view);
  let allFlags = 0;
  for (let i = 0; i < definitions + references; i += 1) {
    const kind = view.kind(i);
    if (i < definitions && isDebug[kind] === true) continue;
    const bits = flagsOf(view.flags(i));
    allFlags |= bits;
    if (i < definitions) {
      kinds[i] = kind;
      flags[i] = bits;
      sizes[i] = tables.isWasm && isText[kind] === true ? wasmBytes(view, i) : view.size(i);
      aligns[i] = view.align(i);
      if (view.hasContent(i)) contents[i >> 3] = (contents[i >> 3] ?? 0) | (1 << (i & 7));
    }
    names.add(i);
  }
  const links = linksOf(view, { tables, kinds, flags });
  return {
    counts,
    references,
    hasWrappers: (allFlags & flag.abiWrapper) !== 0,
    packages: view.packages(),
    imports: view.imports(),
    kinds,
    flags,
    sizes,
    aligns,
    contents,
    names: names.rows(),
    contentHashes: view.contentHashes(),
    ...links,
    ...filesOf(view),
  };
}

/** Rows of `ObjectColumns.names`. What is named by its content has none, nor has what no other object can name. */
function namedSymbols(bytes: Uint8Array, view: ObjectView) {
  const [own, short, hashed] = view.counts;
  const named = new Uint32Array(3 * (view.definitions - short - hashed + view.references));
  let end = 0;
  return {
    add: (symbol: number): void => {
      if (symbol >= own && symbol < own + short + hashed) return;
      const [abi, length] = [view.abi(symbol), view.nameBytes(symbol)];
      if (abi === staticAbi || length === 0) return;
      named[end] = 2 * symbol + (abi === 0 ? 0 : 1);
      nameHash(bytes, view.nameAt(symbol), length, named, end + 1);
      end += 3;
    },
    rows: () => named.slice(0, end),
  };
}

/** The linker writes numbers into a function of WebAssembly, and before it how long it is. */
function wasmBytes(view: ObjectView, definition: number): number {
  const [from, end] = view.relocations(definition);
  return view.content(definition).length + Math.round((end - from) * numberBytes) + lengthBytes;
}

/** From an object's bits to those of the columns, by a table for each of their two bytes. */
function flagReader(tables: LinkerTables): (bits: number) => number {
  const meanings = new Uint16Array(512);
  for (const { bit, name } of tables.flags) {
    const [half, mask] = bit < 8 ? [0, 1 << bit] : [256, 1 << (bit - 8)];
    for (let byte = 0; byte < 256; byte += 1) {
      if ((byte & mask) !== 0) meanings[half + byte] = (meanings[half + byte] ?? 0) | flag[name];
    }
  }
  return (bits) => (meanings[bits & 0xff] ?? 0) | (meanings[256 + (bits >>> 8)] ?? 0);
}

interface Reading {
  readonly tables: LinkerTables;
  readonly kinds: Uint8Array;
  readonly flags: Uint16Array;
}

type Links = Omit<
  ObjectColumns,
  | ('counts' | 'references' | 'hasWrappers' | 'packages' | 'imports' | 'kinds' | 'flags' | 'sizes')
  | ('aligns' | 'contents' | 'names' | 'contentHashes' | 'fileLengths' | 'fileHashes')
>;

/** What definitions refer to, and what their types say of methods. */
function linksOf(view: ObjectView, { tables, kinds, flags }: Reading): Links {
  const { definitions } = view;
  const { relocations, pointerBytes } = tables;
  const target = targetsOf(view);
  const names = methodNames(view);
  const edgeStarts = new Uint32Array(definitions + 1);
  const [edgeTargets, edgeKinds]: [number[], number[]] = [[], []];
  const [methods, interfaceMethods]: [number[], number[]] = [[], []];
  const [calls, namedCalls, itabs]: [number[], number[], number[]] = [[], [], []];
  const functions = functionColumns(view, { kinds, flags }, target.of, pointerBytes);
  const isNew = newEdges(view);
  for (let i = 0; i < definitions; i += 1) {
    edgeStarts[i] = edgeTargets.length;
    if (kinds[i] === 0) continue;
    const isType = ((flags[i] ?? 0) & flag.goType) !== 0;
    const isItab = ((flags[i] ?? 0) & flag.itab) !== 0;
    const add = (to: number, kind: number): void => {
      if (to === nothing || !isNew(i, to, kind)) return;
      edgeTargets.push(to);
      edgeKinds.push(kind);
    };
    const [from, end] = view.relocations(i);
    for (let r = from; r < end; r += 1) {
      const type = view.relocationType(r);
      if ((type & weak) !== 0 || type === relocations.R_USETYPE) continue;
      if (type === relocations.R_METHODOFF) {
        if (!isType || r + 2 >= end) throw unreadable(view.relocationAt(r), 'a method is cut');
        // A method begins with its name (abi.Method); relocations are in the order of what they change.
        if (r === from || view.relocationOffset(r - 1) !== view.relocationOffset(r) - 4) {
          throw unreadable(view.relocationAt(r), 'a method has no name');
        }
        const name = names.at(target.of(view.relocationSymbol(r - 1)));
        const [called, direct, plain] = [r, r + 1, r + 2].map((each) =>
          target.of(view.relocationSymbol(each)),
        );
        methods.push(i, name, called ?? nothing, direct ?? nothing, plain ?? nothing);
        r += 2;
        continue;
      }
      const to = target.of(view.relocationSymbol(r));
      if (type === relocations.R_USEIFACE) add(to, edge.usedInInterface);
      else if (type === relocations.R_USEIFACEMETHOD) calls.push(i, to, view.relocationAddend(r));
      else if (type === relocations.R_USENAMEDMETHOD) namedCalls.push(i, names.text(to));
      else if (type === relocations.R_INITORDER) add(to, edge.initialised);
      else {
        add(to, edge.reference);
        if (isItab && view.relocationOffset(r) === pointerBytes) itabs.push(i, to);
      }
    }
    if (isType && isInterface(view, i, pointerBytes)) {
      interfaceMethods.push(...interfaceMethodsOf(view, i, pointerBytes, target.of, names.at));
    }
    if (calls.at(-3) === i || namedCalls.at(-2) === i) flags[i] = (flags[i] ?? 0) | rows.calls;
    for (const to of functions.add(i)) add(to, edge.reference);
  }
  edgeStarts[definitions] = edgeTargets.length;
  return {
    edgeStarts,
    edgeTargets: Uint32Array.from(edgeTargets),
    edgeKinds: Uint8Array.from(edgeKinds),
    others: Uint32Array.from(target.others),
    methodNames: names.all,
    methods: Uint32Array.from(methods),
    interfaceMethods: Uint32Array.from(interfaceMethods),
    calls: Uint32Array.from(calls),
    namedCalls: Uint32Array.from(namedCalls),
    itabs: Uint32Array.from(itabs),
    functions: Uint32Array.from(functions.entries),
    inlined: Uint32Array.from(functions.inlined),
    sources: Uint32Array.from(functions.sources),
  };
}

/** Tells whether a definition has no edge of a kind to a target yet; definitions come one after another. */
function newEdges({ definitions, references }: ObjectView) {
  /** By target: one more than the last definition that refers to it. Other edges are few, and so are other targets. */
  const last = new Uint32Array(definitions + references);
  const others = new Map<number, number>();
  return (from: number, to: number, kind: number): boolean => {
    if (kind === edge.reference && to < last.length) {
      const isNew = last[to] !== from + 1;
      last[to] = from + 1;
      return isNew;
    }
    const key = to * 4 + kind;
    const isNew = others.get(key) !== from;
    others.set(key, from);
    return isNew;
  };
}

/** Gives numbers to what is referred to. */
function targetsOf({ counts, definitions, references }: ObjectView): {
  readonly of: (symbol: readonly [number, number]) => number;
  readonly others: number[];
} {
  const others: number[] = [];
  const known = new Map<number, number>();
  const [own, short, hashed] = counts;
  const all = definitions + references;
  /** Where those of a kind begin, and where they end. */
  const parts = new Map<number, readonly [number, number]>([
    [packageIndex.own, [0, own]],
    [packageIndex.short, [own, own + short]],
    [packageIndex.hashed, [own + short, own + short + hashed]],
    [packageIndex.none, [own + short + hashed, all]],
  ]);
  return {
    others,
    of: ([packageNumber, number]) => {
      if (packageNumber === 0) return nothing;
      const part = parts.get(packageNumber);
      if (part !== undefined) {
        if (part[0] + number < part[1]) return part[0] + number;
        throw unreadable(0, `there is no definition ${number} of its kind`);
      }
      const isBuiltin = packageNumber === packageIndex.builtin;
      // Beyond 53 bits numbers are not whole any more.
      const key = isBuiltin ? -1 - number : packageNumber * 2 ** 32 + number;
      const found = known.get(key);
      if (found !== undefined) return found;
      const target = all + others.length / 2;
      others.push(isBuiltin ? builtin : packageNumber, number);
      known.set(key, target);
      return target;
    },
  };
}
