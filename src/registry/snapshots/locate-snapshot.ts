import { type Descriptor, mediaType } from '../../image/descriptor.ts';
import { type ForeignDescriptor, type ForeignManifest, parseManifest } from '../../image/documents.ts';
import { formatReference, type Repository } from '../../request/reference.ts';
import { inParallel } from '../../support/concurrency.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import { isFields } from '../../support/fields.ts';
import type { Digest } from '../../support/hashing.ts';
import { readManifest } from '../manifests.ts';
import { mayBe } from '../referrers/empty-config.ts';
import { listReferrers, type Referrer } from '../referrers/list-referrers.ts';
import type { Registry } from '../registry.ts';
import {
  factsOf,
  mostSnapshotBytes,
  type SnapshotFacts,
  snapshotLayerTypes,
  snapshotType,
  timeOf,
} from './snapshot-manifest.ts';

/** A snapshot whose manifest was read and is sound; its content is still there. */
export interface LocatedSnapshot extends SnapshotFacts {
  /** The image that it is of. */
  readonly image: Digest;
  /** Its own manifest. */
  readonly manifest: Digest;
  readonly layer: Descriptor;
}

/** Manifests that are read to find out what a list does not say. */
const mostRead = 16;
const readAtOnce = 4;

/**
 * The newest snapshot that refers to an image, by its commit's time; undefined when none does. What the list says only
 * chooses which manifests are read: what counts is in them.
 * @throws SlipwayError E_REGISTRY when the list cannot be read, or what it names as a snapshot is none; E_AUTH, E_NETWORK
 */
export async function locateSnapshot(
  registry: Registry,
  place: Repository,
  image: Digest,
): Promise<LocatedSnapshot | undefined> {
  const listed = await listReferrers(registry, place, image);
  const read = await inParallel(worthReading(listed), readAtOnce, (referrer) =>
    readSnapshot(registry, place, image, referrer),
  );
  return newest(read.flat());
}

/**
 * The newest of those that are listed with type and time, and all whose type or time is not said: some registries list
 * neither.
 */
function worthReading(listed: readonly Referrer[]): Referrer[] {
  const isDated = ({ artifactType, annotations = {} }: Referrer): boolean =>
    artifactType === snapshotType && factsOf(annotations).created !== undefined;
  const isSaid = ({ artifactType }: Referrer): boolean => artifactType === snapshotType;
  const ownTime = ({ annotations = {} }: Referrer): number => timeOf(factsOf(annotations));
  const dated = listed.filter(isDated);
  const last = Math.max(...dated.map(ownTime));
  const vague = listed.filter((entry) => !isDated(entry) && (isSaid(entry) || mayBe(snapshotType, entry)));
  return [
    ...dated.filter((entry) => ownTime(entry) === last),
    ...vague.toSorted((a, b) => Number(isSaid(b)) - Number(isSaid(a))),
  ].slice(0, mostRead);
}

/** Of two with the same time always the same one, whatever the order of the list. */
function newest(found: readonly LocatedSnapshot[]): LocatedSnapshot | undefined {
  return found.toSorted((a, b) => timeOf(b) - timeOf(a) || (a.manifest < b.manifest ? 1 : -1))[0];
}

/** None, when it is something else and nobody said that it is a snapshot. */
async function readSnapshot(
  registry: Registry,
  place: Repository,
  image: Digest,
  listed: Referrer,
): Promise<LocatedSnapshot[]> {
  const reference = { ...place, digest: listed.digest };
  const wrong = (what: string, cause?: unknown): SlipwayError =>
    unsound(`${formatReference(reference)}: the size snapshot of ${image} ${what}`, cause);
  if (listed.mediaType !== mediaType.manifest) {
    throw wrong(`is listed with the type ${JSON.stringify(listed.mediaType)}`);
  }
  const { descriptor, content } = await readManifest(registry, reference);
  if (descriptor.size !== listed.size) {
    throw wrong(`has ${descriptor.size} bytes, and is listed with ${listed.size}`);
  }
  const manifest = manifestIn(content, descriptor, wrong);
  const { artifactType, subject, annotations } = manifest.fields;
  if (artifactType !== snapshotType) {
    if (listed.artifactType !== snapshotType) return [];
    throw wrong(`is none: it is ${artifactType === undefined ? 'of no type' : JSON.stringify(artifactType)}`);
  }
  if (!isFields(subject) || subject['digest'] !== image) throw wrong('refers to another image');
  const layer = layerOf(manifest, wrong);
  const facts = isFields(annotations) ? factsOf(annotations) : {};
  return [{ ...facts, image, manifest: descriptor.digest, layer }];
}

type Wrong = (what: string, cause?: unknown) => SlipwayError;

function manifestIn(content: Uint8Array, descriptor: Descriptor, wrong: Wrong): ForeignManifest {
  try {
    return parseManifest(content, { ...descriptor, mediaType: mediaType.manifest });
  } catch (error) {
    throw wrong(`cannot be read: ${asSlipwayError(error).message}`, error);
  }
}

function layerOf({ layers }: ForeignManifest, wrong: Wrong): Descriptor {
  const [layer, ...others] = layers;
  if (layer === undefined || others.length > 0) throw wrong(`has ${layers.length} layers, not one`);
  const { mediaType: type, digest, size }: ForeignDescriptor = layer;
  if (!snapshotLayerTypes.includes(type)) throw wrong(`has a layer of the type ${JSON.stringify(type)}`);
  if (size > mostSnapshotBytes) {
    throw wrong(`has ${size} bytes, more than the ${mostSnapshotBytes} that are read`);
  }
  return { mediaType: type, digest, size };
}

function unsound(what: string, cause: unknown): SlipwayError {
  return new SlipwayError('E_REGISTRY', what, {
    cause,
    hint: 'nothing of it is used; delete this manifest, and the next run that publishes attaches a new one',
  });
}
