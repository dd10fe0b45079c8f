import { createHash } from 'node:crypto';
import { TrustedMetadataStore } from 'tuf-js/dist/store.js';
import { SlipwayError } from '../../support/errors.ts';
import { readBody } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import { oneLine } from '../../support/one-line.ts';
import { ask, type ServicePorts } from '../sigstore/post.ts';
import type { CachedName, MetadataCache } from './metadata-cache.ts';

/** A repository of The Update Framework, and the root of trust that is known of it beforehand. */
export interface TufRepository {
  readonly address: string;
  /** Its root metadata of some version, JSON. */
  readonly root: string;
}

/** Bytes of each kind of metadata, and of a target, that are read at most. */
const most = { root: 512_000, timestamp: 16_384, snapshot: 2_000_000, targets: 5_000_000 } as const;
const mostRotations = 256;

interface TufPorts extends ServicePorts {
  readonly cache: MetadataCache;
}

/**
 * The files of a repository, by their names (The Update Framework, specification 1.0, 5, "Detailed client workflow"; what is
 * trusted is for tuf-js to say, what is fetched is said here). Delegations are not followed.
 * @throws SlipwayError E_SIGN when metadata or a file is not what its keys vouch for, is older than what was seen before, or
 * has expired; E_NETWORK, E_IO
 */
export async function fetchTargets(
  repository: TufRepository,
  names: readonly string[],
  ports: TufPorts,
): Promise<Buffer[]> {
  try {
    const store = await refreshed(repository, ports);
    return await Promise.all(names.map((name) => fetchTarget(repository, store, name, ports)));
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    const said = error instanceof Error ? oneLine(error.message) : '';
    throw notTrusted(repository, said, error);
  }
}

async function refreshed(repository: TufRepository, ports: TufPorts): Promise<TrustedMetadataStore> {
  const { cache } = ports;
  const store = await newestRoot(repository, ports);
  const fetched = (name: string, limit: number): Promise<Buffer> => fetchFile(repository, name, limit, ports);
  await attempt(cache, 'timestamp.json', (bytes) => store.updateTimestamp(bytes));
  const timestamp = await fetched('timestamp.json', most.timestamp);
  if (!(await isUnchanged(cache, timestamp)) || store.timestamp === undefined) {
    store.updateTimestamp(timestamp);
    await cache.write('timestamp.json', timestamp);
  }
  const version = store.timestamp?.signed.snapshotMeta.version;
  await attempt(cache, 'snapshot.json', (bytes) => store.updateSnapshot(bytes, true));
  if (store.snapshot?.signed.version !== version) {
    const snapshot = await fetched(`${version}.snapshot.json`, most.snapshot);
    store.updateSnapshot(snapshot);
    await cache.write('snapshot.json', snapshot);
  }
  await attempt(cache, 'targets.json', (bytes) => store.updateDelegatedTargets(bytes, 'targets', 'root'));
  if (store.targets === undefined) {
    const { version: wanted } = store.snapshot?.signed.meta['targets.json'] ?? {};
    const targets = await fetched(`${wanted}.targets.json`, most.targets);
    store.updateDelegatedTargets(targets, 'targets', 'root');
    await cache.write('targets.json', targets);
  }
  return store;
}

/**
 * 5.3: each version is signed by the keys of the one before. The walk always begins at the root that is known beforehand: a
 * cache that somebody else may have written must not say whom to trust.
 */
async function newestRoot(repository: TufRepository, ports: TufPorts): Promise<TrustedMetadataStore> {
  const store = new TrustedMetadataStore(Buffer.from(repository.root));
  for (let rotation = 0; rotation < mostRotations; rotation++) {
    const name = `${store.root.signed.version + 1}.root.json`;
    const bytes = await fetchIfThere(repository, name, most.root, ports);
    if (bytes === undefined) return store;
    store.updateRoot(bytes);
  }
  throw notTrusted(repository, 'its roots have no end');
}

/** What an earlier run left keeps newer metadata from being older; one that does not hold any more is fetched anew. */
async function attempt(cache: MetadataCache, name: CachedName, use: (bytes: Buffer) => void): Promise<void> {
  const bytes = await cache.read(name);
  if (bytes === undefined) return;
  try {
    use(bytes);
  } catch {
    // Expired, of other keys, or damaged: as if it were not there.
  }
}

async function isUnchanged(cache: MetadataCache, bytes: Buffer): Promise<boolean> {
  return (await cache.read('timestamp.json'))?.equals(bytes) ?? false;
}

async function fetchTarget(
  repository: TufRepository,
  store: TrustedMetadataStore,
  name: string,
  ports: TufPorts,
): Promise<Buffer> {
  const target = store.targets?.signed.targets[name];
  const hash = target?.hashes['sha256'];
  if (target === undefined || hash === undefined || !/^[0-9a-f]{64}$/.test(hash)) {
    throw notTrusted(repository, `it has no file ${name}`);
  }
  // 5.7.3: with consistent snapshots a file's name begins with its hash.
  const bytes = await fetchFile(repository, `targets/${hash}.${name}`, target.length, ports);
  if (bytes.length === target.length && createHash('sha256').update(bytes).digest('hex') === hash)
    return bytes;
  throw notTrusted(repository, `${name} has other bytes than its metadata says`);
}

async function fetchFile(
  repository: TufRepository,
  name: string,
  limit: number,
  ports: TufPorts,
): Promise<Buffer> {
  const bytes = await fetchIfThere(repository, name, limit, ports);
  if (bytes !== undefined) return bytes;
  throw notTrusted(repository, `it has no ${name}`);
}

async function fetchIfThere(
  { address }: TufRepository,
  name: string,
  limit: number,
  ports: TufPorts,
): Promise<Buffer | undefined> {
  const url = new URL(`${address}/${name}`);
  const answer = await ask({ method: 'GET', url }, ports);
  if (answer.status === 200) return readBody(answer, limit, ports.signal);
  discard(answer);
  // A bucket without listing says 403 of what is not there.
  if (answer.status === 404 || answer.status === 403) return undefined;
  throw new SlipwayError('E_NETWORK', `${url.host} answers ${answer.status} for ${url.pathname}`);
}

function notTrusted({ address }: TufRepository, why: string, cause?: unknown): SlipwayError {
  const host = new URL(address).host;
  return new SlipwayError('E_SIGN', `what ${host} says of whom to trust does not hold: ${why}`, {
    cause,
    hint: 'nothing of it is used; is the clock of this machine right, or is something between it and the repository?',
  });
}
