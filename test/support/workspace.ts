import { createHash, randomInt } from 'node:crypto';
import { cp, lstat, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { exec, failure } from '../../src/support/exec.ts';
import { repository } from './slipway.ts';
import { environment } from './tools.ts';

/**
 * Makes folders that go when the tests do, module caches (read-only) included. Give it `t.after`, or `after` where a
 * suite is described: inside a hook that would mean the hook's own end.
 */
export function temporaryFolders(after: (action: () => Promise<void>) => void): () => Promise<string> {
  const made: string[] = [];
  after(async () => {
    for (const folder of made) {
      await exec({ file: 'chmod', args: ['-R', 'u+w', folder] });
      await rm(folder, { recursive: true, force: true });
    }
  });
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-test-'));
    made.push(folder);
    return folder;
  };
}

/** For what a suite starts before its tests, and what ends when a test's context does: it ends with the suite, the last first. */
export function suiteContext(after: (action: () => Promise<void>) => void): Pick<TestContext, 'after'> {
  const endings: (() => unknown)[] = [];
  after(async () => {
    for (const end of endings.reverse()) await end();
  });
  return { after: (end) => void endings.push(end as () => unknown) };
}

/** Runs git with nothing of the machine's own settings, at a fixed time. */
export async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const date = '2026-02-03T04:05:06Z';
  const person = { NAME: 'A Tester', EMAIL: 'tester@example.com', DATE: date };
  const people = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(person).map(([what, value]) => [`GIT_${role}_${what}`, value]),
  );
  const env = {
    ...environment(),
    ...Object.fromEntries(people),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const result = await exec({ file: 'git', args, cwd, env });
  if (result.status === 0) return result.stdout.trim();
  throw new Error(`git ${args.join(' ')}: ${failure(result)}\n${result.stderr}`);
}

/** Makes a folder a repository with one commit of all that is in it, and a tag. The same content gives the same commit. */
export async function commitAll(folder: string, tag: string): Promise<string> {
  await git(folder, 'init', '--quiet', '--initial-branch=main');
  await git(folder, 'add', '--all');
  await git(folder, 'commit', '--quiet', '--message', 'First');
  await git(folder, 'tag', tag);
  return git(folder, 'rev-parse', 'HEAD');
}

/** A checkout of examples/hello at v1.2.3, as if it were a repository of its own. */
export async function helloCheckout(folder: string): Promise<string> {
  await cp(join(repository, 'examples', 'hello'), folder, { recursive: true });
  await commitAll(folder, 'v1.2.3');
  return folder;
}

/** What a folder holds: path → kind, mode and digest; for comparing before and after. */
export async function snapshot(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const entries = names.map(async (name) => [name, await describe(join(folder, name))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function describe(path: string): Promise<string> {
  const { mode } = await lstat(path);
  const kind = mode & 0o170000;
  if (kind === 0o040000) return `folder ${(mode & 0o7777).toString(8)}`;
  if (kind === 0o120000) return `link to ${await readlink(path)}`;
  return `file ${(mode & 0o7777).toString(8)} ${await digestOf(path)}`;
}

export async function digestOf(path: string): Promise<string> {
  return `sha256:${createHash('sha256')
    .update(await readFile(path))
    .digest('hex')}`;
}

/**
 * A TCP port of 127.0.0.1 that was free a moment ago. It is none of those that a system gives to whoever asks for any (ip(7),
 * "ip_local_port_range"; RFC 6335, 6): what runs beside this test takes none of these by chance before its server is up.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
