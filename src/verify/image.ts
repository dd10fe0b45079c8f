import { isAttestation } from '../image/documents.ts';
import { isConfigType } from '../image/media-types.ts';
import type { LayerScan } from '../image/read/layer-scan.ts';
import { type ApplyFault, mergeLayers, type TreeNode } from '../image/read/tree.ts';
import type { Document, Examination, Manifest, ReadLayer } from './examine.ts';
import { printable } from './forms.ts';
import { type ConfigView, configView, type PlatformView } from './views.ts';

export interface ImageLayer extends ReadLayer {
  /** Whether Slipway made it: what a foreign layer does is said, what an own one does is judged. */
  readonly own: boolean;
}

/** One platform's image with all that its checks look at. */
export interface Image {
  /** For messages: `linux/arm/v7`, with the digest where that does not tell it apart. */
  readonly name: string;
  readonly manifest: Manifest;
  readonly config: ConfigView | undefined;
  readonly configDocument: Document | undefined;
  /** From the descriptor that led here. */
  readonly platform: PlatformView | undefined;
  readonly layers: readonly ImageLayer[];
  /** Whether every layer is Slipway's. */
  readonly own: boolean;
  /** The merged file system of the layers that are here; undefined when one of them could not be read. */
  readonly tree: { readonly root: TreeNode; readonly faults: readonly ApplyFault[] } | undefined;
}

/** How Slipway's own layers name their maker in the config's history (`created_by`). */
const ownMaker = /^slipway: /;

/**
 * The container images among the manifests. Artifacts (another config type) and BuildKit's attestation manifests are
 * none; their blobs and JSON are checked all the same.
 * @param own true: every layer is known to be Slipway's; otherwise the config's history tells
 */
export function imagesOf({ manifests }: Examination, own: boolean): Image[] {
  const images = manifests
    .filter(
      ({ reference, config }) =>
        isConfigType(config.descriptor.mediaType ?? '') && !isAttestation(reference.descriptor),
    )
    .map((manifest) => imageOf(manifest, own));
  const seen = new Map<string, number>();
  for (const { name } of images) seen.set(name, (seen.get(name) ?? 0) + 1);
  return images.map((image) =>
    seen.get(image.name) === 1 ? image : { ...image, name: `${image.name} ${image.manifest.digest}` },
  );
}

function imageOf(manifest: Manifest, own: boolean): Image {
  const { configDocument } = manifest;
  const readable = configDocument?.json.value !== undefined;
  const config = readable ? configView(configDocument.json.value) : undefined;
  const made = makers(config, manifest.layers.length);
  const layers = manifest.layers.map((layer, at) => ({
    ...layer,
    own: own || ownMaker.test(made[at] ?? ''),
  }));
  const entries = layers.flatMap(({ scan, elsewhere }) =>
    elsewhere ? [[]] : isWhole(scan) ? [scan.entries] : [],
  );
  const platform = manifest.reference.descriptor.platform;
  return {
    name: imageName(platform, config) ?? manifest.digest,
    manifest,
    config,
    configDocument,
    platform,
    layers,
    own: layers.length > 0 && layers.every((layer) => layer.own),
    tree: entries.length === layers.length ? mergeLayers(entries) : undefined,
  };
}

/** Whether all entries of a layer were read. */
function isWhole(scan: LayerScan | undefined): scan is LayerScan {
  return scan !== undefined && scan.unpackFault === undefined && scan.tarFaults.every(({ loose }) => loose);
}

/** `created_by` of each layer, where history has exactly one entry for each. */
function makers(config: ConfigView | undefined, layers: number): string[] {
  const made = (config?.history ?? []).filter((entry) => !entry.emptyLayer).map((entry) => entry.createdBy);
  return made.length === layers ? made : [];
}

function imageName(platform: PlatformView | undefined, config: ConfigView | undefined): string | undefined {
  if (platform !== undefined) return platformText(platform);
  if (config?.os === undefined || config.architecture === undefined) return undefined;
  return platformText({
    os: config.os,
    architecture: config.architecture,
    variant: config.variant,
    osVersion: undefined,
  });
}

/** Foreign platforms are text of any kind, so this is not a request's Platform. */
export function platformText({ os, architecture, variant, osVersion }: PlatformView): string {
  const base = `${os}/${architecture}`;
  const full = variant === undefined || variant === '' ? base : `${base}/${variant}`;
  return printable(osVersion === undefined ? full : `${full} (${osVersion})`);
}

/** Variants that say no more than their architecture does (containerd's normalisation, as every engine has it). */
const impliedVariant: Readonly<Record<string, string>> = { amd64: 'v1', arm64: 'v8', arm: 'v7' };

/** A variant as it compares: undefined and an architecture's implied one are the same. */
export function normalVariant({
  architecture,
  variant,
}: Pick<PlatformView, 'architecture' | 'variant'>): string {
  return variant || (Object.hasOwn(impliedVariant, architecture) ? (impliedVariant[architecture] ?? '') : '');
}
