import { access, rm } from 'node:fs/promises';
import { fetchingStore } from '../image/base/fetching.ts';
import { chooseImage } from '../image/choose-image.ts';
import type { ForeignDescriptor } from '../image/documents.ts';
import type { Layout } from '../image/image.ts';
import { plain, readTree } from '../image/image-tree.ts';
import type { ImageSource } from '../image/source/image-source.ts';
import { storedSource } from '../image/source/stored.ts';
import { viewImage } from '../image/view/view-image.ts';
import { buildDockerfile, findDockerfileBuilder } from '../output/build-dockerfile.ts';
import type { ServedBlob } from '../registry/slow/slow-registry.ts';
import type { BeforeImage, BeforeReport, WeighedImage } from '../report/before/model.ts';
import { type BeforePlace, type BeforeRequest, formatBefore } from '../request/before.ts';
import { formatPlatform, type Platform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import { slipwayVersion } from '../version.ts';
import { originsOf } from './delivery.ts';
import { isPresent } from './image-programs.ts';
import type { InspectedTarget } from './inspection.ts';
import { openAnyImage } from './open-image.ts';
import { type PullSide, pullTimes } from './pull-times.ts';
import type { RunPorts } from './registries.ts';

/** Raise it when the same two images are measured otherwise. */
const measureFormat = 1;

/** How layers that an archive has unpacked are compressed: as docker does when it pushes them. */
const compression = { algorithm: 'gzip', level: 6 } as const;

/**
 * Refuses what cannot be compared with before anything is compiled.
 * @throws SlipwayError E_TOOL when no engine answers that could build the Dockerfile, E_CONFIG when it is not there
 */
export async function checkBefore(before: BeforeRequest, ports: RunPorts): Promise<void> {
  const path = before.kind === 'image' ? pathOf(before.place) : before.path;
  if (path !== undefined) {
    await access(path).catch((cause: unknown) => {
      throw new SlipwayError('E_CONFIG', `--compare-${before.kind}: there is no ${path}`, { cause });
    });
  }
  if (before.kind === 'dockerfile') await findDockerfileBuilder(ports);
}

function pathOf(place: BeforePlace): string | undefined {
  return place.kind === 'registry' ? undefined : place.path;
}

export interface Befores {
  /** By the target's name. */
  readonly byTarget: ReadonlyMap<string, BeforeReport>;
  readonly notices: readonly string[];
}

/** One side, open. */
interface Opened {
  readonly source: ImageSource;
  readonly store: RunPorts['store'];
}

/**
 * Holds every image that was made against the one from before, for each platform that both have. What was measured is remembered by
 * the digests of the two.
 * @throws SlipwayError E_CONFIG, E_BASE, E_REGISTRY, E_AUTH, E_NETWORK, E_IO when the image cannot be read, E_TOOL when the
 * Dockerfile is not built for any platform
 */
export async function measureBefore(
  before: BeforeRequest,
  targets: readonly InspectedTarget[],
  layouts: readonly (Layout | undefined)[],
  ports: RunPorts,
): Promise<Befores> {
  const notices: string[] = [];
  const open = await opener(before, ports, notices);
  const byTarget = new Map<string, BeforeReport>();
  for (const [at, target] of targets.entries()) {
    const layout = layouts[at];
    if (layout === undefined) {
      notices.push(`${target.name}: no image was made that could be compared with ${formatBefore(before)}`);
      continue;
    }
    const store = fetchingStore(ports.store, originsOf(target));
    const after = { source: storedSource(target.name, layout.root, store, []), store };
    const images: BeforeImage[] = [];
    for (const { platform } of layout.images) {
      const side = await open.platform(platform);
      const found = typeof side === 'string' ? side : await compared(side, after, platform, ports);
      if (typeof found !== 'string') images.push(found);
      else notices.push(`${target.name} (${formatPlatform(platform)}) is compared with nothing: ${found}`);
    }
    const source = formatBefore(before);
    const { builtBy } = open;
    byTarget.set(target.name, { source, ...(builtBy !== undefined && { builtBy }), images });
  }
  return { byTarget, notices: [...new Set(notices)] };
}

interface Opener {
  readonly builtBy?: string;
  /** The image for a platform, or why there is none. */
  readonly platform: (platform: Platform) => Promise<Opened | string>;
}

async function opener(before: BeforeRequest, ports: RunPorts, notices: string[]): Promise<Opener> {
  const { store, registry, signal } = ports;
  const context = { store, registry, compression, signal };
  if (before.kind === 'image') {
    const source = await openAnyImage(before.place, context);
    notices.push(...(source.notices ?? []));
    return { platform: async () => ({ source, store }) };
  }
  const builder = await findDockerfileBuilder(ports);
  const built = new Map<string, Promise<Opened>>();
  const build = async (platform: Platform): Promise<Opened> => {
    const file = await store.reserve();
    try {
      await buildDockerfile(builder, { ...before, platform, output: file }, ports);
      // The archive's blobs are taken into the store, so it may go.
      const source = await openAnyImage({ kind: builder.writes, path: file }, context);
      return { source, store };
    } finally {
      await rm(file, { force: true });
    }
  };
  return {
    builtBy: builder.program,
    platform: async (platform) => {
      const key = formatPlatform(platform);
      const building = built.get(key) ?? build(platform);
      built.set(key, building);
      return building.catch((error: unknown) => {
        signal.throwIfAborted();
        if (error instanceof SlipwayError && error.code === 'E_TOOL') return error.message;
        throw error;
      });
    },
  };
}

async function compared(
  before: Opened,
  after: Opened,
  platform: Platform,
  ports: RunPorts,
): Promise<BeforeImage | string> {
  const chosen = await Promise.all([before, after].map((side) => chosenImage(side, platform)));
  const [first, second] = chosen;
  if (first === undefined || second === undefined)
    return `there is no image for ${formatPlatform(platform)} in ${before.source.name}`;
  const digests = [first.descriptor.digest, second.descriptor.digest];
  const key = `before ${measureFormat} ${slipwayVersion} ${digests.join(' ')}`;
  const known = (await ports.store.recall(key)) as Omit<BeforeImage, 'platform'> | undefined;
  if (known !== undefined) return { platform, ...known };
  const measured = {
    before: await weighed(before, first),
    after: await weighed(after, second),
    pull: await pullTimes(await pulled(before, first), await pulled(after, second), ports.signal),
  };
  await ports.store.remember(key, measured);
  return { platform, ...measured };
}

type Chosen = Awaited<ReturnType<typeof chooseImage>>;

/** Undefined: there is none for the platform. */
async function chosenImage({ source }: Opened, platform: Platform): Promise<Chosen | undefined> {
  const tree = await readTree(source.root, source.document);
  return chooseImage(tree, platform, source.document).catch((error: unknown) => {
    if (error instanceof SlipwayError && error.code === 'E_CONFIG') return undefined;
    throw error;
  });
}

async function weighed({ source, store }: Opened, image: Chosen): Promise<WeighedImage> {
  const { manifestDigest, layers, diskBytes, pullBytes, files, findings } = await viewImage(source, {
    image,
    store,
  });
  return {
    manifestDigest,
    layers: layers.length,
    diskBytes,
    pullBytes,
    files: files.filter(isPresent).length,
    findings: findings.map(({ rule, severity, count }) => ({ rule, severity, count })),
  };
}

/** Everything that is pulled of an image, as files of this machine. */
async function pulled({ source, store }: Opened, { descriptor, document }: Chosen): Promise<PullSide> {
  const fileOf = async (
    one: ForeignDescriptor,
    find: () => Promise<string | undefined>,
  ): Promise<ServedBlob> => {
    const { mediaType, digest, size } = one;
    const path = await find();
    if (path !== undefined) return { mediaType, digest, bytes: size, path };
    throw new SlipwayError('E_BASE', `${source.name}: the blob ${digest} is missing`);
  };
  const documentOf = (one: ForeignDescriptor) =>
    fileOf(one, async () => (await store.find(await store.put(await source.document(plain(one)))))?.path);
  const layerOf = (one: ForeignDescriptor) =>
    fileOf(one, async () => {
      const there = await source.locate?.(plain(one));
      if (there !== undefined) return there;
      if ((await store.find(one.digest)) === undefined) await source.fetch(plain(one));
      return (await store.find(one.digest))?.path;
    });
  const layers: ServedBlob[] = [];
  for (const layer of document.layers) layers.push(await layerOf(layer));
  return { manifest: await documentOf(descriptor), config: await documentOf(document.config), layers };
}
