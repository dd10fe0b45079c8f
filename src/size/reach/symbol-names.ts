import type { ObjectColumns } from '../../binary/go/objects/columns.ts';
import { textHash } from '../../binary/go/objects/name-hash.ts';
import { keyNumbers } from './key-numbers.ts';

/** Numbers for names; what means another calling convention has another name. */
export interface SymbolNames {
  readonly count: number;
  /** Of a row of `ObjectColumns.names`: a new one where it has none. */
  of(columns: ObjectColumns, row: number): number;
  /** The same; undefined where it has none. */
  known(columns: ObjectColumns, row: number): number | undefined;
  ofText(name: string, abi: number): number;
  knownText(name: string, abi: number): number | undefined;
}

/** Numbers in a row of `ObjectColumns.names`. */
export const nameWidth = 3;

/** What an object defines or refers to by a row of `ObjectColumns.names`. */
export function namedIn({ names }: ObjectColumns, row: number): number {
  return (names[row] ?? 0) >>> 1;
}

/** @param columns of all objects: only where there are wrappers between them calling conventions differ */
export function symbolNames(columns: readonly ObjectColumns[]): SymbolNames {
  const differ = columns.some(({ hasWrappers }) => hasWrappers);
  const keys = keyNumbers(columns.reduce((sum, { names }) => sum + names.length / nameWidth, 0) / 3);
  const salted = (second: number, abi: number): number =>
    differ && abi !== 0 ? second ^ 0x2545_f491 : second;
  const second = ({ names }: ObjectColumns, row: number): number =>
    salted(names[row + 2] ?? 0, (names[row] ?? 0) & 1);
  const hash = new Uint32Array(2);
  const text = (name: string, abi: number): readonly [number, number] => {
    textHash(name, hash, 0);
    return [hash[0] ?? 0, salted(hash[1] ?? 0, abi)];
  };
  return {
    get count() {
      return keys.count;
    },
    of: (each, row) => keys.of(each.names[row + 1] ?? 0, second(each, row)),
    known: (each, row) => keys.known(each.names[row + 1] ?? 0, second(each, row)),
    ofText: (name, abi) => keys.of(...text(name, abi)),
    knownText: (name, abi) => keys.known(...text(name, abi)),
  };
}
