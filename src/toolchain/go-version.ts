/**
 * Go's own version numbers, which are not semantic versions: `1.21`, `1.21rc2`, `1.21.0`.
 * The rules are those of cmd/go, internal/gover/gover.go. The numbers stay decimal strings there and bigints here,
 * because the go command accepts numbers of any length.
 */
export interface GoVersion {
  readonly major: bigint;
  /** -1 where the text names none: less than every number, as the go command's empty string. */
  readonly minor: bigint;
  readonly patch: bigint;
  /** '' for a release or a language version; in order: '' < alpha < beta < rc. */
  readonly kind: string;
  readonly pre: bigint;
}

const absent = -1n;
const number = '(0|[1-9][0-9]*)';
const pattern = new RegExp(`^${number}(?:\\.${number}(?:\\.${number}|([a-z]+)(?:${number})?)?)?$`);

/** Reads a version without its `go` prefix; undefined when it is not one. */
export function parseGoVersion(text: string): GoVersion | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, major = '', minor, patch, kind = '', pre] = match;
  if (minor === undefined) return { major: BigInt(major), minor: 0n, patch: 0n, kind: '', pre: absent };
  // Before Go 1.21 the first release of a line had no patch number: 1.20 is 1.20.0.
  const first = kind === '' && BigInt(minor) < 21n ? 0n : absent;
  return {
    major: BigInt(major),
    minor: BigInt(minor),
    patch: patch === undefined ? first : BigInt(patch),
    kind,
    pre: pre === undefined ? absent : BigInt(pre),
  };
}

/** Negative, zero or positive, as for Array.sort; what is not a version is less than every version. */
export function compareGoVersions(a: string, b: string): number {
  const x = parseGoVersion(a);
  const y = parseGoVersion(b);
  if (x === undefined || y === undefined) return Number(x !== undefined) - Number(y !== undefined);
  return (
    order(x.major, y.major) ||
    order(x.minor, y.minor) ||
    order(x.patch, y.patch) ||
    order(x.kind, y.kind) ||
    order(x.pre, y.pre)
  );
}

function order<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The language version, `1.26` of `1.26.8`; '' for what is not a version. */
export function languageVersion(text: string): string {
  const version = parseGoVersion(text);
  if (version === undefined) return '';
  return version.major === 1n && version.minor === 0n ? '1' : `${version.major}.${version.minor}`;
}

/** True for `1.26`, which from Go 1.21 on names a line of releases and not a release. */
export function isLanguageVersion(text: string): boolean {
  const version = parseGoVersion(text);
  return version !== undefined && version.patch === absent && version.kind === '';
}

/** True for a release: not a language version, alpha, beta or release candidate. */
export function isRelease(text: string): boolean {
  const version = parseGoVersion(text);
  return version !== undefined && version.patch !== absent;
}

/**
 * The version in a toolchain's name: `1.26.8` of `go1.26.8`, `go1.26.8-acme` and `go1.26.8 X:jsonv2`;
 * undefined for a development build and for what names none (cmd/go, internal/gover/toolchain.go, FromToolchain).
 */
export function versionOfToolchain(name: string): string | undefined {
  const match = /^go([^ \t-]+)([ \t-].*)?$/s.exec(name);
  const version = match?.[1];
  if (version === undefined || /[\\/]/.test(name)) return undefined;
  return parseGoVersion(version) === undefined ? undefined : version;
}

/** Newest first; for Array.sort. */
export function newestFirst(a: string, b: string): number {
  return compareGoVersions(b, a);
}
