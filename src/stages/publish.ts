import type { Origin } from '../gobuild/origin.ts';
import type { Descriptor } from '../image/descriptor.ts';
import { moveTags, withTags } from '../registry/push/move-tags.ts';
import type { BlobOrigin, Publication } from '../registry/push/publication.ts';
import { pushImage } from '../registry/push/push-image.ts';
import { type PushPlace, pushPlaces } from '../request/push.ts';
import type { Repository } from '../request/reference.ts';
import type { BuildRequest } from '../request/request.ts';
import type { Digest } from '../support/hashing.ts';
import { tagsOf } from '../tags/tags.ts';
import type { Delivery } from './delivery.ts';
import type { SignedImage, SigningRun } from './evidence/sign-published.ts';
import { tagContext } from './names.ts';
import { type RunPorts, tellingPush } from './registries.ts';
import type { TargetSnapshot } from './sizes/snapshot.ts';

/** What was published, by the target's name, and what a reader of the report should know. */
export interface Published {
  readonly publications: ReadonlyMap<string, readonly Publication[]>;
  readonly notices: readonly string[];
}

/** One target's image on its way to one repository. */
interface Shipment {
  readonly delivery: Delivery;
  readonly layout: NonNullable<Delivery['layout']>;
  readonly place: Repository;
  readonly tags: readonly string[];
}

export const nothingPublished: Published = { publications: new Map(), notices: [] };

type PublishPorts = RunPorts & {
  readonly snapshots: readonly TargetSnapshot[];
  /** Undefined: nothing is signed. */
  readonly signing: SigningRun | undefined;
};

/**
 * Pushes every target's image: the content of all of them first, then what is put beside them, then signatures, then the tags. So a run that fails in
 * between has moved no tag, and its rerun goes on from there.
 * @throws SlipwayError E_AUTH, E_REGISTRY, E_NETWORK, E_IO; as signPublished
 */
export async function publish(
  deliveries: readonly Delivery[],
  request: Pick<BuildRequest, 'push' | 'tags'>,
  origin: Pick<Origin, 'source'>,
  ports: PublishPorts,
): Promise<Published> {
  const { shipments, notices } = await planned(deliveries, request, origin, ports);
  const pushed: { shipment: Shipment; publication: Publication }[] = [];
  for (const shipment of shipments) {
    const earlier = pushed.map(({ shipment: { place } }) => place);
    pushed.push({ shipment, publication: await pushContent(shipment, earlier, ports) });
  }
  const beside: Descriptor[][] = [];
  for (const { shipment } of pushed) beside.push(await attachTo(shipment, ports));
  const signed = await signAll(
    pushed.map(({ shipment }) => shipment),
    beside,
    ports,
  );
  const publications = new Map<string, Publication[]>();
  for (const [at, { shipment, publication }] of pushed.entries()) {
    const { layout, place, tags, delivery } = shipment;
    await moveTags(layout.root, place, tags, ports);
    const { name } = delivery.target;
    publications.set(name, [
      ...(publications.get(name) ?? []),
      { ...withTags(publication, place, tags), ...(signed[at] !== undefined && { signed: signed[at] }) },
    ]);
  }
  return { publications, notices };
}

async function planned(
  deliveries: readonly Delivery[],
  request: Pick<BuildRequest, 'push' | 'tags'>,
  origin: Pick<Origin, 'source'>,
  ports: RunPorts,
): Promise<{ shipments: Shipment[]; notices: string[] }> {
  const context = await tagContext(origin, ports);
  const names = deliveries.map(({ target }) => target.name);
  const places = pushPlaces(request, names);
  const notices: string[] = [];
  const shipments = deliveries.flatMap((delivery) => {
    const { layout, target } = delivery;
    if (layout === undefined) return [];
    return (places.get(target.name) ?? []).map(({ repository, tag }: PushPlace) => {
      const found = tagsOf(tag, request.tags, context, target.name);
      notices.push(...found.notices);
      return { delivery, layout, place: repository, tags: found.tags };
    });
  });
  return { shipments, notices };
}

/** Nothing of it is loaded where nothing is signed. */
async function signAll(
  shipments: readonly Shipment[],
  beside: readonly (readonly Descriptor[])[],
  ports: PublishPorts,
): Promise<readonly SignedImage[][]> {
  if (ports.signing === undefined) return [];
  const { signPublished } = await import('./evidence/sign-published.ts');
  const images = shipments.map(({ delivery: { target }, layout, place }, at) => ({
    ...{ target, layout, place },
    referrers: beside[at] ?? [],
  }));
  return signPublished(images, ports.signing, ports);
}

/** The size snapshot of a target, beside its image; gives what was put there. */
async function attachTo(
  { delivery, layout, place }: Shipment,
  { snapshots, registry, store, signal }: PublishPorts,
): Promise<Descriptor[]> {
  const snapshot = snapshots.find(({ target }) => target === delivery.target.name);
  if (snapshot === undefined) return [];
  const { attachSnapshot } = await import('../registry/snapshots/attach-snapshot.ts');
  const { content, facts } = snapshot;
  const ports = { registry, store, signal };
  const { manifest } = await attachSnapshot(layout.root, place, { content, ...facts }, ports);
  return [manifest];
}

/** What a repository on the same registry was given a moment ago need not be sent again. */
async function pushContent(
  { delivery: { origins }, layout, place }: Shipment,
  earlier: readonly Repository[],
  { registry, store, signal, progress }: RunPorts,
): Promise<Publication> {
  const near = earlier.findLast((other) => other.registry === place.registry);
  const known = near === undefined ? origins : new Map([...mountable(layout.blobs, near), ...origins]);
  const onProgress = tellingPush(progress, place);
  return pushImage({ ...layout, origins: known }, place, { registry, store, signal, onProgress });
}

function mountable(
  blobs: readonly { readonly digest: Digest }[],
  repository: Repository,
): [Digest, BlobOrigin][] {
  return blobs.map(({ digest }) => [digest, { repository, fetch: () => Promise.resolve() }]);
}
