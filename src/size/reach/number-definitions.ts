import { flag, type ObjectColumns } from '../../binary/go/objects/columns.ts';
import type { LinkerTables } from '../../binary/go/objects/linker-tables.ts';
import { zeroColumns } from './column-rooms.ts';
import { keyNumbers } from './key-numbers.ts';
import { namedIn, nameWidth, type SymbolNames } from './symbol-names.ts';

/** No symbol: nobody defines it but the linker. */
export const undefinedSymbol = 0xffff_ffff;

export interface NumberedDefinitions {
  /** One more than the last number; there is no symbol 0. */
  readonly end: number;
  /** By symbol: an index into the objects. */
  readonly homes: Uint16Array;
  /** By symbol: a definition of that object. */
  readonly definitions: Uint32Array;
  /** By object: the symbol of its first own definition. */
  readonly ownBases: Uint32Array;
  /** By object: the symbols of its other definitions, and behind them those of its references. */
  readonly others: readonly Uint32Array[];
  /** By number of a name: its symbol; 0 where no object defines it. */
  readonly byName: Uint32Array;
}

/**
 * First all that packages define as their own, then what several may define.
 * @param names gets all that objects define or refer to by name
 */
export function numberDefinitions(
  columns: readonly ObjectColumns[],
  names: SymbolNames,
  tables: LinkerTables,
): NumberedDefinitions {
  const places = symbolPlaces(columns.reduce((sum, { kinds }) => sum + kinds.length, 1));
  const others = columns.map((each) => nameNumbers(each, names));
  const byName = new Uint32Array(names.count);
  const ownBases = Uint32Array.from(columns, (each, home) => {
    const base = places.addOwn(home, each.counts[0]);
    placeOwn(each, base, names, byName);
    return base;
  });
  const ofContent = contentSymbols(columns, places);
  const ofName = namedSymbols(columns, places, byName, tables);
  const numberOthers = (home: number, each: ObjectColumns, symbols: Uint32Array): void => {
    const [own, short, long] = each.counts;
    for (let i = 0; i < each.kinds.length - own; i += 1) {
      const definition = own + i;
      if (i < short) symbols[i] = ofContent(home, each, definition, 0);
      else if (i < short + long) symbols[i] = ofContent(home, each, definition, longSalt);
      else if (each.kinds[definition] === 0) symbols[i] = undefinedSymbol;
      else symbols[i] = ofName(home, each, definition, symbols[i] ?? 0);
    }
  };
  for (const [home, each] of columns.entries()) numberOthers(home, each, others[home] ?? none);
  for (const [home, each] of columns.entries()) placeReferences(each, others[home] ?? none, byName);
  return { ...places.placed(), ownBases, others, byName };
}

type SymbolPlaces = ReturnType<typeof symbolPlaces>;

/** @param most how many symbols there may be, and one more */
function symbolPlaces(most: number) {
  const zeros = zeroColumns(6 * most);
  const homes = zeros(Uint16Array, most);
  const definitions = zeros(Uint32Array, most);
  let end = 1;
  const move = (symbol: number, home: number, definition: number): void => {
    homes[symbol] = home;
    definitions[symbol] = definition;
  };
  return {
    homes,
    definitions,
    move,
    add: (home: number, definition: number): number => {
      move(end, home, definition);
      end += 1;
      return end - 1;
    },
    /** Symbols for an object's first definitions; tells the first. */
    addOwn: (home: number, count: number): number => {
      homes.fill(home, end, end + count);
      for (let i = 0; i < count; i += 1) definitions[end + i] = i;
      end += count;
      return end - count;
    },
    placed: () => ({ end, homes: homes.subarray(0, end), definitions: definitions.subarray(0, end) }),
  };
}

