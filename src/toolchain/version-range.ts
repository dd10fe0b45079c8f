import semver from 'semver';
import { isRelease, newestFirst, parseGoVersion, versionOfToolchain } from './go-version.ts';

/**
 * A range in the syntax of node-semver, over Go's releases written as semantic versions: `1.26`, `1.26.x`, `^1.25`,
 * `~1.25.3`, `>=1.24 <1.27`, `x`. Undefined when the text is not a range.
 */
export function parseRange(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const spelled = text.replace(
    /\b(\d+\.\d+)(alpha|beta|rc)(\d+)\b/g,
    (_, line, kind, pre) => `${line}.0-${kind}.${pre}`,
  );
  return semver.validRange(spelled) === null ? undefined : spelled;
}

/** The newest of the toolchains that a range admits; release candidates only where the range names one. */
export function newestInRange(range: string, toolchains: readonly string[]): string | undefined {
  const fitting = toolchains.filter((toolchain) => {
    const version = asSemver(toolchain);
    return version !== undefined && semver.satisfies(version, range);
  });
  return newest(fitting);
}

/** The newest release of the newest line (`stable`), or of the line before it (`oldstable`). */
export function newestStable(
  which: 'stable' | 'oldstable',
  toolchains: readonly string[],
): string | undefined {
  const releases = toolchains.filter(isPlainRelease);
  const lines = [...new Set(releases.map(lineOf))].sort((a, b) => b - a);
  const line = lines[which === 'stable' ? 0 : 1];
  return newest(releases.filter((toolchain) => lineOf(toolchain) === line));
}

/** The newest release of a line, `1.25`, that is at least `minimum`. */
export function newestPatch(
  line: string,
  minimum: string,
  toolchains: readonly string[],
): string | undefined {
  return newestInRange(
    `${line}.x`,
    toolchains.filter((name) => isAtLeast(name, minimum)),
  );
}

/** True for go1.26.8, not for a candidate and not for somebody's own build of it. */
export function isPlainRelease(toolchain: string): boolean {
  const version = versionOfToolchain(toolchain) ?? '';
  return isRelease(version) && toolchain === `go${version}`;
}

/** True when a toolchain, by its name, is at or above a version. */
export function isAtLeast(toolchain: string, minimum: string): boolean {
  const version = versionOfToolchain(toolchain);
  return version !== undefined && newestFirst(version, minimum) <= 0;
}

/** `1.21.0-rc.2` for go1.21rc2; undefined for a name with a suffix, which is somebody's own build. */
function asSemver(toolchain: string): string | undefined {
  const text = versionOfToolchain(toolchain);
  const version = text === undefined ? undefined : parseGoVersion(text);
  if (version === undefined || toolchain !== `go${text}`) return undefined;
  const patch = version.patch < 0n ? 0n : version.patch;
  const pre = version.kind === '' ? '' : `-${version.kind}.${version.pre < 0n ? 0n : version.pre}`;
  return `${version.major}.${version.minor}.${patch}${pre}`;
}

function lineOf(toolchain: string): number {
  const version = parseGoVersion(versionOfToolchain(toolchain) ?? '');
  return version === undefined ? -1 : Number(version.major) * 1e6 + Number(version.minor);
}

function newest(toolchains: readonly string[]): string | undefined {
  return [...toolchains].sort((a, b) =>
    newestFirst(versionOfToolchain(a) ?? '', versionOfToolchain(b) ?? ''),
  )[0];
}
