import { readFile } from 'node:fs/promises';
import type { BlobStore } from '../../cache/blob-store.ts';
import { formatReference, type ImageReference, type Repository } from '../../request/reference.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { defaultPatience, type Patience } from '../../support/retry.ts';
import { download } from '../download.ts';
import { resolveIfThere } from '../manifests.ts';
import type { Registry } from '../registry.ts';
import { type LocatedSnapshot, locateSnapshot } from './locate-snapshot.ts';

/** A snapshot with its content, which has the length and digest that its manifest says. */
export interface FoundSnapshot extends LocatedSnapshot {
  readonly content: Uint8Array;
}

/** There is none, and that is an answer: `detail` says it for people, with the image's name. */
export interface NoSnapshot {
  readonly kind: 'none';
  readonly why: 'no image' | 'no snapshot' | 'no access';
  readonly detail: string;
}

export type SnapshotAnswer = { readonly kind: 'found'; readonly snapshot: FoundSnapshot } | NoSnapshot;

export interface SnapshotPorts {
  readonly registry: Registry;
  readonly store: BlobStore;
  readonly patience?: Patience;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The newest size snapshot of an image, by the referrers of what its tag or digest names now.
 * @throws SlipwayError E_REGISTRY when what a registry has or says is not sound, or it fails; E_BASE for schema 1; E_NETWORK, E_IO
 */
export async function findSnapshot(reference: ImageReference, ports: SnapshotPorts): Promise<SnapshotAnswer> {
  try {
    return await look(reference, ports);
  } catch (error) {
    // What may not be read is as good as not there, but for the reason.
    if (error instanceof SlipwayError && error.code === 'E_AUTH') return none('no access', error.message);
    throw error;
  }
}

async function look(reference: ImageReference, ports: SnapshotPorts): Promise<SnapshotAnswer> {
  const { registry, repository } = reference;
  const place = { registry, repository };
  const name = formatReference(reference);
  const image = await resolveIfThere(ports.registry, reference);
  if (image === undefined) return none('no image', `${name} is not there`);
  const located = await locateSnapshot(ports.registry, place, image.digest);
  if (located === undefined) return none('no snapshot', `no size snapshot is attached to ${name}`);
  return { kind: 'found', snapshot: await fetchSnapshot(located, place, ports) };
}

function none(why: NoSnapshot['why'], detail: string): NoSnapshot {
  return { kind: 'none', why, detail };
}

/**
 * Brings a snapshot's content, from the store where it lies there already.
 * @throws SlipwayError E_REGISTRY when it is not there or not what its manifest says; E_AUTH, E_NETWORK, E_IO
 */
export async function fetchSnapshot(
  located: LocatedSnapshot,
  repository: Repository,
  { registry, store, patience = defaultPatience, signal }: SnapshotPorts,
): Promise<FoundSnapshot> {
  const { layer } = located;
  if ((await store.find(layer.digest)) === undefined) {
    await download(layer, { registry, repository, store, patience, signal });
  }
  const found = await store.find(layer.digest);
  if (found === undefined) throw new SlipwayError('E_IO', `the cache has lost ${layer.digest} a moment ago`);
  if (found.bytes !== layer.size) {
    const what = `the layer ${layer.digest} has ${found.bytes} bytes, and its manifest says ${layer.size}`;
    throw new SlipwayError('E_REGISTRY', `${formatReference(repository)}: ${what}`);
  }
  try {
    return { ...located, content: await readFile(found.path) };
  } catch (error) {
    throw asSlipwayError(error);
  }
}
