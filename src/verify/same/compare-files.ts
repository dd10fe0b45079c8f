import { attributeDifferences, kindText, seen } from './file-words.ts';
import type { MergedFiles } from './merged.ts';
import type { FileEntry } from './read-files.ts';

export interface FileComparison {
  /** One by one, by path: `usr/local/bin/api: mode 0755 in A, 0700 in B`. */
  readonly differences: readonly string[];
  /** How many paths both have. */
  readonly common: number;
  /** How many of them say of both sides when they were changed, and how many say different times. */
  readonly timed: number;
  readonly otherTimes: number;
}

/** What two merged file systems have that whoever runs them can see. */
export function compareFiles(a: MergedFiles, b: MergedFiles): FileComparison {
  const paths = [...new Set([...a.files.keys(), ...b.files.keys()])].sort();
  const differences = [...unpackable('A', a, b), ...unpackable('B', b, a)];
  const links = firstNames(a, b);
  let [common, timed, otherTimes] = [0, 0, 0];
  for (const path of paths) {
    const where = path === '' ? '/' : path;
    if (!a.files.has(path) || !b.files.has(path)) {
      const [there, lacking] = a.files.has(path) ? ['A', 'B'] : ['B', 'A'];
      const what = kindText(seen(a.files.get(path) ?? b.files.get(path)));
      differences.push(`${where}: ${what} in ${there}, missing in ${lacking}`);
      continue;
    }
    const [one, other] = [a.files.get(path), b.files.get(path)];
    common += 1;
    if (one?.mtime !== undefined && other?.mtime !== undefined) {
      timed += 1;
      if (one.mtime !== other.mtime) otherTimes += 1;
    }
    for (const what of differencesOf(path, one, other, links)) differences.push(`${where}: ${what}`);
  }
  return { differences, common, timed, otherTimes };
}

/** What engines refuse of one image alone. */
function unpackable(side: 'A' | 'B', { faults }: MergedFiles, other: MergedFiles): string[] {
  return faults.filter((fault) => !other.faults.includes(fault)).map((fault) => `${fault} (${side})`);
}

function* differencesOf(
  path: string,
  a: FileEntry | undefined,
  b: FileEntry | undefined,
  links: FirstNames,
): Generator<string> {
  const [one, other] = [seen(a), seen(b)];
  if (one.type !== other.type) {
    yield `${kindText(one)} in A, ${kindText(other)} in B`;
    return;
  }
  const [first, otherFirst] = links(path, a, b);
  // What a file of several names is, was told under its first; an entry of a layer that both images have is one object.
  const isTold = first === otherFirst && first !== path;
  if (a !== b && !isTold) yield* attributeDifferences(one, other);
  const told = (name: string): string => (name === path ? 'a file of its own' : `the same file as ${name}`);
  if (first !== otherFirst) yield `${told(first)} in A, ${told(otherFirst)} in B`;
}

/** Told the common paths in their order, gives the first name of the file that each is, in A and in B. */
type FirstNames = (
  path: string,
  a: FileEntry | undefined,
  b: FileEntry | undefined,
) => readonly [string, string];

/** Names of one file have one entry (`mergeLayers`). */
function firstNames(a: MergedFiles, b: MergedFiles): FirstNames {
  const naming = ({ linked }: MergedFiles) => {
    const firsts = new Map<FileEntry, string>();
    return (entry: FileEntry | undefined, path: string): string => {
      if (entry === undefined || !linked.has(entry)) return path;
      const first = firsts.get(entry) ?? path;
      firsts.set(entry, first);
      return first;
    };
  };
  const [ofA, ofB] = [naming(a), naming(b)];
  return (path, one, other) => [ofA(one, path), ofB(other, path)];
}
