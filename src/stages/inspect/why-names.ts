import { distance } from 'fastest-levenshtein';
import { definedNames } from '../../size/reach/defined-names.ts';
import { linkerName, type Meaning, meaningsOf, packagesNamedIn } from '../../size/reach/meanings.ts';
import { fitOf, spellingOf, withoutArguments } from '../../size/reach/symbol-spelling.ts';
import type { KnownProgram } from './why-subjects.ts';

/** What a name means in a program; nothing, and what is called nearly so. */
export interface Found {
  readonly meanings: readonly Meaning[];
  readonly near: readonly string[];
}

const mostNear = 5;

/**
 * What a name means in a program. A symbol that nothing refers to is found in its package's compiled form.
 * @throws SlipwayError E_BINARY when that is damaged
 */
export function findName(asked: string, program: KnownProgram): Found {
  const { packages, main, reach } = program;
  const parts = { packages, main, names: reach.names, reached: reach.flood.reached };
  const meanings = meaningsOf(asked, parts);
  if (meanings.length > 0) return { meanings, near: [] };
  const defined = packagesNamedIn(asked, parts).flatMap((path) =>
    definedNames(reach.objects, path === main ? 'main' : path),
  );
  const spelling = spellingOf(linkerName(asked, main));
  const unused = new Set(defined.filter((name) => fitOf(spelling, name) !== undefined).map(withoutArguments));
  if (unused.size > 0) {
    return { meanings: [...unused].map((name) => ({ kind: 'symbol', name, nodes: [] })), near: [] };
  }
  const paths = [...packages.map(({ path }) => path), ...new Set(packages.map(({ module }) => module))];
  const symbols = defined.length > 0 ? defined : reach.names.filter((name) => name !== '');
  return { meanings: [], near: nearest(asked, [...paths, ...new Set(symbols.map(withoutArguments))]) };
}

/**
 * The names that are most likely meant: those with the fewest slips, and one more. What a name says after its last slash is compared
 * with what was written without one.
 */
export function nearest(asked: string, names: readonly string[]): string[] {
  const written = asked.toLowerCase();
  const isShort = !asked.includes('/');
  // Of what stands after the last slash: paths begin alike.
  const most = Math.max(1, Math.floor((asked.length - asked.lastIndexOf('/') - 1) / 4));
  const near = [...new Set(names)].flatMap((name) => {
    if (/^(?:go|type):|\.\.|[{[]/.test(name)) return [];
    const known = (isShort ? name.slice(name.lastIndexOf('/') + 1) : name).toLowerCase();
    if (Math.abs(known.length - written.length) > most) return [];
    const slips = distance(known, written);
    return slips > most ? [] : [{ name, slips }];
  });
  const least = Math.min(...near.map(({ slips }) => slips));
  return near
    .filter(({ slips }) => slips <= least + 1)
    .sort((a, b) => a.slips - b.slips || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, mostNear)
    .map(({ name }) => name);
}
