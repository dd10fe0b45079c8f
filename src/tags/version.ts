import semver from 'semver';

/** A version as tags write it: no `v`, and `-` for the `+` that no tag can hold. */
export interface TagVersion {
  readonly full: string;
  /** Undefined for a pre-release or a build of its own: only its full version names it, and nothing moves. */
  readonly release: { readonly major: string; readonly minor: string; readonly patch: string } | undefined;
}

/** The semantic version that a git tag names (semver.org 2.0.0), also behind a module's folder: api/v1.2.3. */
export function versionOf(gitTag: string): TagVersion | undefined {
  const version = semver.parse(bareVersion(gitTag));
  if (version === null) return undefined;
  const { major, minor, patch, prerelease, build } = version;
  const isRelease = prerelease.length === 0 && build.length === 0;
  return {
    full: [version.version, ...(build.length > 0 ? [build.join('.')] : [])].join('-'),
    release: isRelease ? { major: `${major}`, minor: `${minor}`, patch: `${patch}` } : undefined,
  };
}

/** Of several git tags the one with the highest version (semver.org, item 11); undefined: none names a version. */
export function highestVersion(gitTags: readonly string[]): string | undefined {
  const versions = gitTags.flatMap((gitTag) => {
    const parsed = semver.parse(bareVersion(gitTag));
    return parsed === null ? [] : [{ gitTag, parsed }];
  });
  return versions.toSorted((a, b) => semver.compareBuild(a.parsed, b.parsed)).at(-1)?.gitTag;
}

/** The part of a git tag that may be a version. */
function bareVersion(gitTag: string): string {
  const name = gitTag.slice(gitTag.lastIndexOf('/') + 1).replace(/^v/, '');
  return /^\d/.test(name) ? name : '';
}
