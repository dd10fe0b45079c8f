import { readBuildInfo } from '../binary/go/build-info.ts';
import { functionName } from '../binary/go/functions.ts';
import { type GoLedger, goLedger } from '../binary/go/ledger.ts';
import { type RangeKind, rangeKinds } from '../binary/go/ranges.ts';
import { packageOf } from '../binary/go/symbol-package.ts';
import type { ProgramFile } from '../binary/program-file.ts';
import type { Attribution, Owner } from './attribution.ts';
import { filePieces } from './file-pieces.ts';
import { type PackageNames, packageNames } from './modules.ts';
import { filledWith, kindCode, none, type PieceKind, type Pieces } from './pieces.ts';
import type { Twin } from './twin.ts';
import { symbolPieces } from './twin-symbols.ts';

/**
 * Gives every byte of a Go program to a package, to a named structure of the file, or to nobody: first by Go's own tables, which
 * name functions, types and all that is there for them; then, where there is one, by the twin's symbols of data; what is left
 * by the parts of the format.
 * Undefined for what Go did not link, and for what was packed.
 * @param twin a proved one; a program with symbols is its own
 * @throws SlipwayError E_BINARY when a table is damaged, with the offset
 */
export function attribute(program: ProgramFile, twin?: Twin): Attribution | undefined {
  const ledger = goLedger(program);
  if (ledger === undefined) return undefined;
  const info = readBuildInfo(program.source);
  const numbers = ownerNumbers(packageNames(info));
  const symbols = symbolNumbers(ledger);
  const known = ledgerPieces(ledger, numbers);
  const { single, carried } = symbolPieces(twin?.program ?? program, {
    ofOwner: numbers.of,
    ofSymbol: symbols.add,
    ownerOf: (symbol) => dataOwner(symbol, numbers.named),
  });
  const data = filledWith(filledWith(known, single), carried);
  const pieces = filledWith(data, filePieces(program, numbers.of));
  return {
    method: single.length > 0 ? 'twin' : 'pclntab',
    fileBytes: program.source.length,
    pieces,
    owners: numbers.all,
    symbolName: symbols.name,
  };
}

interface OwnerNumbers {
  readonly all: readonly Owner[];
  readonly of: (owner: Owner) => number;
  /** The owner of a package as the linker calls it. */
  readonly named: (linked: string) => Owner;
}

function ownerNumbers({ pathOf, moduleOf }: PackageNames): OwnerNumbers {
  const all: Owner[] = [];
  const known = new Map<string, number>();
  return {
    all,
    of: (owner) => {
      const key = `${owner.kind} ${owner.kind === 'package' ? owner.path : owner.name}`;
      const number = known.get(key) ?? all.push(owner) - 1;
      known.set(key, number);
      return number;
    },
    named: (linked) => {
      const path = pathOf(linked);
      return { kind: 'package', path, module: moduleOf(path) };
    },
  };
}

/** Functions have their own numbers; data come after them. */
function symbolNumbers({ functions }: GoLedger) {
  const names: string[] = [];
  return {
    add: (name: string): number => functions.count + names.push(name) - 1,
    name: (symbol: number): string =>
      symbol < functions.count ? functionName(functions, symbol) : (names[symbol - functions.count] ?? ''),
  };
}

/** What the ledger's words are here. */
const kinds: Readonly<Record<RangeKind, PieceKind>> = {
  function: 'function',
  pclntab: 'pclntab',
  funcdata: 'funcdata',
  type: 'type',
  name: 'type',
  itab: 'itab',
  gcmask: 'gcmask',
  descriptor: 'data',
  structure: 'structure',
};

function ledgerPieces({ ranges, owners }: GoLedger, numbers: OwnerNumbers): Pieces {
  const owner = owners.map(({ kind, name }) =>
    numbers.of(kind === 'package' ? numbers.named(name) : { kind, name }),
  );
  const codes = rangeKinds.map((kind) => kindCode(kinds[kind]));
  return {
    length: ranges.count,
    starts: ranges.starts,
    ends: ranges.starts.map((start, index) => start + (ranges.bytes[index] ?? 0)),
    kinds: ranges.kinds.map((kind) => codes[kind] ?? 0),
    owners: Int32Array.from(ranges.owners, (each) => owner[each] ?? none),
    symbols: ranges.subjects,
  };
}

const ofNoPackage: Owner = { kind: 'structure', name: 'data of no package' };

/** Whose a symbol of data is, by its name. */
function dataOwner(symbol: string, named: OwnerNumbers['named']): Owner {
  if (symbol.startsWith('go:')) return ofNoPackage;
  const naming = packageOf(symbol);
  return naming.kind === 'package' ? named(naming.path) : ofNoPackage;
}
