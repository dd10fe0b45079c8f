import { withFileSource } from '../binary/byte-source.ts';
import { type Memory, memoryOf } from '../binary/go/linked/memory.ts';
import { goObjects } from '../binary/go/objects/archive.ts';
import { type GoObject, readObject } from '../binary/go/objects/object.ts';
import type { ProgramFile, ProgramSymbol } from '../binary/program-file.ts';
import { SlipwayError } from '../support/errors.ts';

/**
 * A program with what the compiled packages that it was linked from tell of its data: what the linker leaves out of symbol tables
 * (AttrNotInSymbolTable, cmd/link/internal/ld/symtab.go), the arrays behind slices, values behind pointers; and lengths where the
 * format has none (Mach-O, PE), for which the way to the next symbol does not stand, since the others lie between. Where those
 * are, addresses in the data of others tell, and that they are it, their content. What two packages define at different lengths
 * has none here.
 * @param archives paths of all packages as the compiler made them
 * @throws SlipwayError E_BINARY when a package is damaged, is of a Go whose objects are not known, or defines what does not fit
 * between the symbols; the system's error when one cannot be opened
 */
export function withObjectSymbols(program: ProgramFile, archives: readonly string[]): ProgramFile {
  const listed = program.symbols();
  const known = new Map<string, Known>();
  for (const { name, address, bytes, kind, section } of listed) {
    if (kind !== 'object' || section === undefined) continue;
    known.set(name, { address: known.has(name) ? undefined : address, bytes: bytes || undefined });
  }
  const hidden = new Map<number, ProgramSymbol>();
  const memory = memoryOf(program);
  for (const path of archives) {
    withFileSource(path, (source) => {
      for (const range of goObjects(source)) {
        const object = readObject(source, range);
        for (const symbol of hiddenSymbols(program, memory, object, takeLengths(object, known))) {
          hidden.set(symbol.address, symbol);
        }
      }
    });
  }
  const symbols = listed.map((symbol): ProgramSymbol => {
    if (symbol.kind !== 'object' || symbol.bytes !== 0) return symbol;
    return { ...symbol, bytes: known.get(symbol.name)?.bytes ?? 0 };
  });
  symbols.push(...hidden.values());
  const misfit = misfitOf(program, symbols);
  if (misfit === undefined) return { ...program, symbols: () => symbols };
  throw new SlipwayError('E_BINARY', `the compiled packages are of another program: ${misfit}`);
}

/** Data that the symbol table names. */
interface Known {
  /** Undefined where the name is there twice. */
  readonly address: number | undefined;
  bytes: number | undefined;
}

/** Fills in the lengths of what an object defines, and says which of its definitions lie where. */
function takeLengths(object: GoObject, known: ReadonlyMap<string, Known>): Map<number, number> {
  const placed = new Map<number, number>();
  for (let definition = 0; definition < object.definitions; definition++) {
    const symbol = known.get(object.nameOf(definition));
    if (symbol === undefined) continue;
    const bytes = object.bytesOf(definition);
    symbol.bytes = (symbol.bytes ?? bytes) === bytes ? bytes : 0;
    if (symbol.address !== undefined) placed.set(definition, symbol.address);
  }
  return placed;
}

/** What Go's own tables tell of: strings and types that the linker joins, descriptors of functions. */
const told = /^(go|type)[:.]|·f$/;

/** What the data of placed definitions leads to, and so on. */
function hiddenSymbols(
  program: ProgramFile,
  memory: Memory,
  object: GoObject,
  placed: Map<number, number>,
): ProgramSymbol[] {
  const found: ProgramSymbol[] = [];
  // Grows while it is gone through.
  for (const [definition, address] of placed) {
    const pointers = object.pointersOf(definition);
    if (pointers.length === 0 || !isThere(memory, object, definition, address)) continue;
    const bytes = object.bytesOf(definition);
    const region = memory.read(address, bytes);
    for (const { offset, bytes: width, definition: target, add } of pointers) {
      if (target === undefined || placed.has(target) || width !== memory.wordBytes) continue;
      const symbol = symbolAt(program, object, target, region.pointer(offset) - add);
      if (symbol === undefined || !isThere(memory, object, target, symbol.address)) continue;
      placed.set(target, symbol.address);
      found.push(symbol);
    }
  }
  return found;
}

function symbolAt(
  { sections }: ProgramFile,
  object: GoObject,
  definition: number,
  address: number,
): ProgramSymbol | undefined {
  const bytes = object.bytesOf(definition);
  const name = object.nameOf(definition);
  if (bytes === 0 || told.test(name)) return undefined;
  const section = sections.findIndex(
    (one) =>
      one.loaded &&
      !one.executable &&
      address >= one.address &&
      address + bytes <= one.address + one.memoryBytes,
  );
  return section < 0 ? undefined : { name, address, bytes, section, kind: 'object' };
}

/** Whether at an address lies what an object defines, but for what the linker fills in. */
function isThere(memory: Memory, object: GoObject, definition: number, address: number): boolean {
  const bytes = object.bytesOf(definition);
  if (!memory.holds(address, bytes)) return false;
  const there = Buffer.from(memory.read(address, bytes).bytes);
  const wanted = Buffer.alloc(bytes);
  object.contentOf(definition).copy(wanted);
  for (const { offset, bytes: width } of object.pointersOf(definition)) {
    there.fill(0, offset, offset + width);
    wanted.fill(0, offset, offset + width);
  }
  return there.equals(wanted);
}

/** The first symbol of data from behind that does not end in its section, or before the next one begins that is elsewhere. */
function misfitOf({ sections }: ProgramFile, symbols: readonly ProgramSymbol[]): string | undefined {
  const data = symbols.filter(({ kind, section }) => kind === 'object' && section !== undefined);
  data.sort((a, b) => b.address - a.address);
  let border = Number.POSITIVE_INFINITY;
  let next = border;
  for (const { name, address, bytes, section } of data) {
    if (address < border) [next, border] = [border, address];
    const { address: start, memoryBytes } = sections[section ?? -1] ?? { address: 0, memoryBytes: 0 };
    const room = Math.min(next, start + memoryBytes) - address;
    // Marks that C linkers set may lie behind the end of what they mark.
    if (bytes > 0 && bytes > room) return `${name} has ${bytes} bytes there and room for ${room} here`;
  }
  return undefined;
}
