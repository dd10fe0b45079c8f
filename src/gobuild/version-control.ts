import { dirname, join } from 'node:path';
import type { Exec } from '../support/exec.ts';
import { exists } from '../support/files.ts';

/** What git says of the source. `prefix` is the source folder's path inside the repository, '' or ending in '/'. */
export interface VcsFacts {
  readonly revision: string;
  /** Commit time, RFC 3339 in UTC. */
  readonly time: string;
  readonly modified: boolean;
  /** The first lines of `git status --porcelain`, for people. */
  readonly changes: readonly string[];
  readonly shallow: boolean;
  readonly prefix: string;
  /** Undefined when a commit or tag is checked out rather than a branch. */
  readonly branch: string | undefined;
  readonly tags: readonly Tag[];
  /** The address of `origin` as an https URL without credentials; undefined when it is no such address. */
  readonly remote: string | undefined;
}

export interface Tag {
  readonly name: string;
  /** True when the tag points at the revision itself, false when it is an ancestor. */
  readonly exact: boolean;
}

export interface VcsReading {
  readonly facts: VcsFacts | undefined;
  /** Why there are none although a repository is there; undefined when all is well or there is no repository. */
  readonly notice: string | undefined;
}

const shownChanges = 5;
const branches = 'refs/heads/';

/**
 * Reads commit, time, state and tags of the git work tree around a folder.
 * `environment` is the user's own: git's settings, such as safe.directory, hold.
 */
export async function readVcs(
  directory: string,
  exec: Exec,
  environment: Readonly<Record<string, string>>,
): Promise<VcsReading> {
  if (!(await insideRepository(directory))) return { facts: undefined, notice: undefined };
  const git = async (...args: readonly string[]): Promise<string> => {
    const result = await exec({
      file: 'git',
      args: ['-c', 'core.quotePath=false', ...args],
      cwd: directory,
      env: { ...environment, LC_ALL: 'C', GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
    });
    if (result.status !== 0)
      throw new Error(result.stderr.trim() || `git ${args[0]} ended with status ${result.status}`);
    return result.stdout;
  };
  try {
    const [place, commit, status, tags, remote] = await Promise.all([
      git('rev-parse', '--is-shallow-repository', '--show-prefix', '--symbolic-full-name', 'HEAD'),
      git('show', '-s', '--no-show-signature', '--format=%H %ct', 'HEAD'),
      git('status', '--porcelain'),
      git(
        'for-each-ref',
        '--format=%(refname:strip=2) %(objectname) %(*objectname)',
        'refs/tags',
        '--merged',
        'HEAD',
      ),
      git('config', '--get', 'remote.origin.url').catch(() => ''),
    ]);
    const [shallow = '', prefix = '', head = ''] = place.split('\n');
    const [revision = '', seconds = '0'] = commit.trim().split(' ');
    const changes = status.split('\n').filter((line) => line !== '');
    return {
      facts: {
        revision,
        time: rfc3339(Number(seconds)),
        modified: changes.length > 0,
        changes: changes.slice(0, shownChanges),
        shallow: shallow === 'true',
        prefix,
        branch: head.startsWith(branches) ? head.slice(branches.length) : undefined,
        tags: tags
          .split('\n')
          .filter(Boolean)
          .map((line) => readTag(line, revision)),
        remote: webAddress(remote.trim()),
      },
      notice: undefined,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { facts: undefined, notice: `git cannot tell the commit, so no revision is recorded: ${reason}` };
  }
}

async function insideRepository(directory: string): Promise<boolean> {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (await exists(join(folder, '.git'))) return true;
    if (dirname(folder) === folder) return false;
  }
}

function readTag(line: string, revision: string): Tag {
  const [name = '', object = '', peeled = ''] = line.split(' ');
  return { name, exact: (peeled || object) === revision };
}

/** Whole seconds since 1970 as RFC 3339 in UTC, without a fraction. */
export function rfc3339(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

/** A git remote as the https address people open; undefined for local paths and unknown forms. Credentials are dropped. */
export function webAddress(remote: string): string | undefined {
  const scp = /^(?:[^@/\s]+@)?([A-Za-z0-9.-]+\.[A-Za-z]+):(?!\/)([^\s]+)$/.exec(remote);
  const [host, path] = scp === null ? addressParts(remote) : [scp[1], scp[2]];
  if (host === undefined || path === undefined) return undefined;
  return `https://${host}/${path
    .replace(/^\/+/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')}`;
}

function addressParts(remote: string): readonly [string | undefined, string | undefined] {
  if (!URL.canParse(remote)) return [undefined, undefined];
  const url = new URL(remote);
  const known = ['https:', 'http:', 'ssh:', 'git:', 'git+ssh:'].includes(url.protocol);
  return known && url.hostname !== '' ? [url.hostname, url.pathname] : [undefined, undefined];
}
