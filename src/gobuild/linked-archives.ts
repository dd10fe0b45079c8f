import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { hexOf, sha256File } from '../support/hashing.ts';

/** By import path: the archive that the linker reads, in the go command's cache. */
export type LinkedArchives = ReadonlyMap<string, string>;

/** Milliseconds; a look is a few system calls. */
const betweenLooks = 5;

/**
 * What a go build links, as soon as the linker begins. The go command writes down what that is to read, then makes the folder
 * for the program (cmd/go/internal/work/exec.go, link); the main package's folder is the first that it makes.
 * @param work its GOTMPDIR, which nothing else is in
 * @param cache its GOCACHE
 * @param ended when it has come to its end
 * @returns undefined where that cannot be told: it linked nothing, or puts things elsewhere
 */
export async function linkedArchives(
  work: string,
  cache: string,
  ended: AbortSignal,
): Promise<LinkedArchives | undefined> {
  try {
    for (; !ended.aborted; await setTimeout(betweenLooks, undefined, { signal: ended })) {
      const build = readdirSync(work).find((name) => name.startsWith('go-build')) ?? '';
      const folder = join(work, build, 'b001');
      if (existsSync(join(folder, 'exe')))
        return await archivesOf(readFileSync(join(folder, 'importcfg.link'), 'utf8'), cache);
    }
  } catch {
    // The build is over, and its folder gone; or it has none.
  }
  return undefined;
}

/** Lines `packagefile PATH=FILE` (cmd/link/internal/ld/ld.go, readImportCfg). */
async function archivesOf(importConfig: string, cache: string): Promise<LinkedArchives | undefined> {
  const archives = new Map<string, string>();
  for (const [, path = '', file = ''] of importConfig.matchAll(/^packagefile ([^=\n]+)=(.+)$/gm)) {
    const archive = await inCache(file, cache);
    if (archive === undefined) return undefined;
    archives.set(path, archive);
  }
  return archives;
}

/** What was compiled just now lies in the build's own folder as well, which goes away with it. */
async function inCache(file: string, cache: string): Promise<string | undefined> {
  if (/^[0-9a-f]{64}-d$/.test(basename(file))) return file;
  // cmd/go/internal/cache names a file by its content.
  const content = hexOf((await sha256File(file)).digest);
  const archive = join(cache, content.slice(0, 2), `${content}-d`);
  return existsSync(archive) ? archive : undefined;
}
