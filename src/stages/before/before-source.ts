import { access, rm } from 'node:fs/promises';
import type { ImageSource } from '../../image/source/image-source.ts';
import { buildDockerfile, findDockerfileBuilder } from '../../output/build-dockerfile.ts';
import type { BeforePlace, BeforeRequest } from '../../request/before.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import { openAnyImage } from '../open-image.ts';
import type { RunPorts } from '../registries.ts';

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

/** An image, open, and where its blobs are. */
export interface OpenedImage {
  readonly source: ImageSource;
  readonly store: RunPorts['store'];
}

/** What images are held against. */
export interface OpenedBefore {
  /** What a person should know of how it was read. */
  readonly notices: readonly string[];
  readonly builtBy?: string;
  /** The image for a platform, or why there is none. */
  readonly platform: (platform: Platform) => Promise<OpenedImage | string>;
}

/**
 * Opens the image from before, or builds its Dockerfile when a platform is asked for.
 * @throws SlipwayError E_CONFIG, E_BASE, E_REGISTRY, E_AUTH, E_NETWORK, E_IO when the image cannot be read, E_TOOL without an engine
 */
export async function openBefore(before: BeforeRequest, ports: RunPorts): Promise<OpenedBefore> {
  const { store, registry, signal } = ports;
  const context = { store, registry, compression, signal };
  if (before.kind === 'image') {
    const source = await openAnyImage(before.place, context);
    return { notices: source.notices ?? [], platform: async () => ({ source, store }) };
  }
  const builder = await findDockerfileBuilder(ports);
  const built = new Map<string, Promise<OpenedImage>>();
  const build = async (platform: Platform): Promise<OpenedImage> => {
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
    notices: [],
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
