import type { FunctionTable } from '../binary/go/functions/functions.ts';
import type { ProgramFile, ProgramSymbol } from '../binary/program-file.ts';
import { SlipwayError } from '../support/errors.ts';
import { type PartedContents, parted } from './placing/contents.ts';
import type { BesideObjects } from './placing/kept-objects.ts';
import { placeRows } from './placing/place-rows.ts';
import { partingOf } from './placing/rows.ts';
/** Where in a program the data lie that its compiled objects have: each proved by what the file holds there. */
export interface PlacedData {
  readonly method: 'objects';
  /** As a symbol table would tell them, the linker's own ones left out. */
  readonly symbols: readonly ProgramSymbol[];
  /** The text of constants, by address. */
  readonly strings: readonly PlacedString[];
  /** Where the linker put texts that it gave variables (-X, build info), each with the zero behind it. */
  readonly texts: readonly { readonly address: number; readonly bytes: number }[];
  /** The program's, since they have been read; undefined for what Go did not link. */
  readonly functions?: FunctionTable;
}

export interface PlacedString {
  readonly address: number;
  readonly bytes: number;
  /** The package that alone uses it, as the linker calls it; undefined where several do. */
  readonly package: string | undefined;
}

/**
 * Lays the data that the linker's rules keep out as the linker does, and proves each by its content: all bytes but those that
 * the linker fills in, and of those the addresses of what lies somewhere known. What cannot be proved is left out. Nothing for what Go
 * did not link, and of WebAssembly.
 * @param beside undefined for what Go did not link
 * @throws SlipwayError E_BINARY when more than a little is left out: then the packages are those of another build
 */
export function placedData(beside: BesideObjects | undefined): PlacedData {
  if (beside === undefined || beside.go.program.format === 'wasm')
    return { method: 'objects', symbols: [], strings: [], texts: [] };
  const { kept, go } = beside;
  const contents = parted(kept.contents, partingOf(go));
  const { addresses, filled, strings: texts } = placeRows(beside, contents);
  checkFound(contents, addresses);
  const { items, names, rows } = contents;
  const symbolAt = symbolMaker(go.program);
  const symbols: ProgramSymbol[] = [];
  for (const [item, address] of addresses.entries()) {
    if (address !== 0 && rows[item] !== 'strings')
      symbols.push(symbolAt(names[item] ?? '', address, items.bytes[item] ?? 0));
  }
  for (const { name, address, text } of filled) {
    symbols.push(symbolAt(name, address, 2 * go.memory.wordBytes));
    // As the linker calls it (cmd/link/internal/ld/data.go, addstrdata).
    symbols.push(symbolAt(`${name}.str`, text.address, text.bytes));
  }
  const strings = texts.flatMap((item): PlacedString | [] => {
    const [address = 0, bytes = 0] = [addresses[item], items.bytes[item]];
    return address === 0 ? [] : { address, bytes, package: kept.users[item] || undefined };
  });
  strings.sort((a, b) => a.address - b.address);
  const given = filled.map(({ text }) => text);
  return { method: 'objects', symbols, strings, texts: given, functions: beside.functions.table };
}

/** Of little programs what cannot be told from its neighbours is a larger share. */
const mostLost = { share: 1 / 32, bytes: 1 << 12 };

function checkFound({ items, rows }: PartedContents, addresses: Float64Array): void {
  let [all, lost] = [0, 0];
  for (const [item, bytes] of items.bytes.entries()) {
    if (rows[item] === undefined) continue;
    all += bytes;
    if (addresses[item] === 0) lost += bytes;
  }
  if (lost <= all * mostLost.share + mostLost.bytes) return;
  throw new SlipwayError(
    'E_BINARY',
    `the compiled packages are not those of the program: of ${all} bytes of data there ${lost} are not found in it`,
    { hint: "the packages in the go command's cache are of another build" },
  );
}

function symbolMaker({
  sections,
}: ProgramFile): (name: string, address: number, bytes: number) => ProgramSymbol {
  const sectionOf = (address: number): number =>
    sections.findIndex(
      (one) => one.loaded && address >= one.address && address < one.address + one.memoryBytes,
    );
  let last = -1;
  return (name, address, bytes) => {
    const section = sections[last];
    const isInLast =
      section !== undefined && address >= section.address && address < section.address + section.memoryBytes;
    if (!isInLast) last = sectionOf(address);
    return { name, address, bytes, section: last < 0 ? undefined : last, kind: 'object' };
  };
}
