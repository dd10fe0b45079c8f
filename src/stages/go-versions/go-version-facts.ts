import { withFileSource } from '../../binary/byte-source.ts';
import { isReadWhole } from '../../binary/executable.ts';
import { readBuildInfo } from '../../binary/go/build-info.ts';
import { openProgram } from '../../binary/open-program.ts';
import type { BeforeAfter, PackageChange } from '../../report/comparison.ts';
import type { GoProgram } from '../../report/go-versions/go-comparison.ts';
import type { Platform } from '../../request/platform.ts';
import { attribute } from '../../size/attribute.ts';
import { type PackageBytes, totalsOf } from '../../size/attribution.ts';
import { changesOf, growth } from '../../size/difference.ts';
import { programParts, unreadParts } from '../../size/program-parts.ts';

/** What explains the length of a program. */
export interface ProgramFacts extends Required<Pick<GoProgram, 'parts' | 'godebug'>> {
  /** Undefined where nobody knows. */
  readonly packages: readonly PackageBytes[] | undefined;
}

/**
 * What the bytes of a program are, whose they are, and which older behaviour it carries on.
 * @throws SlipwayError E_BINARY when it is damaged
 */
export function explainProgram(path: string, { os }: Platform): ProgramFacts {
  return withFileSource(path, (source) => {
    const kept = readBuildInfo(source)?.settings['DefaultGODEBUG'] ?? '';
    const godebug = kept === '' ? [] : kept.split(',');
    if (!isReadWhole(os)) return { parts: unreadParts(source.length), godebug, packages: undefined };
    const program = openProgram(source);
    const attribution = attribute(program);
    return {
      parts: programParts(program, attribution),
      godebug,
      packages: attribution && totalsOf(attribution).packages,
    };
  });
}

/** A package that moved by less is noise: alignment, and what its neighbours share with it. */
const leastBytes = 1024;

/** Packages that have other bytes in another version's program, what changed most first; undefined where nobody knows. */
export function packageChanges(first: ProgramFacts, facts: ProgramFacts): PackageChange[] | undefined {
  if (first === facts || first.packages === undefined || facts.packages === undefined) return undefined;
  const named = (packages: readonly PackageBytes[]) =>
    packages.map(({ path, bytes }) => ({ name: path, bytes }));
  return changesOf(named(first.packages), named(facts.packages))
    .filter((change: BeforeAfter) => Math.abs(growth(change)) >= leastBytes)
    .map(({ name, ...change }) => ({ path: name, ...change }));
}
