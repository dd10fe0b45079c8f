import { type ObjectColumns, pcTable, rows } from './columns.ts';
import { unreadable } from './faults.ts';
import { textHash } from './name-hash.ts';
import { aux } from './object-layout.ts';
import type { ObjectView, SymbolReference } from './object-view.ts';

/** Indexes that an inlined call takes in a function's tables (abi.PCDATA_InlTreeIndex, abi.FUNCDATA_InlTree), and one more. */
const inlinedTables = { pcData: 3, functionData: 4 };
/** runtime._func without its tables, and the function's entry in functab (cmd/link/internal/ld/pcln.go). */
const functionBytes = 44 + 8;
/** On Windows a function's entry in .pdata (PE format, "The .pdata Section"). */
const unwindingBytes = 12;

/** What functions have beside their code: tables, which are edges, and what the linker writes for them alone. */
export function functionColumns(
  view: ObjectView,
  { kinds, flags }: { readonly kinds: Uint8Array; readonly flags: Uint16Array },
  targetOf: (symbol: SymbolReference) => number,
  pointerBytes: number,
) {
  const [entries, inlined, sources]: [number[], number[], number[]] = [[], [], []];
  const fileCount = view.files().length;
  const seen = new Set<number>();
  const add = (definition: number): number[] => {
    const targets: number[] = [];
    let [pcData, functionData, unwinding] = [0, 0, 0];
    let [info, inlinedTable]: (number | undefined)[] = [];
    const [from, end] = view.auxiliaries(definition);
    for (let a = from; a < end; a += 1) {
      const type = view.auxType(a);
      if (type === aux.goType || (type >= aux.dwarfInfo && type <= aux.dwarfLines)) continue;
      const target = targetOf(view.auxSymbol(a));
      if (type === aux.functionInfo) info = target;
      else if (type === aux.pcInlined) inlinedTable = target;
      else targets.push(target);
      if (type >= aux.pcFirst && type <= aux.pcData && target < kinds.length) kinds[target] = pcTable;
      if (type === aux.pcData) pcData += 1;
      if (type === aux.functionData) functionData += 1;
      if (type === aux.unwinding) unwinding = unwindingBytes;
    }
    if (info === undefined) return targets;
    // A damaged object could have all its functions read a large one.
    if (seen.has(info)) throw unreadable(0, 'two functions have the same information');
    seen.add(info);
    const { files, calls } = view.functionInfo(info);
    if (calls.length > 0) {
      // Without such calls it is not written.
      if (inlinedTable !== undefined) targets.push(inlinedTable);
      pcData = Math.max(pcData, inlinedTables.pcData);
      functionData = Math.max(functionData, inlinedTables.functionData);
    }
    const bytes = functionBytes + 4 * (pcData + functionData);
    const rounded = Math.ceil(bytes / pointerBytes) * pointerBytes;
    entries.push(definition, rounded + unwinding, calls.length, view.nameBytes(definition));
    flags[definition] = (flags[definition] ?? 0) | rows.functions;
    const callees = new Set(calls.map(({ callee }) => targetOf(callee)));
    for (const callee of callees) inlined.push(definition, callee);
    for (const file of new Set([...files, ...calls.map(({ file }) => file)])) {
      if (file >= fileCount) throw unreadable(0, `there is no source file ${file}`);
      sources.push(definition, file);
    }
    return targets;
  };
  return { add, entries, inlined, sources };
}

/** What cmd/internal/src puts before the names of files (src.FileSymPrefix). */
const filePrefix = 'gofile..';

export function filesOf(view: ObjectView): Pick<ObjectColumns, 'fileLengths' | 'fileHashes'> {
  const names = view
    .files()
    .map((name) => (name.startsWith(filePrefix) ? name.slice(filePrefix.length) : name));
  const fileHashes = new Uint32Array(2 * names.length);
  for (const [at, name] of names.entries()) textHash(name, fileHashes, 2 * at);
  return { fileLengths: Uint32Array.from(names, (name) => Buffer.byteLength(name) + 1), fileHashes };
}
