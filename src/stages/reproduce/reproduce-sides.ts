import { join } from 'node:path';
import type { BlobStore } from '../../cache/blob-store.ts';
import { type ForeignPlatform, foreignPlatformText, parseConfig } from '../../image/documents.ts';
import { imagesIn, plain, readTree } from '../../image/image-tree.ts';
import { isIndexType } from '../../image/media-types.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { openLayout } from '../../image/source/layout.ts';
import type { FileReport, ImageReport, Report, TargetReport } from '../../report/model.ts';
import { writtenPlaces } from '../../report/written-places.ts';
import { formatPlatform, parsePlatform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';

/** What is known of an image or a bare file by its report alone: rows of `name → value`, each of which may tell why it differs. */
export type Facts = Readonly<Record<string, string>>;

/** An image for a platform on one side. */
export interface SideImage {
  /** linux/amd64 */
  readonly platform: string;
  readonly digest: Digest;
  /** Digest of its config. */
  readonly id: Digest;
  /** True where nobody made a manifest, as in docker archives: then the image is known by its config, which names its layers unpacked. */
  readonly made?: true;
  readonly facts: Facts;
  /** The image alone; undefined where its bytes are not at hand. */
  readonly open?: () => Promise<ImageSource>;
}

/** A bare file for a platform on one side. */
export interface SideFile {
  readonly platform: string;
  readonly digest: Digest;
  readonly facts: Facts;
  /** Where it lies; undefined where its bytes are not at hand. */
  readonly path?: string;
}

export interface SideTarget {
  readonly name: string;
  /** Of an index; undefined where there is none. */
  readonly index: { readonly digest: Digest; readonly open?: () => Promise<ImageSource> } | undefined;
  readonly images: readonly SideImage[];
  readonly files: readonly SideFile[];
}

/** One of the two sides of a comparison. */
export interface Side {
  /** For people. */
  readonly name: string;
  readonly targets: readonly SideTarget[];
}

/** Opens the results of a target's build. */
export interface OpenResults {
  readonly image: (target: TargetReport) => Promise<ImageSource>;
  /** Where a bare file lies. */
  readonly file: (target: TargetReport, file: FileReport) => string | undefined;
}

/** What a build wrote: its layouts and bare files, wherever `outputs` says. */
export function writtenResults(store: BlobStore): OpenResults {
  return {
    image: ({ outputs }) => openLayout(writtenPlaces(outputs, 'oci')[0] ?? '', undefined, store),
    file: ({ outputs }, { executable }) => {
      const [folder] = writtenPlaces(outputs, 'bin');
      return folder === undefined ? undefined : join(folder, executable.path);
    },
  };
}

type Told = Pick<Report, 'toolchain' | 'source' | 'targets'>;

/** What a build reported, as a side. @param results undefined: only digests are known */
export function sideOfBuild(name: string, report: Told, results?: OpenResults): Side {
  return {
    name,
    targets: report.targets.map((target) => {
      const facts = targetFacts(report, target);
      const opened = results && (() => results.image(target));
      return {
        name: target.name,
        index: target.indexDigest && {
          digest: target.indexDigest,
          ...(opened !== undefined && { open: opened }),
        },
        images: target.images.map((image) => ({
          platform: formatPlatform(image.platform),
          digest: image.manifestDigest,
          id: image.configDigest,
          facts: { ...facts, ...imageFacts(image) },
          ...(opened !== undefined && { open: async () => alone(await opened(), image.manifestDigest) }),
        })),
        files: (target.files ?? []).map((file) => {
          const path = results?.file(target, file);
          return {
            platform: formatPlatform(file.platform),
            digest: file.pack?.packed?.digest ?? file.executable.digest,
            facts,
            ...(path !== undefined && { path }),
          };
        }),
      };
    }),
  };
}

function targetFacts({ toolchain, source }: Told, { settings }: TargetReport): Facts {
  return {
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [`setting ${name}`, value])),
    'setting go': toolchain.go,
    ...(source?.commit !== undefined && { commit: source.commit }),
    ...(source !== undefined && { 'uncommitted changes': source.modified ? 'some' : 'none' }),
  };
}

function imageFacts({ configDigest, layers, executable }: ImageReport): Facts {
  return {
    program: executable.digest,
    config: configDigest,
    ...Object.fromEntries(layers.map(({ kind, digest }, at) => [`layer ${at + 1} (${kind})`, digest])),
  };
}

/** One image of an index, as if it had been asked for. */
async function alone(source: ImageSource, digest: Digest): Promise<ImageSource> {
  if (source.root.digest === digest) return source;
  const images = imagesIn(await readTree(source.root, source.document));
  const found = images.find(({ descriptor }) => descriptor.digest === digest);
  if (found !== undefined) return { ...source, root: plain(found.descriptor) };
  throw new SlipwayError('E_INTERNAL', `${source.name} has no image ${digest}`);
}

/**
 * An image that was built before, as the side of the only target it can be of.
 * @throws SlipwayError E_BASE and as the source does
 */
export async function sideOfImage(source: ImageSource, target: string): Promise<Side> {
  const nodes = imagesIn(await readTree(source.root, source.document));
  const images = await Promise.all(
    nodes.map(async ({ descriptor, document: { config } }) => {
      const said =
        descriptor.platform ?? parseConfig(await source.document(plain(config)), config.digest).platform;
      return {
        platform: said === undefined ? 'no platform' : platformText(said),
        digest: descriptor.digest,
        id: config.digest,
        ...(source.made === true && { made: true as const }),
        facts: {},
        open: async () => ({ ...source, root: plain(descriptor) }),
      };
    }),
  );
  const { digest, mediaType } = source.root;
  const index = isIndexType(mediaType) ? { digest, open: async () => source } : undefined;
  return { name: source.name, targets: [{ name: target, index, images, files: [] }] };
}

/** As Slipway spells it, where it is one of Go's. */
function platformText(platform: ForeignPlatform): string {
  const text = foreignPlatformText(platform);
  try {
    return formatPlatform(parsePlatform(text));
  } catch {
    return text;
  }
}
