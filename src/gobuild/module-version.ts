import semver from 'semver';
import type { VcsFacts } from './version-control.ts';

/**
 * The main module's version by the go command's rules (cmd/go/internal/modfetch: coderepo.go, pseudo.go): the highest
 * tag on the commit itself, else a pseudo-version after the highest tag before it; `+dirty` for a modified tree, as
 * Go 1.24 stamps it. Older Go versions stamp `(devel)`, which helps nobody: Slipway gives the same answer for all.
 * @param prefix the module root's path inside the repository, '' or ending in '/'
 */
export function moduleVersion(facts: VcsFacts, modulePath: string, prefix: string): string {
  const major = pathMajor(modulePath);
  const tagPrefix = prefix.replace(/(^|\/)v\d+\/$/, '$1');
  const versions = facts.tags.flatMap(({ name, exact }) => {
    if (!name.startsWith(tagPrefix) || pseudo.test(name)) return [];
    const found = tagVersion(name.slice(tagPrefix.length));
    if (found === undefined || !fits(found.version, major)) return [];
    return [{ version: found.version, exact: exact && found.canonical }];
  });
  versions.sort((a, b) => semver.rcompare(a.version, b.version));
  const exact = versions.find((candidate) => candidate.exact);
  const version =
    exact === undefined ? pseudoVersion(facts, versions[0]?.version, major) : `v${exact.version.version}`;
  return facts.modified ? `${version}+dirty` : version;
}

/** The N of a path that ends in /vN or gopkg.in's .vN; undefined for v0 and v1. */
function pathMajor(modulePath: string): number | undefined {
  const found = /(?:\/|^gopkg\.in\/.*\.)v([1-9]\d*)$/.exec(modulePath)?.[1];
  return found === undefined ? undefined : Number(found);
}

function fits(version: semver.SemVer, major: number | undefined): boolean {
  return major === undefined ? version.major <= 1 : version.major === major;
}

/** What looks like a pseudo-version is no tag to go by (golang.org/x/mod/module, pseudo.go). */
const pseudo = /^v\d+\.(0\.0-|\d+\.\d+-([^+]*\.)?0\.)\d{14}-[A-Za-z0-9]+(\+[0-9A-Za-z.-]+)?$/;

/** A tag that is a full version; with build metadata (+…) it is not canonical and serves as what came before only. */
function tagVersion(tag: string): { version: semver.SemVer; canonical: boolean } | undefined {
  if (!tag.startsWith('v')) return undefined;
  const version = semver.parse(tag.slice(1));
  if (version === null || !/^\d/.test(tag.slice(1))) return undefined;
  return { version, canonical: version.build.length === 0 };
}

/** golang.org/ref/mod#pseudo-versions: three forms, by what the tag before it is. */
function pseudoVersion(facts: VcsFacts, base: semver.SemVer | undefined, major: number | undefined): string {
  const moment = facts.time.replace(/\D/g, '');
  const tail = `${moment}-${facts.revision.slice(0, 12)}`;
  if (base === undefined) return `v${major ?? 0}.0.0-${tail}`;
  if (base.prerelease.length > 0) return `v${base.version}.0.${tail}`;
  return `v${base.major}.${base.minor}.${base.patch + 1}-0.${tail}`;
}
