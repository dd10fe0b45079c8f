import { formatPlatform, type Platform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import { chooseManifest } from '../choose-manifest.ts';
import { fitsPlatform } from '../choose-platform.ts';
import type { Descriptor, Layer } from '../descriptor.ts';
import {
  type ForeignConfig,
  type ForeignManifest,
  foreignPlatformText,
  parseConfig,
  parseManifest,
} from '../documents.ts';
import { plain } from '../image-tree.ts';
import { isConfigType, nonDistributable, ociLayerType } from '../media-types.ts';
import type { ImageSource } from '../source/image-source.ts';
import type { Base } from './base.ts';
import { type Inherited, inheritedFrom } from './inherit.ts';

/** What is known of an image that somebody made, for one platform. */
export interface ForeignImage {
  /** Where its layers are fetched from when they are needed. */
  readonly source: ImageSource;
  /** The platform's manifest, as its source has it. */
  readonly manifest: Descriptor;
  readonly inherited: Inherited;
  /** Who said by which digest; absent when a tag was resolved, or for what lies on this machine. */
  readonly pinnedBy?: 'slipway.lock' | 'reference';
  /** When a tag was resolved to the digest: RFC 3339, UTC. */
  readonly resolvedAt?: string;
  /** What a person should know of how it is used. */
  readonly notices: readonly string[];
}

/**
 * An image as a base for one platform. Only documents are read; layers keep their bytes, digests and sizes, and Docker's
 * media types become OCI's.
 * @param reference as the user named it
 * @throws SlipwayError E_BASE when it has no such platform or cannot be a base, with the reason; as `ImageSource.document`
 */
export async function foreignBase(source: ImageSource, platform: Platform, reference: string): Promise<Base> {
  try {
    const { descriptor, fromIndex } = await chooseManifest(source, platform);
    const manifest = parseManifest(await source.document(descriptor), descriptor);
    const config = await readConfig(source, manifest, platform, fromIndex);
    const { inherited, notices } = inheritedFrom(config.fields, manifest.layers.length, reference);
    const deep = depthNotice(manifest.layers.length, reference);
    return {
      reference,
      digest: source.root.digest,
      layers: baseLayers(manifest, config.diffIds),
      env: inherited.env,
      foreign: { source, manifest: descriptor, inherited, notices: [...deep, ...notices] },
    };
  } catch (error) {
    throw named(error, reference);
  }
}

/** moby, layer/layer_store.go: maxLayerDepth. With containerd's store Docker takes more. */
const mostLayers = 125;

function depthNotice(layers: number, reference: string): string[] {
  if (layers < mostLayers) return [];
  const what = `it has ${layers} layers, and an image of more than ${mostLayers} is too deep for Docker's own store`;
  return [`base ${reference}: ${what}`];
}

/** The same error; one of the image itself says which base it is about. */
export function named(error: unknown, reference: string): unknown {
  if (!(error instanceof SlipwayError) || error.code !== 'E_BASE') return error;
  const { message, hint } = error;
  if (message.includes(reference)) return error;
  return new SlipwayError('E_BASE', `the base ${reference} cannot be used\n${message}`, {
    hint,
    cause: error,
  });
}

async function readConfig(
  source: ImageSource,
  { config, layers }: ForeignManifest,
  platform: Platform,
  fromIndex: boolean,
): Promise<ForeignConfig> {
  if (!isConfigType(config.mediaType)) {
    throw refuse(
      `it is an artifact, not a container image: its config is ${JSON.stringify(config.mediaType)}`,
    );
  }
  const bytes = await source.document(plain(config));
  const document = parseConfig(bytes, config.digest);
  const { platform: said, diffIds } = document;
  if (said === undefined) throw refuse('its config does not say for which platform it is');
  // Older builders write the variant into the index alone.
  const fits = fitsPlatform(fromIndex ? { ...said, variant: platform.variant ?? '' } : said, platform);
  if (!fits) {
    throw refuse(`it is for ${foreignPlatformText(said)}, and ${formatPlatform(platform)} is asked for`);
  }
  if (diffIds.length !== layers.length) {
    throw refuse(`its config lists ${diffIds.length} layers, its manifest ${layers.length}`);
  }
  return document;
}

function baseLayers({ layers }: ForeignManifest, diffIds: readonly Layer['diffId'][]): Layer[] {
  return layers.map(({ mediaType: type, digest, size }, at) => {
    const which = `layer ${at + 1} of ${layers.length}`;
    const kept = nonDistributable(type);
    if (kept !== undefined) throw refuse(`${which} may not be passed on: ${kept}`);
    const mediaType = ociLayerType(type);
    const diffId = diffIds[at];
    if (mediaType === undefined || diffId === undefined) {
      throw refuse(
        `${which} is ${JSON.stringify(type.slice(0, 120))}, which is no layer that engines unpack: is it encrypted, or an artifact's?`,
      );
    }
    return { kind: 'base', foreign: true, mediaType, digest, diffId, compressedBytes: size };
  });
}

function refuse(what: string): SlipwayError {
  return new SlipwayError('E_BASE', what);
}
