import type { ByteSource } from './byte-source.ts';
import { type Window, windowsOf } from './windows.ts';

/** A directory of the build machine that must not appear in what it built. */
export interface BuildDirectory {
  /** What it is, for people: `the source directory`, `GOROOT`. */
  readonly name: string;
  /** Absolute, with forward slashes. `/` and relative paths are ignored: they would match anything. */
  readonly path: string;
}

/** A place where a file names a directory of its build machine. */
export interface BuildPath {
  readonly directory: BuildDirectory;
  readonly offset: number;
  /** The printable text around the place, cut to `longestText` bytes either side. */
  readonly text: string;
}

export interface BuildPaths {
  /** The names of the directories that were searched for. */
  readonly searched: readonly string[];
  /** All places, also those that are not listed. */
  readonly count: number;
  /** The first places with different texts, at most `mostListed` of each directory. */
  readonly listed: readonly BuildPath[];
}

const longestText = 200;
const mostListed = 3;
const slash = 0x2f;

/**
 * From how many folders on a path belongs to one build alone, by its first folder. In /home/u and below /usr or /etc programs
 * name paths at run time too, and Go itself stands in /usr/local/go, /usr/lib/go-1.26 or /opt/go on most machines.
 */
const ownDepth: readonly { readonly tree: RegExp; readonly depth: number }[] = [
  { tree: /^\/(home|Users)\//, depth: 3 },
  { tree: /^\/(bin|boot|dev|etc|lib|lib64|media|mnt|opt|proc|run|sbin|srv|sys|usr|var)\//, depth: 4 },
  { tree: /^\//, depth: 2 },
];

/** A file that a compiler reads: what -trimpath takes the folder from, and what `__FILE__` and line tables keep. */
const sourceFile =
  /^\/[A-Za-z0-9_.\-/@+!~]*\.(go|s|S|sx|c|cc|cpp|cxx|h|hh|hpp|hxx|inc|m|mm|f|F|for|f90|swig|swigcxx|syso|a|o)(?![A-Za-z0-9_.\-/@+])/;
/** Folders that only builds make: the go command's work folders, the build cache, the module cache, GOROOT's own sources. */
const buildPlace =
  /^(\/[A-Za-z0-9_.\-/@+!~]*)?\/(go-build\d+|go-build\/[0-9a-f]{2}\/|pkg\/mod\/|pkg\/tool\/|src\/runtime\b)/;

interface Needle {
  readonly directory: BuildDirectory;
  readonly bytes: Buffer;
  /** Counts only as the start of a path that a build leaves. */
  readonly ordinary: boolean;
  /** Counts only at the start of a path: short ones also stand inside import paths, as /src/api in example.com/src/api. */
  readonly atStart: boolean;
}

/**
 * Finds where a file names one of the directories. Windows overlap, so nothing is missed between two of them.
 *
 * A directory that is deep enough to belong to one build (`/go/src/app`, `/home/u/app`, `/tmp/build-7`) counts wherever
 * the name ends there or goes on with `/`. One that programs also name at run time, or that is a common word (`/root`,
 * `/tmp`, `/home/u`, `/src`, `/usr/local/go`), counts only at the start of a path to a source file or to a folder
 * that only builds make; what a leak brings is always such a path, since line tables name files.
 * Not seen: compressed sections (`ElfFacts.compressedSections`), and a constant that another one follows without a border.
 */
export function findBuildPaths(source: ByteSource, directories: readonly BuildDirectory[]): BuildPaths {
  const needles = needlesOf(directories);
  if (needles.length === 0) return { searched: [], count: 0, listed: [] };
  const listed: BuildPath[] = [];
  let count = 0;
  for (const window of windowsOf(source, { before: longestText, after: margin(needles) })) {
    for (const { needle, at } of matches(window, needles)) {
      const text = (): string => printableAround(window.bytes, at, at + needle.bytes.length);
      list(listed, needle.directory, window.offset + at, text);
      count++;
    }
  }
  return { searched: needles.map((needle) => needle.directory.name), count, listed };
}

function list(listed: BuildPath[], directory: BuildDirectory, offset: number, textOf: () => string): void {
  const same = listed.filter((path) => path.directory === directory);
  if (same.length >= mostListed) return;
  const text = textOf();
  if (!same.some((path) => path.text === text)) listed.push({ directory, offset, text });
}

/** Longest first, so that a place is named by the innermost of nested directories. */
function needlesOf(directories: readonly BuildDirectory[]): Needle[] {
  const byPath = new Map<string, Needle>();
  for (const directory of directories) {
    const path = directory.path.replace(/\/+$/, '');
    if (!path.startsWith('/') || byPath.has(path)) continue;
    byPath.set(path, needleOf(directory, path));
  }
  return [...byPath.values()].sort((a, b) => b.bytes.length - a.bytes.length);
}

function needleOf(directory: BuildDirectory, path: string): Needle {
  const depth = path.split('/').length - 1;
  const own = ownDepth.find(({ tree }) => tree.test(path))?.depth ?? 2;
  return { directory, bytes: Buffer.from(path), ordinary: depth < own, atStart: depth < Math.max(own, 3) };
}

function margin(needles: readonly Needle[]): number {
  return (needles[0]?.bytes.length ?? 0) + longestText;
}

/**
 * The places inside the window's own part, in order; a place that a longer directory took is not counted again. Where one
 * name begins with another, as most begin with /home/u or /tmp, the shorter is searched for, and finds both.
 */
function matches({ bytes, own }: Window, needles: readonly Needle[]): { needle: Needle; at: number }[] {
  const found: { needle: Needle; at: number }[] = [];
  for (const root of needles.filter((needle) => !needles.some((other) => beginsWith(needle, other)))) {
    const longer = needles.filter((needle) => needle === root || beginsWith(needle, root));
    let at = bytes.indexOf(root.bytes, own.from);
    for (; at >= 0 && at < own.to; at = bytes.indexOf(root.bytes, at + 1)) {
      const needle = longer.find((each) => isAt(bytes, each, at) && isBuildPath(bytes, each, at));
      if (needle !== undefined) found.push({ needle, at });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}

function beginsWith(needle: Needle, other: Needle): boolean {
  return needle !== other && isAt(needle.bytes, other, 0);
}

function isAt(bytes: Buffer, { bytes: wanted }: Needle, at: number): boolean {
  return (
    bytes.length - at >= wanted.length &&
    bytes.compare(wanted, 0, wanted.length, at, at + wanted.length) === 0
  );
}

function isBuildPath(window: Buffer, needle: Needle, at: number): boolean {
  const end = at + needle.bytes.length;
  const before = at === 0 ? undefined : window[at - 1];
  const next = window[end];
  if (needle.atStart && before !== undefined && isPathByte(before)) return false;
  if (!needle.ordinary) return next === undefined || next === slash || !isPathByte(next);
  const rest = window.toString('latin1', end, end + longestText);
  return sourceFile.test(rest) || buildPlace.test(rest);
}

/** Letters, digits, and `_ - . + / @`: what a path goes on with. */
function isPathByte(byte: number): boolean {
  const letter = byte | 0x20;
  return (
    (letter >= 0x61 && letter <= 0x7a) ||
    (byte >= 0x2d && byte <= 0x39) ||
    byte === 0x5f ||
    byte === 0x2b ||
    byte === 0x40
  );
}

function printableAround(window: Buffer, start: number, end: number): string {
  let from = start;
  let to = end;
  while (from > 0 && start - from < longestText && isPrintable(window[from - 1])) from--;
  while (to < window.length && to - end < longestText && isPrintable(window[to])) to++;
  return window.toString('utf8', from, to);
}

function isPrintable(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte < 0x7f;
}
