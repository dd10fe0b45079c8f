import type { ProgramFile, ProgramSymbol } from '../binary/program-file.ts';

/**
 * A program whose format has no lengths of symbols (Mach-O), with those of its data from a link of the same objects to ELF. A
 * length is the object's, whatever it is linked to. It is not the way to the next symbol: what a package keeps to itself
 * (AttrNotInSymbolTable, cmd/link/internal/ld/symtab.go) lies between the others without being in the table. A name that is there
 * twice has no length here.
 * @returns undefined when lengths do not fit between the symbols: the two are not of the same objects
 */
export function withLengths(program: ProgramFile, linked: ProgramFile): ProgramFile | undefined {
  const lengths = new Map<string, number>();
  for (const { name, bytes, kind } of linked.symbols()) {
    if (kind === 'object') lengths.set(name, lengths.has(name) ? 0 : bytes);
  }
  const symbols = program.symbols().map((symbol): ProgramSymbol => {
    const bytes = symbol.kind === 'object' && symbol.bytes === 0 ? lengths.get(symbol.name) : undefined;
    return bytes === undefined ? symbol : { ...symbol, bytes };
  });
  return doFit(program, symbols) ? { ...program, symbols: () => symbols } : undefined;
}

/** Whether each symbol of data ends in its section, and before the next one begins that is elsewhere. */
function doFit({ sections }: ProgramFile, symbols: readonly ProgramSymbol[]): boolean {
  const data = symbols.filter(({ kind, section }) => kind === 'object' && section !== undefined);
  data.sort((a, b) => b.address - a.address);
  let border = Number.POSITIVE_INFINITY;
  let next = border;
  return data.every(({ address, bytes, section }) => {
    if (address < border) [next, border] = [border, address];
    const { address: start, memoryBytes } = sections[section ?? -1] ?? { address: 0, memoryBytes: 0 };
    return address + bytes <= Math.min(next, start + memoryBytes);
  });
}
