import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BlobStore } from '../../cache/blob-store.ts';
import { encodeConfig } from '../../image/config.ts';
import { type LayerKind, mediaType } from '../../image/descriptor.ts';
import type { Image } from '../../image/image.ts';
import type { LayerRequest } from '../../image/layer.ts';
import { writeLayout } from '../../image/layout.ts';
import { encodeManifest } from '../../image/manifest.ts';
import { completeEntries, tarStream } from '../../image/tar.ts';
import { formatCompression } from '../../request/compression.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { Digest } from '../../support/hashing.ts';
import { assembleIndex, putDocument } from '../embedded.ts';
import { baseHistory, executionOf, ownLayers } from '../parts.ts';
import { executablePath, type ImagePlan } from '../plan.ts';
import { platformName } from './arguments.ts';
import type { Definition } from './solve.ts';

/** An archive that becomes a layer. */
export interface PlannedArchive {
  readonly kind: LayerKind;
  readonly diffId: Digest;
}

/** What BuildKit puts together of one target's images, and what is expected of it. */
export interface Assembly {
  readonly definition: Definition;
  readonly hasAssets: boolean;
  /** The layers above the base by platform, from the lowest up. */
  readonly archives: ReadonlyMap<string, readonly PlannedArchive[]>;
}

/**
 * Lays out in a folder what BuildKit needs to put images together: as an OCI layout the *stem*, which is each image without its own
 * layers and with its whole config; the own layers as archives, so that owners, modes and times are those of the embedded engine
 * whatever file system this is; and the Dockerfile, which adds the one to the other.
 * @param folder a new one, absolute
 * @param store the bases' layers come from here
 * @throws SlipwayError E_CONFIG, E_BASE as `ownLayers`; E_IO when a file changed or the folder cannot be written
 */
export async function layOut(
  name: string,
  plans: readonly ImagePlan[],
  folder: string,
  store: BlobStore,
): Promise<Assembly> {
  const context = join(folder, 'context');
  await mkdir(context, { recursive: true });
  const archives = new Map<string, readonly PlannedArchive[]>();
  for (const plan of plans) {
    const planned: PlannedArchive[] = [];
    for (const { request } of ownLayers(plan)) {
      const path = join(context, `${layerName(request.kind)}-${platformName(plan.platform)}.tar`);
      const entries = completeEntries(request.entries, request.below);
      const diffId = await writeArchive(path, tarStream(entries, request), markOf(request));
      planned.push({ kind: request.kind, diffId });
    }
    archives.set(formatPlatform(plan.platform), planned);
  }
  const stem = join(folder, 'stem');
  const tree = await assembleIndex(await Promise.all(plans.map((plan) => stemImage(plan, store))), {}, store);
  await writeLayout(tree, store, stem, 'stem');
  const dockerfile = join(folder, 'Dockerfile');
  const hasAssets = [...archives.values()].some((made) => made.some(({ kind }) => kind === 'asset'));
  await writeFile(dockerfile, assemblyText(hasAssets));
  const [plan] = plans;
  const seconds = Math.max(0, Math.floor(Date.parse(plan?.created ?? '') / 1000)) || 0;
  return {
    definition: {
      ...{ name, context, dockerfile },
      platforms: plans.map(({ platform }) => platform),
      contexts: [{ name: 'stem', kind: 'layout', path: stem, digest: tree.root.digest }],
      // What BuildKit writes of times: the config's `created`, and its own step in the history.
      args: { SOURCE_DATE_EPOCH: String(seconds) },
      ...{ secrets: [], ssh: [] },
    },
    ...{ archives, hasAssets },
  };
}

/**
 * What follows an archive's end, where no reader looks: BuildKit, which hands out a layer in the form that it first made it in,
 * then takes the same files compressed otherwise for another layer.
 */
function markOf({ compression }: LayerRequest): Buffer {
  const mark = Buffer.alloc(512);
  mark.write(`compressed as ${formatCompression(compression)}`);
  return mark;
}

const layerNames = { asset: 'assets', binary: 'program', base: 'base' } as const;

function layerName(kind: LayerKind): string {
  return layerNames[kind];
}

/**
 * The same where the program is compiled in the same definition: by the stage `programs`.
 * @param hasAssets whether there is a layer of assets
 */
export function compiledAssemblyText(name: string, hasAssets: boolean): string {
  const from = `/${platformWords}/${name}`;
  const to = executablePath(name);
  return [...stemLines(hasAssets), `COPY --link --from=programs ${JSON.stringify([from, to])}`, ''].join(
    '\n',
  );
}

/**
 * The archives have every parent folder, and `--link` makes a layer of each that does not depend on what lies below it.
 * @param hasAssets whether there is a layer of assets
 */
export function assemblyText(hasAssets: boolean): string {
  return [...stemLines(hasAssets), `ADD --link program-${platformWords}.tar /`, ''].join('\n');
}

/** `linux-armv7`, put together by the frontend. */
const platformWords = `\${TARGETOS}-\${TARGETARCH}\${TARGETVARIANT}`;

function stemLines(hasAssets: boolean): string[] {
  return [
    '# The stem is the base with all that the image says of itself: user, environment, entrypoint, labels.',
    'FROM stem',
    ...['ARG TARGETOS', 'ARG TARGETARCH', 'ARG TARGETVARIANT'],
    ...(hasAssets ? [`ADD --link assets-${platformWords}.tar /`] : []),
  ];
}

/** The image without its own layers. */
async function stemImage(plan: ImagePlan, store: BlobStore): Promise<Image> {
  const { platform, created, base } = plan;
  const execution = executionOf(plan);
  const history = baseHistory(plan);
  const configBytes = encodeConfig({ platform, created, execution, layers: base.layers, history });
  const config = await putDocument(store, mediaType.config, configBytes);
  const manifestBytes = encodeManifest({ config, layers: base.layers, annotations: {} });
  const manifest = await putDocument(store, mediaType.manifest, manifestBytes);
  return {
    platform,
    manifest: { ...manifest, platform },
    config,
    layers: base.layers,
    pullBytes: manifest.size + config.size,
    cached: false,
  };
}

/** @returns the digest of the archive without the mark */
async function writeArchive(path: string, content: AsyncIterable<Uint8Array>, mark: Buffer): Promise<Digest> {
  const hash = createHash('sha256');
  const meter = new Transform({
    transform(chunk: Uint8Array, _, done) {
      hash.update(chunk);
      // The archive's windows are written over once the next ones are asked for.
      done(null, Buffer.from(chunk));
    },
    flush(done) {
      done(null, mark);
    },
  });
  await pipeline(Readable.from(content), meter, createWriteStream(path, { flags: 'wx' }));
  return `sha256:${hash.digest('hex')}`;
}
