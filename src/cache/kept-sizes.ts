import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RemoteCache } from './remote-cache.ts';
import { commitInKey, type SizeSubject, sizeKey, sizePrefix } from './size-key.ts';

/**
 * An entry holds this file and nothing else. Told from a folder that is the cache's own: a path is part of what finds an entry, and
 * the run that reads may be on a machine where everything lies elsewhere.
 */
export const sizeFile = 'slipway-size.json.gz';

/** Packed. Many times the snapshot of a large build. */
const mostBytes = 8 * 1024 * 1024;

/** What is kept of a branch. `content` is what lay in the entry: of it only the length is known. */
export type KeptSize =
  | { readonly kind: 'found'; readonly key: string; readonly commit: string; readonly content: Uint8Array }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unavailable'; readonly why: string }
  | { readonly kind: 'damaged'; readonly key: string; readonly why: string };

/** Port: the sizes that runs of branches kept. */
export interface KeptSizes {
  /** That of the commit, else the newest of the branch. Does not throw, and takes no longer than the cache's adapter allows. */
  find(branch: string, commit: string | undefined): Promise<KeptSize>;
}

/** @param folder an empty one, in which the cache puts what it has */
export async function findKeptSize(
  subject: SizeSubject,
  commit: string | undefined,
  folder: string,
  cache: RemoteCache,
): Promise<KeptSize> {
  const prefix = sizePrefix(subject);
  const exact = commit === undefined ? prefix : sizeKey(subject, commit);
  const outcome = await cache.restore([sizeFile], exact, [prefix]);
  if (outcome.kind === 'nothing' || outcome.kind === 'absent') return { kind: 'nothing' };
  if (outcome.kind !== 'restored') return { kind: 'unavailable', why: outcome.reason };
  const { key } = outcome;
  const found = commitInKey(subject, key);
  if (found === undefined) return { kind: 'damaged', key, why: 'its key names no commit' };
  const content = await readKept(join(folder, sizeFile));
  if (content === undefined) return { kind: 'damaged', key, why: 'it does not hold what Slipway keeps' };
  return { kind: 'found', key, commit: found, content };
}

/** A file, and no link to one; undefined: there is none, or a longer one than is kept. */
async function readKept(path: string): Promise<Uint8Array | undefined> {
  const state = await lstat(path).catch(() => undefined);
  return state?.isFile() && state.size <= mostBytes ? readFile(path) : undefined;
}
