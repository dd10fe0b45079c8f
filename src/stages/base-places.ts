import { rfc3339 } from '../gobuild/version-control.ts';
import type { Base } from '../image/base/base.ts';
import { type ForeignImage, foreignBase, named } from '../image/base/foreign.ts';
import type { ImageSource } from '../image/source/image-source.ts';
import { formatBase } from '../request/base.ts';
import type { ImagePlace } from '../request/image-place.ts';
import { type Lock, lockedBase } from '../request/lock-file.ts';
import type { Platform } from '../request/platform.ts';
import { formatReference, type ImageReference } from '../request/reference.ts';
import type { Compression } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { type OpenContext, openImage } from './open-image.ts';
import type { Ports } from './ports.ts';

interface PlaceContext extends OpenContext {
  /** What slipway.lock pins; undefined when there is none. */
  readonly lock: Lock | undefined;
  readonly offline: boolean;
  readonly clock: Ports['clock'];
}

/** An image that was opened once, for all platforms. */
interface OpenedPlace {
  /** As the user named it. */
  readonly reference: string;
  readonly source: ImageSource;
  readonly pin: Pick<ForeignImage, 'pinnedBy' | 'resolvedAt'>;
  readonly notices: readonly string[];
}

/**
 * Opens a base where it lies, by the digest that slipway.lock has for its tag.
 * @throws SlipwayError E_BASE when a tag is not pinned and no registry may be asked; as `openImage`
 */
export async function openPlace(place: ImagePlace, context: PlaceContext): Promise<OpenedPlace> {
  const reference = formatBase(place);
  const { pinned, pin, notices } = pinnedPlace(place, reference, context);
  try {
    const source = await openImage(pinned, context);
    return { reference, source, pin, notices: [...notices, ...(source.notices ?? [])] };
  } catch (error) {
    throw named(error, reference);
  }
}

/** The base for one platform. */
export async function baseAt({ source, reference, pin }: OpenedPlace, platform: Platform): Promise<Base> {
  const base = await foreignBase(source, platform, reference);
  return base.foreign === undefined ? base : { ...base, foreign: { ...base.foreign, ...pin } };
}

function pinnedPlace(
  place: ImagePlace,
  reference: string,
  { lock, offline, clock }: PlaceContext,
): { pinned: ImagePlace; pin: OpenedPlace['pin']; notices: string[] } {
  if (place.kind !== 'registry') return { pinned: place, pin: {}, notices: [] };
  if (place.reference.digest !== undefined) {
    return { pinned: place, pin: { pinnedBy: 'reference' }, notices: [] };
  }
  const locked = lock && lockedBase(lock, place.reference);
  if (locked !== undefined) {
    return { pinned: { ...place, reference: locked }, pin: { pinnedBy: 'slipway.lock' }, notices: [] };
  }
  if (offline) {
    throw new SlipwayError('E_BASE', `the base ${reference} has no digest, and --offline asks no registry`, {
      hint: 'run "slipway lock" once with a network, or write the digest after the name: NAME@sha256:…',
    });
  }
  const unlocked = `base ${reference}: slipway.lock does not have it, so the registry said which image that is now; "slipway lock" writes it down`;
  const resolvedAt = rfc3339(Math.floor(clock.now() / 1000));
  return { pinned: place, pin: { resolvedAt }, notices: lock === undefined ? [] : [unlocked] };
}

/** What tells one place from another: layers of a docker archive are compressed as the images are. */
export function placeKey(place: ImagePlace, compression: Compression): string {
  const { algorithm, level } = compression;
  return place.kind === 'docker-archive' ? `${formatBase(place)} ${algorithm}:${level}` : formatBase(place);
}

/** The name by which a base can be pulled, with its tag (image-spec, annotations.md, "base.name"); undefined for files. */
export function pullableName(place: ImagePlace): string | undefined {
  return place.kind === 'registry' ? formatReference(withoutDigest(place.reference)) : undefined;
}

function withoutDigest({ digest: _, ...reference }: ImageReference): ImageReference {
  return reference;
}
