import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, type Stats, statSync } from 'node:fs';
import { goHeader } from './go-header.ts';
import { moduleFiles } from './inputs.ts';

/** What one of the user's own files was like when it was read. */
interface OwnFile {
  /** What the file system said of it. */
  readonly stat: string;
  /** What of it may change the answers of `go list`. */
  readonly structure: string;
  readonly content: string;
}

/** Files by path, as a record keeps them. */
export type OwnFiles = Readonly<Record<string, OwnFile>>;

/** A reader of the user's own files that reads each at most once. */
export interface OwnFileReader {
  readonly of: (path: string) => Pick<OwnFile, 'structure' | 'content'>;
  /** What was read and may be believed by what the file system says of it, as long as that stays the same. */
  readonly settled: (now: number) => OwnFiles;
}

/**
 * How long before it was read a file must have been written; milliseconds. The coarsest clocks of file systems tick every
 * two seconds: of what was written later, the next write could leave the same times.
 */
const settledAfter = 2000;

/** The endings that make a file part of a package (go/build, fileListForExt), and the module files. */
export const goNames =
  /\.(go|s|S|c|cc|cpp|cxx|m|h|hh|hpp|hxx|f|F|for|f90|sx|swig|swigcxx|syso|mod|sum|work|pgo)$/;

const absent: OwnFile = { stat: 'absent', structure: 'absent', content: 'absent' };

/**
 * Compares files by content, as nobody's word is taken for what a user edits; but one that kept inode, length, mtime and
 * ctime since `known` noted it was not written (ctime cannot be set by hand), and is not read again.
 */
export function ownFileReader(known: OwnFiles = {}): OwnFileReader {
  const seen = new Map<string, { readonly file: OwnFile; readonly ctimeMs: number }>();
  const look = (path: string): { file: OwnFile; ctimeMs: number } => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true) return { file: absent, ctimeMs: Number.POSITIVE_INFINITY };
    const { ctimeMs } = stats;
    const stat = fileState(stats);
    const before = Object.hasOwn(known, path) ? known[path] : undefined;
    return { file: before?.stat === stat ? before : readOwn(path, stat), ctimeMs };
  };
  return {
    of: (path) => {
      const found = seen.get(path) ?? look(path);
      seen.set(path, found);
      return found.file;
    },
    settled: (now) =>
      Object.fromEntries(
        [...seen].flatMap(([path, { file, ctimeMs }]) =>
          ctimeMs < now - settledAfter ? [[path, file]] : [],
        ),
      ),
  };
}

/** What changes whenever a file is written or replaced. */
export function fileState({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

function readOwn(path: string, stat: string): OwnFile {
  if (path.endsWith('.go')) {
    const bytes = readFileSync(path);
    return { stat, structure: hashed(goHeader(bytes.toString('utf8'))), content: hashed(bytes) };
  }
  const content = hashedFile(path);
  // Sources in other languages have build constraints too; what is embedded has none.
  const counts = goNames.test(path) || moduleFiles.some((name) => path.endsWith(`/${name}`));
  return { stat, structure: counts ? content : 'there', content };
}

/** In windows: what is embedded may be long. */
function hashedFile(path: string): string {
  const hash = createHash('sha256');
  const window = Buffer.allocUnsafe(1 << 16);
  const descriptor = openSync(path, 'r');
  try {
    for (;;) {
      const length = readSync(descriptor, window, 0, window.length, null);
      if (length === 0) return hash.digest('hex');
      hash.update(window.subarray(0, length));
    }
  } finally {
    closeSync(descriptor);
  }
}

function hashed(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
