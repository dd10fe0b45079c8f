import type { Descriptor } from '../../image/descriptor.ts';
import { formatReference, type Repository } from '../../request/reference.ts';
import { inParallel } from '../../support/concurrency.ts';
import { findManifest } from './answers.ts';
import { documentOf } from './content.ts';
import type { Publication, PushPorts } from './publication.ts';
import { putManifest } from './push-manifest.ts';

const tagsAtOnce = 4;

/**
 * Points tags to an image that a repository has. A tag that points there already is left alone. Each moves by one request:
 * whoever reads it finds the image from before or this one.
 * @returns the tags that were moved or made
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO
 */
export async function moveTags(
  root: Descriptor,
  place: Repository,
  tags: readonly string[],
  { registry, store }: Pick<PushPorts, 'registry' | 'store'>,
): Promise<string[]> {
  const moved = await inParallel(tags, tagsAtOnce, async (tag) => {
    if ((await findManifest(registry, { ...place, tag })) === root.digest) return [];
    const bytes = await documentOf(root, { store, origins: new Map() });
    await putManifest(registry, place, tag, root, bytes);
    return [tag];
  });
  return moved.flat();
}

/** The publication of an image that these tags point to by now. */
export function withTags(publication: Publication, place: Repository, tags: readonly string[]): Publication {
  const { references } = publication;
  const named = tags.map((tag) => formatReference({ ...place, tag }));
  return { ...publication, tags: [...publication.tags, ...tags], references: [...references, ...named] };
}
