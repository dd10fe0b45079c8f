import { chmod, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../cache/blob-store.ts';
import { SlipwayError } from '../support/errors.ts';
import { type Exec, failure } from '../support/exec.ts';
import { makeWorkFolder } from '../support/files.ts';
import { hexOf, isDigest, sha256, sha256File } from '../support/hashing.ts';
import { type Environment, type HttpClient, openHttp, readBody } from '../support/http.ts';
import { discard } from '../support/http-body.ts';
import { defaultPatience, type Patience, retrying } from '../support/retry.ts';
import type { ToolRelease } from './tool-table.ts';

export interface ToolPorts {
  readonly exec: Exec;
  readonly env: Environment;
  readonly store: BlobStore;
  /** Where it is unpacked before it comes into the store. */
  readonly cacheDirectory: string;
  readonly signal: AbortSignal;
  /** One line of text per step, for people. */
  readonly say: (text: string) => void;
  readonly http?: HttpClient | undefined;
  readonly patience?: Patience;
}

/** Longer than any tool's archive. */
const longestArchive = 64 * 2 ** 20;

/**
 * A tool of the table: from the store, else fetched, checked against the table's digest before anything is unpacked, and kept.
 * @returns absolute path of the program
 * @throws SlipwayError E_NETWORK when it cannot be had, E_TOOL when it is not what the table says or does not unpack, E_IO
 */
export async function fetchTool(release: ToolRelease, ports: ToolPorts): Promise<string> {
  const key = `tool ${release.name} ${release.version} ${release.sha256} ${release.program}`;
  const known = await ports.store.recall(key);
  const kept = typeof known === 'string' && isDigest(known) ? await ports.store.find(known) : undefined;
  if (kept !== undefined) return runnable(kept.path);
  const work = await makeWorkFolder(ports.cacheDirectory, 'tool');
  try {
    const archive = join(work, 'archive.tar.xz');
    ports.say(`${release.name} ${release.version}: fetching ${release.url}`);
    await writeFile(archive, await fetched(release, ports), { flag: 'wx' });
    const program = await unpacked(release, archive, work, ports);
    const { digest } = await sha256File(program);
    const place = await ports.store.reserve();
    await rename(program, place);
    await ports.store.keep(place, digest);
    await ports.store.remember(key, digest);
    const found = await ports.store.find(digest);
    if (found === undefined) throw new SlipwayError('E_IO', `${release.name} is gone from the cache folder`);
    return await runnable(found.path);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Blobs of the store are not programs as a rule; a cache that was saved and restored may have lost the right to run. */
async function runnable(path: string): Promise<string> {
  if (((await stat(path)).mode & 0o111) === 0) await chmod(path, 0o755);
  return path;
}

async function fetched({ name, version, url, sha256: expected }: ToolRelease, ports: ToolPorts) {
  const http = ports.http ?? openHttp(ports.env);
  try {
    const ask = retrying(http.get, ports.patience ?? defaultPatience);
    const response = await ask({ url: new URL(url), signal: ports.signal });
    if (response.status !== 200) {
      discard(response);
      throw new SlipwayError('E_NETWORK', `${response.url.host} answers ${response.status}`);
    }
    const bytes = await readBody(response, longestArchive, ports.signal);
    const got = hexOf(sha256(bytes));
    if (got === expected) return bytes;
    throw new SlipwayError(
      'E_TOOL',
      `${name} ${version} is not what it should be\nexpected sha256:${expected}\ngot      sha256:${got}\nfrom     ${url}`,
      { hint: 'the download is damaged or was changed on the way; nothing was kept' },
    );
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_NETWORK') throw error;
    const said = `${name} ${version} cannot be fetched: ${error.message}`;
    throw new SlipwayError('E_NETWORK', said, { hint: installHint(name), cause: error });
  } finally {
    if (ports.http === undefined) await http.close();
  }
}

/** By the machine's tar and xz: Node does not read xz, and what goes in was checked to the last bit. */
async function unpacked({ name, program }: ToolRelease, archive: string, work: string, ports: ToolPorts) {
  const args = ['-x', '-J', '-f', archive, '-C', work, '--', program];
  const env = Object.fromEntries(
    ['PATH', 'LD_LIBRARY_PATH'].flatMap((key) => {
      const value = ports.env[key];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
  const result = await ports.exec({ file: 'tar', args, env, signal: ports.signal });
  if (result.status === 0) return join(work, program);
  const said = `tar -xJ: ${failure(result)}: ${result.stderr.trim()}`;
  throw new SlipwayError('E_TOOL', `${name} cannot be unpacked\n${said}`, {
    hint: `it takes tar and xz (Debian: xz-utils), or a ${name} on PATH`,
  });
}

/** How to have a tool without Slipway's fetching it. */
export function installHint(name: ToolRelease['name']): string {
  return `install it so that PATH leads to ${name}: Debian and Ubuntu call the package upx-ucl, Fedora, Alpine, Arch and Homebrew upx`;
}