/** What is named by its content is one symbol wherever it is defined. */
function contentSymbols(columns: readonly ObjectColumns[], { add, move }: SymbolPlaces) {
  const most = columns.reduce((sum, { contentHashes }) => sum + contentHashes.length / 2, 0);
  const contents = keyNumbers(most / 3);
  /** By number of a content, two each: its symbol, and the size of what defines it. */
  const placed = zeroColumns(8 * most)(Uint32Array, 2 * most);
  return (home: number, each: ObjectColumns, definition: number, salt: number): number => {
    const at = 2 * (definition - each.counts[0]);
    const content = 2 * contents.of(each.contentHashes[at] ?? 0, (each.contentHashes[at + 1] ?? 0) ^ salt);
    const size = each.sizes[definition] ?? 0;
    const known = placed[content] ?? 0;
    // Zeros at the end are not in the hash.
    if (known !== 0 && size <= (placed[content + 1] ?? 0)) return known;
    placed[content + 1] = size;
    if (known === 0) placed[content] = add(home, definition);
    else move(known, home, definition);
    return placed[content] ?? 0;
  };
}

/** What is named is one symbol with what has the same name. */
function namedSymbols(
  columns: readonly ObjectColumns[],
  { homes, definitions, add, move }: SymbolPlaces,
  byName: Uint32Array,
  { replacesDuplicates }: LinkerTables,
) {
  const wins = replacesDuplicates ? countsFirst : counts;
  /** @param name one more than its number; 0 where no other object can mean it */
  return (home: number, each: ObjectColumns, definition: number, name: number): number => {
    if (name === 0) return add(home, definition);
    const known = byName[name - 1] ?? 0;
    if (known === 0) byName[name - 1] = add(home, definition);
    else if (wins(columns[homes[known] ?? 0] ?? each, definitions[known] ?? 0, each, definition))
      move(known, home, definition);
    return byName[name - 1] ?? 0;
  };
}

/** Of what a package defines as its own, where another object may mean it. */
function placeOwn(columns: ObjectColumns, base: number, names: SymbolNames, byName: Uint32Array): void {
  const { counts: numbers, names: column } = columns;
  for (let row = 0; row < column.length; row += nameWidth) {
    const definition = namedIn(columns, row);
    if (definition >= numbers[0]) return;
    const name = names.known(columns, row);
    if (name !== undefined) byName[name] = base + definition;
  }
}

/** Of an object's definitions that are not its own, and of its references: one more than the number of the name; 0 without. */
function nameNumbers(columns: ObjectColumns, names: SymbolNames): Uint32Array {
  const own = columns.counts[0];
  const numbers = new Uint32Array(columns.kinds.length - own + columns.references);
  for (let row = 0; row < columns.names.length; row += nameWidth) {
    const symbol = namedIn(columns, row);
    if (symbol >= own) numbers[symbol - own] = names.of(columns, row) + 1;
  }
  return numbers;
}

function placeReferences(columns: ObjectColumns, symbols: Uint32Array, byName: Uint32Array): void {
  for (let i = columns.kinds.length - columns.counts[0]; i < symbols.length; i += 1) {
    const name = symbols[i] ?? 0;
    symbols[i] = (name === 0 ? 0 : byName[name - 1]) || undefinedSymbol;
  }
}

const none = new Uint32Array();

/** Keeps hashes of long content and short content itself apart. */
const longSalt = 0x5bd1_e995;

/** Whether a definition counts rather than the one before it (cmd/link/internal/loader, addSym). */
function counts(
  old: ObjectColumns,
  oldDefinition: number,
  fresh: ObjectColumns,
  definition: number,
): boolean {
  const [oldSize, size] = [old.sizes[oldDefinition] ?? 0, fresh.sizes[definition] ?? 0];
  if (isDuplicate(fresh, definition)) return size > oldSize;
  if (isDuplicate(old, oldDefinition)) return false;
  const [oldHas, has] = [hasContent(old, oldDefinition), hasContent(fresh, definition)];
  if (oldHas === has) return !has && size > oldSize;
  return has;
}

/** The same from Go 1.27 on: what is defined once counts before what several define. */
function countsFirst(
  old: ObjectColumns,
  oldDefinition: number,
  fresh: ObjectColumns,
  definition: number,
): boolean {
  const [was, is] = [isDuplicate(old, oldDefinition), isDuplicate(fresh, definition)];
  return was === is ? counts(old, oldDefinition, fresh, definition) : was;
}

function isDuplicate({ flags }: ObjectColumns, definition: number): boolean {
  return ((flags[definition] ?? 0) & flag.duplicate) !== 0;
}

function hasContent({ contents }: ObjectColumns, definition: number): boolean {
  return ((contents[definition >> 3] ?? 0) & (1 << (definition & 7))) !== 0;
}
