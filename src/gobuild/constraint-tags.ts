import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { fileFields, PackageFiles } from './packages.ts';

/** Files whose head may hold a constraint; the name of every file may. */
const withHeads = [
  'GoFiles',
  'CgoFiles',
  'IgnoredGoFiles',
  'IgnoredOtherFiles',
  'CFiles',
  'CXXFiles',
  'MFiles',
  'HFiles',
  'FFiles',
  'SFiles',
  'SwigFiles',
  'SwigCXXFiles',
] as const satisfies readonly (typeof fileFields)[number][];

/**
 * Those of the tags that decide nothing: no build constraint of a file of these packages has them, whether it is built or left
 * out. Tests are not looked at, since no program has them.
 */
export function unmentionedTags(
  tags: readonly string[],
  packages: readonly PackageFiles[],
): readonly string[] {
  const left = new Set(tags);
  for (const path of pathsOf(packages)) {
    if (left.size === 0) break;
    for (const tag of nameTags(path)) left.delete(tag);
    const text = readFileSync(path, 'latin1');
    // Most files hold none of them, and to search is quicker than to read heads.
    if ([...left].some((tag) => text.includes(latin(tag)))) {
      for (const tag of constraintTags(Buffer.from(text, 'latin1').toString('utf8'))) left.delete(tag);
    }
  }
  return [...left];
}

function latin(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** The user's own packages come first: that is where most tags are. */
function pathsOf(packages: readonly PackageFiles[]): Set<string> {
  const own = packages.toSorted((a, b) => Number(a.Standard === true) - Number(b.Standard === true));
  const paths = own.flatMap((found) => {
    const { Dir } = found;
    if (Dir === undefined) return [];
    return withHeads.flatMap((field) => (found[field] ?? []).map((name) => join(Dir, name)));
  });
  return new Set(paths.filter((path) => !path.endsWith('_test.go')));
}

/** internal/syslist: what a file's name means as a constraint. */
const systems =
  /^(aix|android|darwin|dragonfly|freebsd|hurd|illumos|ios|js|linux|nacl|netbsd|openbsd|plan9|solaris|wasip1|windows|zos)$/;
const architectures =
  /^(386|amd64|amd64p32|arm|armbe|arm64|arm64be|loong64|mips|mipsle|mips64|mips64le|mips64p32|mips64p32le|ppc|ppc64|ppc64le|riscv|riscv64|s390|s390x|sparc|sparc64|wasm)$/;

/** NAME_GOOS.EXT, NAME_GOARCH.EXT and NAME_GOOS_GOARCH.EXT (go/build, goodOSArchFile). */
function nameTags(path: string): readonly string[] {
  const [stem = ''] = path.slice(path.lastIndexOf('/') + 1).split('.');
  // What stands before the first _ is a name, whatever it is.
  const [last = '', before = ''] = stem.split('_').slice(1).toReversed();
  if (systems.test(last)) return [last];
  if (!architectures.test(last)) return [];
  return systems.test(before) ? [before, last] : [last];
}

/**
 * The tags that a file's build constraint has (go/build, parseFileHeader and shouldBuild): of a `//go:build` line above all code,
 * and only without one of `// +build` lines, which stand above all else and have an empty line below.
 */
export function constraintTags(text: string): readonly string[] {
  const plus: string[] = [];
  let pending: string[] = [];
  let onlyLines = true;
  let inComment = false;
  for (const raw of text.replace(/^\uFEFF/, '').split('\n')) {
    const line = raw.trim();
    if (!line.startsWith('//')) {
      // What is above an empty line counts, as long as there were nothing but line comments.
      if (line === '' && onlyLines) {
        plus.push(...pending);
        pending = [];
        continue;
      }
      onlyLines = false;
    }
    if (!inComment && /^\/\/go:build(\s|$)/.test(line)) return words(line.slice('//go:build'.length));
    if (onlyLines && /^\/\/\s*\+build(\s|$)/.test(line)) pending.push(line.replace(/^\/\/\s*\+build/, ''));
    const rest = afterComments(line, inComment);
    inComment = rest === undefined;
    if (rest !== undefined && rest !== '') break;
  }
  return plus.flatMap(words);
}

/** What of a line is code; undefined: it ends inside of a comment. */
function afterComments(line: string, inComment: boolean): string | undefined {
  let left = line;
  let inside = inComment;
  for (;;) {
    if (inside) {
      const end = left.indexOf('*/');
      if (end < 0) return undefined;
      left = left.slice(end + 2).trim();
      inside = false;
    }
    if (left.startsWith('//')) return '';
    if (!left.startsWith('/*')) return left;
    left = left.slice(2);
    inside = true;
  }
}

function words(expression: string): string[] {
  return expression.match(/[\p{L}\p{Nd}_.]+/gu) ?? [];
}
