import { type Memory, memoryOf } from '../binary/go/linked/memory.ts';
import type { ProgramFile, ProgramSymbol } from '../binary/program-file.ts';
import type { Owner } from './attribution.ts';
import { kindCode, type Pieces, pieceBuilder } from './pieces.ts';
import type { SymbolNumbers } from './twin-symbols.ts';

interface EmbeddedFile {
  readonly offset: number;
  readonly end: number;
  readonly name: string;
  readonly owner: Owner;
}

/** What the compiler calls the list of files behind a variable of type embed.FS. */
const listSuffix = '.files';
const longestName = 4096;

/**
 * The files that variables of type embed.FS hold, found by the lists that the compiler makes of them: a slice of itself, then for
 * each file its name, its content and 16 bytes of hash (cmd/compile/internal/staticdata/embed.go, WriteEmbed; embed.file). Content that
 * packages share belongs to none of them alone. What is embedded as a string or as bytes looks like any other.
 * @param symbols those of the program or of its twin
 */
export function embeddedPieces(
  program: ProgramFile,
  symbols: readonly ProgramSymbol[],
  { ofOwner, ofSymbol, ownerOf }: SymbolNumbers,
): Pieces {
  const lists = symbols.filter(({ name, kind }) => kind !== 'function' && name.endsWith(listSuffix));
  const builder = pieceBuilder(16);
  if (lists.length === 0) return builder.build();
  const memory = memoryOf(program);
  const found = lists.flatMap((list) => filesOf(memory, list, ownerOf(list.name)));
  let end = 0;
  for (const file of found.sort((a, b) => a.offset - b.offset || b.end - a.end)) {
    if (file.offset < end) continue;
    const sharers = found.filter(({ offset }) => offset === file.offset);
    const isShared = sharers.some(({ owner }) => ofOwner(owner) !== ofOwner(file.owner));
    const owner: Owner = isShared ? { kind: 'structure', name: 'shared by several packages' } : file.owner;
    builder.add(file.offset, file.end, kindCode('embedded'), ofOwner(owner), ofSymbol(file.name));
    end = file.end;
  }
  return builder.build();
}

/** None where the symbol is no such list, though it is called so: all its lengths and addresses must agree. Some formats tell no length. */
function filesOf(memory: Memory, { name, address, bytes }: ProgramSymbol, owner: Owner): EmbeddedFile[] {
  const word = memory.wordBytes;
  const [head, entry] = [3 * word, 4 * word + 16];
  if (!memory.holds(address, head)) return [];
  const slice = memory.read(address, head);
  const count = slice.word(word);
  const length = head + count * entry;
  const isList =
    slice.pointer(0) === address + head &&
    slice.word(2 * word) === count &&
    (bytes === 0 || bytes === length);
  if (!isList || !memory.holds(address, length)) return [];
  const region = memory.read(address, length);
  const variable = name.slice(0, -listSuffix.length);
  const files: EmbeddedFile[] = [];
  for (let at = head; at < length; at += entry) {
    const [nameAt, nameBytes] = [region.pointer(at), region.word(at + word)];
    const [dataAt, dataBytes] = [region.pointer(at + 2 * word), region.word(at + 3 * word)];
    if (nameBytes > longestName || !memory.holds(nameAt, nameBytes)) return [];
    const path = memory.read(nameAt, nameBytes).bytes.toString('utf8');
    if (dataBytes === 0) continue;
    const [held] = memory.holds(dataAt, dataBytes) ? memory.held(dataAt, dataBytes) : [];
    if (held === undefined || held.bytes !== dataBytes) return [];
    files.push({ offset: held.offset, end: held.offset + held.bytes, name: `${variable}: ${path}`, owner });
  }
  return files;
}
