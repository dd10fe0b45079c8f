import { join, posix, relative, sep } from 'node:path';
import type { LdflagsValues } from './ldflags.ts';
import type { ModuleVersion } from './module-source.ts';
import { moduleVersion } from './module-version.ts';
import type { GoModule } from './packages.ts';
import type { VcsFacts } from './version-control.ts';

/** What is known of where the code came from; both undefined for a folder outside of version control. */
export interface SourceFacts {
  readonly directory: string;
  readonly vcs: VcsFacts | undefined;
  readonly module: ModuleVersion | undefined;
}

/** The version of a target's module; undefined where nothing tells it. */
export function sourceVersion(source: SourceFacts, module: GoModule): string | undefined {
  if (source.module !== undefined) return source.module.version;
  if (source.vcs === undefined) return undefined;
  const within = relative(source.directory, module.Dir ?? source.directory)
    .split(sep)
    .join('/');
  const prefix = posix.join(source.vcs.prefix, within, '/').replace(/^(\.?\/)+/, '');
  return moduleVersion(source.vcs, module.Path, prefix);
}

/** The repository's root, where there is one; else the folder. @param directory that the repository's path leads to */
export function repositoryRoot({ directory, vcs }: Pick<SourceFacts, 'directory' | 'vcs'>): string {
  const steps = (vcs?.prefix ?? '').split('/').filter((part) => part !== '');
  return join(directory, ...steps.map(() => '..'));
}

/** Time of the commit or of the module version, RFC 3339 in UTC. */
export function sourceTime(source: SourceFacts): string | undefined {
  return source.module?.time ?? source.vcs?.time;
}

/** Full commit hash. */
export function sourceRevision(source: SourceFacts): string | undefined {
  return source.module?.revision ?? source.vcs?.revision;
}

/** The repository's address as people open it: what a module path on a well-known forge says, else git's origin. */
export function sourceAddress(source: SourceFacts, modulePath: string): string | undefined {
  const forge = /^(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)\/[^/]+\/[^/]+/.exec(modulePath)?.[0];
  if (forge !== undefined) return `https://${forge}`;
  return source.module?.repository ?? source.vcs?.remote;
}

/** The values of --ldflags templates for one target. */
export function templateValues(
  source: SourceFacts,
  target: { name: string; module: GoModule },
): LdflagsValues {
  return {
    version: sourceVersion(source, target.module) ?? 'devel',
    commit: sourceRevision(source) ?? 'unknown',
    date: sourceTime(source) ?? '1970-01-01T00:00:00Z',
    target: target.name,
  };
}
