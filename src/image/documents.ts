import { SlipwayError } from '../support/errors.ts';
import { type Fields, isFields, parseFields } from '../support/fields.ts';
import { type Digest, isDigest } from '../support/hashing.ts';
import type { Descriptor } from './descriptor.ts';
import { isDocumentType } from './media-types.ts';

/** A descriptor as another tool wrote it: `fields` has all of it, also what Slipway does not know. */
export interface ForeignDescriptor extends Pick<Descriptor, 'mediaType' | 'digest' | 'size'> {
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: ForeignPlatform | undefined;
  readonly fields: Fields;
}

/** A platform that need not be one of Go's (image-spec, image-index.md, "platform"). */
export interface ForeignPlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly osVersion?: string;
}

/** An image index or a manifest list. */
export interface ForeignIndex {
  readonly manifests: readonly ForeignDescriptor[];
  readonly fields: Fields;
}

/** An image manifest of either family, or an artifact's. */
export interface ForeignManifest {
  readonly config: ForeignDescriptor;
  readonly layers: readonly ForeignDescriptor[];
  readonly fields: Fields;
}

/** What is needed of an image's config (image-spec, config.md). */
export interface ForeignConfig {
  readonly platform: ForeignPlatform | undefined;
  /** From the lowest layer up. */
  readonly diffIds: readonly Digest[];
  readonly fields: Fields;
}

/** What a descriptor says of the document it led to. */
type Found = Pick<Descriptor, 'mediaType' | 'digest'>;

/**
 * Reads an index of either family.
 * @param descriptor what led to it, whose media type the document must not contradict
 * @throws SlipwayError E_BASE that names the document and its fault
 */
export function parseIndex(bytes: Uint8Array, descriptor: Found): ForeignIndex {
  const at = `index ${descriptor.digest}`;
  const fields = fieldsOf(bytes, at);
  checkType(fields, descriptor, at);
  // A document that is both would be read as one by some and as the other by others (CVE-2021-41190).
  if ('layers' in fields || 'config' in fields) throw wrong(at, 'has the fields of a manifest too');
  return { manifests: descriptors(fields['manifests'], `${at}: manifests`), fields };
}

/**
 * Reads a manifest of either family.
 * @param descriptor what led to it, whose media type the document must not contradict
 * @throws SlipwayError E_BASE that names the document and its fault
 */
export function parseManifest(bytes: Uint8Array, descriptor: Found): ForeignManifest {
  const at = `manifest ${descriptor.digest}`;
  const fields = fieldsOf(bytes, at);
  checkType(fields, descriptor, at);
  if ('manifests' in fields) throw wrong(at, 'has the fields of an index too');
  return {
    config: foreignDescriptor(fields['config'], `${at}: config`),
    layers: descriptors(fields['layers'], `${at}: layers`),
    fields,
  };
}

/**
 * Reads what is needed of a config.
 * @throws SlipwayError E_BASE that names the config and its fault
 */
export function parseConfig(bytes: Uint8Array, digest: Digest): ForeignConfig {
  const at = `config ${digest}`;
  const fields = fieldsOf(bytes, at);
  const { rootfs } = fields;
  const diffIds = isFields(rootfs) ? rootfs['diff_ids'] : undefined;
  if (!Array.isArray(diffIds)) throw wrong(at, 'lists no layers in rootfs.diff_ids');
  return {
    platform: foreignPlatform(fields),
    diffIds: diffIds.map((id) => {
      if (typeof id === 'string' && isDigest(id)) return id;
      throw wrong(at, 'has an entry in rootfs.diff_ids that is no SHA-256 digest');
    }),
    fields,
  };
}

function fieldsOf(bytes: Uint8Array, at: string): Fields {
  const fields = parseFields(bytes);
  if (fields === undefined) throw wrong(at, 'is not a JSON object');
  return fields;
}

/** image-spec, manifest.md: mediaType, where it is written, is the document's own, and readers compare it. */
function checkType(fields: Fields, { mediaType }: Found, at: string): void {
  const written = fields['mediaType'];
  if (written !== undefined && written !== mediaType) {
    throw wrong(at, `says that it is ${JSON.stringify(written)}, and was found as ${mediaType}`);
  }
  if (fields['schemaVersion'] !== 2 && isDocumentType(mediaType)) {
    throw wrong(at, `has schemaVersion ${JSON.stringify(fields['schemaVersion'])}, not 2`);
  }
}

function descriptors(value: unknown, at: string): ForeignDescriptor[] {
  if (!Array.isArray(value)) throw wrong(at, 'is not a list');
  return value.map((item, place) => foreignDescriptor(item, `${at}[${place}]`));
}

function foreignDescriptor(value: unknown, at: string): ForeignDescriptor {
  if (!isFields(value)) throw wrong(at, 'is not a descriptor');
  const { mediaType, digest, size, annotations, platform } = value;
  if (typeof mediaType !== 'string' || mediaType === '') throw wrong(at, 'has no mediaType');
  if (typeof digest !== 'string' || !isDigest(digest)) {
    throw wrong(at, `has ${JSON.stringify(digest)} for a digest, and Slipway reads SHA-256 digests`);
  }
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) throw wrong(at, 'has no size');
  return {
    mediaType,
    digest,
    size,
    annotations: textsOf(annotations),
    platform: isFields(platform) ? foreignPlatform(platform) : undefined,
    fields: value,
  };
}

function foreignPlatform(fields: Fields): ForeignPlatform | undefined {
  const { os, architecture, variant } = fields;
  if (typeof os !== 'string' || typeof architecture !== 'string') return undefined;
  const osVersion = fields['os.version'];
  return {
    os,
    architecture,
    ...(typeof variant === 'string' && variant !== '' && { variant }),
    ...(typeof osVersion === 'string' && osVersion !== '' && { osVersion }),
  };
}

function textsOf(value: unknown): Record<string, string> {
  const entries = isFields(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function wrong(at: string, what: string): SlipwayError {
  return new SlipwayError('E_BASE', `the image cannot be read: ${at} ${what}`, {
    hint: 'whoever made this image has to mend it; "slipway verify" says all that is wrong with a layout',
  });
}

/** BuildKit, "Image Attestation Storage": provenance and SBOMs lie in the index as manifests of no platform. */
export function isAttestation({
  annotations,
  platform,
}: {
  readonly annotations: Readonly<Record<string, string>>;
  readonly platform: Pick<ForeignPlatform, 'os' | 'architecture'> | undefined;
}): boolean {
  return (
    annotations['vnd.docker.reference.type'] === 'attestation-manifest' ||
    (platform?.os === 'unknown' && platform.architecture === 'unknown')
  );
}

/** `linux/arm/v7`, as other tools' images may have it. */
export function foreignPlatformText({ os, architecture, variant, osVersion }: ForeignPlatform): string {
  const base = [os, architecture, variant].filter((part) => part !== undefined).join('/');
  const text = osVersion === undefined ? base : `${base} (${osVersion})`;
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 120);
}
