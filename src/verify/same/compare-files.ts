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
  const differences = [...unpackable(a, 'A'), ...unpackable(b, 'B')];
  const links = sameFiles();
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

function unpackable({ faults }: MergedFiles, side: 'A' | 'B'): string[] {
  return faults.map((fault) => `${fault} (${side})`);
}

function* differencesOf(
  path: string,
  a: FileEntry | undefined,
  b: FileEntry | undefined,
  links: SameFiles,
): Generator<string> {
  const [one, other] = [seen(a), seen(b)];
  if (one.type !== other.type) {
    yield `${kindText(one)} in A, ${kindText(other)} in B`;
    return;
  }
  // Layers that both images have are read once: what is the same object is the same.
  if (a !== b) yield* attributeDifferences(one, other);
  const linked = links(path, a, b);
  if (linked !== undefined) yield linked;
}

/** Told the common paths in their order, says where names are of one file on one side only. */
type SameFiles = (path: string, a: FileEntry | undefined, b: FileEntry | undefined) => string | undefined;

/**
 * Names of one file have one entry (`mergeLayers`). A name is known by the first one of its file; so a file of several names
 * that is one of others on the other side is told once for each name that has changed sides.
 */
function sameFiles(): SameFiles {
  const firsts = { a: new Map<FileEntry, string>(), b: new Map<FileEntry, string>() };
  const firstName = (known: Map<FileEntry, string>, entry: FileEntry | undefined, path: string): string => {
    if (entry === undefined || entry.type === 'directory') return path;
    const first = known.get(entry) ?? path;
    known.set(entry, first);
    return first;
  };
  return (path, a, b) => {
    const [one, other] = [firstName(firsts.a, a, path), firstName(firsts.b, b, path)];
    if (one === other) return undefined;
    const told = (first: string): string =>
      first === path ? 'a file of its own' : `the same file as ${first}`;
    return `${told(one)} in A, ${told(other)} in B`;
  };
}
