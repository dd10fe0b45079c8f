import { type BuildInfo, readBuildInfo } from '../binary/go/build-info.ts';
import { functionName } from '../binary/go/functions/functions.ts';
import { packageOf } from '../binary/go/functions/symbol-package.ts';
import { type GoLedger, goLedger } from '../binary/go/ledger/ledger.ts';
import { importPath, packageModules } from '../binary/go/package-module.ts';
import { fileRangeOf, type ProgramFile } from '../binary/program-file.ts';
import { zeroTest } from '../binary/zero-test.ts';
import type { Attribution, Owner } from './attribution.ts';
import { embeddedPieces } from './embedded.ts';
import { entryPieces } from './entry-pieces.ts';
import { filePieces } from './file-pieces.ts';
import { filledWith, kindCode, none, type Pieces, pieceBuilder } from './pieces.ts';
import type { PlacedData } from './placed-data.ts';
import { placedSymbols, type Twin } from './twin.ts';
import { isPadding, padding, stringPieces, symbolPieces } from './twin-symbols.ts';

/**
 * Gives every byte of a Go program to a package, to a named structure of the file, or to nobody: first by Go's own tables, which
 * name functions, types and all that is there for them; then, where there is one, by the twin's symbols of data, or by what the compiled objects
 * have; what is left by the parts of the format.
 * Undefined for what Go did not link, and for what was packed.
 * @param by a proved twin, or where the objects' data lie; a program with symbols is its own twin
 * @throws SlipwayError E_BINARY when a table is damaged, with the offset
 */
export function attribute(program: ProgramFile, by?: Twin | PlacedData): Attribution | undefined {
  const placed = by !== undefined && 'method' in by ? by : undefined;
  const ledger = goLedger(program, placed?.functions);
  if (ledger === undefined) return undefined;
  const info = readBuildInfo(program.source);
  const owners = ownerNumbers(ledger, info);
  const symbols = symbolNumbers(ledger);
  const named = by !== undefined && 'program' in by ? by.program : program;
  const listed = placed?.symbols ?? named.symbols();
  const numbers = {
    ofOwner: owners.of,
    ofSymbol: symbols.add,
    ownerOf: (symbol: string) => dataOwner(symbol, owners.named),
  };
  const { single, carried } = symbolPieces(program.source, placedSymbols(program, named, listed), numbers);
  const embedded = embeddedPieces(program, listed, numbers);
  const texts = textPieces(program, placed, owners);
  const data = filledWith(embedded, filledWith(single, filledWith(texts, carried)));
  const strings = stringPieces(ledger.parts, owners.of);
  const rest = filledWith(data, filledWith(strings, filePieces(program, owners.of)));
  const pieces = filledWith(ledger.ranges, rest);
  const entries = entryPieces(program, pieces, owners.all);
  return {
    method: data.count === 0 ? 'pclntab' : (placed?.method ?? 'twin'),
    fileBytes: program.source.length,
    pieces: entries.count === 0 ? pieces : filledWith(entries, pieces),
    owners: owners.all,
    symbolName: symbols.name,
    parts: ledger.parts,
    versions: versionsOf(info),
  };
}

/** The text of constants, which belongs to the package that alone has use of it. */
function textPieces(program: ProgramFile, placed: PlacedData | undefined, owners: OwnerNumbers): Pieces {
  const { strings = [] } = placed ?? {};
  const builder = pieceBuilder(strings.length);
  const kind = kindCode('string');
  const shared = owners.of(ofSeveral);
  const numbers = new Map<string, number>();
  const ownerOf = (path: string | undefined): number => {
    if (path === undefined) return shared;
    const owner = numbers.get(path) ?? owners.of(owners.named(path));
    numbers.set(path, owner);
    return owner;
  };
  const isZero = zeroTest(program.source);
  let [end, before] = [0, 0];
  for (const { address, bytes, package: path } of strings) {
    const offset = fileRangeOf(program, address)?.offset;
    if (offset === undefined) continue;
    if (isPadding(isZero, end, offset - end, [before, bytes])) {
      builder.add(end, offset, kindCode('padding'), owners.of(padding), none);
    }
    builder.add(offset, offset + bytes, kind, ownerOf(path), none);
    [end, before] = [offset + bytes, bytes];
  }
  return builder.build();
}

function versionsOf(info: BuildInfo | undefined): Map<string, string> {
  const told = (info?.dependencies ?? []).map(
    ({ path, version, replace }) => [path, replace?.version ?? version] as const,
  );
  return new Map(told.filter(([, version]) => version !== ''));
}

interface OwnerNumbers {
  /** The ledger's first, in their order: its numbers stay. */
  readonly all: readonly Owner[];
  readonly of: (owner: Owner) => number;
  /** The owner of a package as the linker calls it. */
  readonly named: (linked: string) => Owner;
}

function ownerNumbers(ledger: GoLedger, info: BuildInfo | undefined): OwnerNumbers {
  const moduleOf = packageModules(info);
  const named = (linked: string): Owner => {
    const module = moduleOf(linked) ?? '';
    const path = importPath(linked, info);
    return { kind: 'package', path, module: typeof module === 'string' ? module : module.path };
  };
  const all = ledger.owners.map(
    ({ kind, name }): Owner => (kind === 'package' ? named(name) : { kind, name }),
  );
  const known = new Map(all.map((owner, number) => [keyOf(owner), number]));
  return {
    all,
    of: (owner) => {
      const key = keyOf(owner);
      const number = known.get(key) ?? all.push(owner) - 1;
      known.set(key, number);
      return number;
    },
    named,
  };
}

function keyOf(owner: Owner): string {
  return `${owner.kind} ${owner.kind === 'package' ? owner.path : owner.name}`;
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

/** As Go's own tables have it of what they share. */
const ofSeveral: Owner = { kind: 'structure', name: 'shared by several packages' };
const ofNoPackage: Owner = { kind: 'structure', name: 'data of no package' };

/** Whose a symbol of data is, by its name. */
function dataOwner(symbol: string, named: OwnerNumbers['named']): Owner {
  if (symbol.startsWith('go:')) return ofNoPackage;
  const naming = packageOf(symbol);
  return naming.kind === 'package' ? named(naming.path) : ofNoPackage;
}
