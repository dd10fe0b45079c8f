import type { FieldReader } from '../support/read-fields.ts';
import type { ToldBlocker, ToldDeadCode } from './dead-code-change.ts';

/** With numbers of names: chains of imports are of packages that are listed anyway. */
export function deadCodeDocument(
  { blockers, ...state }: ToldDeadCode,
  numberOf: (name: string) => number,
): object {
  return {
    ...state,
    blockers: blockers.map(({ symbol, package: path, bytes, imports, hint }) => ({
      ...{ symbol: numberOf(symbol), package: numberOf(path), bytes, imports: imports.map(numberOf) },
      ...(hint !== undefined && { hint: numberOf(hint) }),
    })),
  };
}

/** Reads it, and takes nothing on trust. */
export function readDeadCode(fields: FieldReader, names: readonly string[]): ToldDeadCode {
  return {
    pruned: fields.flag('pruned'),
    pruningBytes: fields.length('pruningBytes'),
    blockers: fields.list('blockers').map((blocker) => blockerOf(blocker, names)),
  };
}

function blockerOf(blocker: FieldReader, names: readonly string[]): ToldBlocker {
  const nameAt = (number: number, field: string): string => {
    const name = names[number];
    if (name === undefined) throw blocker.misfit(field, 'the number of a name');
    return name;
  };
  const named = (field: string): string => nameAt(blocker.number(field), field);
  return {
    symbol: named('symbol'),
    package: named('package'),
    bytes: blocker.length('bytes'),
    imports: blocker.numbers('imports').map((number) => nameAt(number, 'imports')),
    ...(blocker.has('hint') && { hint: named('hint') }),
  };
}
