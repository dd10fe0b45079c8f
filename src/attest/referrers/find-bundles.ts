import type { Bundle } from '@sigstore/bundle';
import { mediaType } from '../../image/descriptor.ts';
import { parseManifest } from '../../image/documents.ts';
import { readManifest } from '../../registry/manifests.ts';
import { mayBe } from '../../registry/referrers/empty-config.ts';
import { listReferrers } from '../../registry/referrers/list-referrers.ts';
import { formatReference, type Repository } from '../../request/reference.ts';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import { isFields } from '../../support/fields.ts';
import type { Digest } from '../../support/hashing.ts';
import { mostBundleBytes, readBundle } from '../read-bundle.ts';
import { bundleType } from './bundle-manifest.ts';
import { type FindPorts, readSmallBlob } from './read-blob.ts';

/** A bundle that refers to an image. Whether it holds is another question. */
export interface FoundBundle {
  /** Its manifest. */
  readonly manifest: Digest;
  readonly bundle: Bundle;
}

/** Manifests that are read to find out what a list does not say. Anybody who may push can add to a list. */
const mostRead = 256;
const readAtOnce = 4;

/**
 * Every Sigstore bundle that refers to an image, in the order of the registry's list. What refers to it and is none is
 * left out, and so is a bundle that cannot be read: what somebody else attached must not keep anybody from signing.
 * @throws SlipwayError E_REGISTRY when the list cannot be read; E_AUTH, E_NETWORK, E_IO
 */
export async function findBundles(
  image: Digest,
  place: Repository,
  ports: FindPorts,
): Promise<FoundBundle[]> {
  const listed = (await listReferrers(ports.registry, place, image))
    .filter((each) => mayBe(bundleType, each))
    .slice(0, mostRead);
  const found = await inParallel(listed, readAtOnce, async ({ digest }) => {
    try {
      return await bundleOf(digest, image, place, ports);
    } catch (error) {
      if (error instanceof SlipwayError && unreadable.has(error.code)) return [];
      throw error;
    }
  });
  return found.flat();
}

/** The codes of documents that are not sound, as against a registry that cannot be asked. */
const unreadable: ReadonlySet<string> = new Set(['E_BASE', 'E_REGISTRY', 'E_VERIFY']);

async function bundleOf(
  digest: Digest,
  image: Digest,
  place: Repository,
  ports: FindPorts,
): Promise<FoundBundle[]> {
  const { descriptor, content } = await readManifest(ports.registry, { ...place, digest });
  const { fields, layers } = parseManifest(content, { ...descriptor, mediaType: mediaType.manifest });
  const { artifactType, subject } = fields;
  if (artifactType !== bundleType || !isFields(subject) || subject['digest'] !== image) return [];
  const [layer, ...others] = layers;
  if (layer === undefined || others.length > 0 || layer.size > mostBundleBytes) return [];
  const bytes = await readSmallBlob(
    { mediaType: layer.mediaType, digest: layer.digest, size: layer.size },
    place,
    ports,
  );
  const where = `the bundle ${formatReference({ ...place, digest })}`;
  return [{ manifest: digest, bundle: readBundle(bytes, where) }];
}
