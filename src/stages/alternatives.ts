import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pLimit from 'p-limit';
import { programLayerRequest } from '../engine/parts.ts';
import type { BuiltTarget } from '../gobuild/build.ts';
import { compressed, compressorIdentity } from '../image/compress.ts';
import type { Layer } from '../image/descriptor.ts';
import type { Layout } from '../image/image.ts';
import { knownZstdLength, type MadeLayer } from '../image/layer.ts';
import { storedBlob } from '../image/layout.ts';
import { mayPack } from '../request/pack-policy.ts';
import type { BuildRequest, Compression } from '../request/request.ts';
import type { Digest } from '../support/hashing.ts';
import type { Ports } from './ports.ts';
import { holdsImage } from './program-layers.ts';

/** What is measured against gzip: zstd at the level that costs about as much time. */
export const alternative: Compression = { algorithm: 'zstd', level: 9 };

/**
 * How long the layers of programs would be in the other compression. That takes as long as compressing them does, and goes on beside
 * it: one program after another.
 * @returns by the programs' paths; without those that may yet be packed
 */
export function programAlternatives(
  targets: readonly BuiltTarget[],
  { sourceDateEpoch: mtime = 0 }: Pick<BuildRequest, 'sourceDateEpoch'>,
  { store, signal }: Pick<Ports, 'store' | 'signal'>,
): ReadonlyMap<string, Promise<number>> {
  const oneByOne = pLimit(1);
  const gzipped = targets.filter(
    ({ settings: { compression, pack } }) => compression.algorithm === 'gzip' && !mayPack(pack),
  );
  return new Map(
    gzipped.flatMap(({ name, settings, executables }) =>
      executables.filter(holdsImage).map(({ path, digest, bytes }) => {
        const executable = { file: path, digest, bytes };
        const plan = { name, executable, settings: { ...settings, compression: alternative }, mtime };
        const length = oneByOne(() => {
          signal.throwIfAborted();
          return knownZstdLength(programLayerRequest(plan), store, signal);
        });
        // Who asks is told.
        length.catch(() => undefined);
        return [path, length] as const;
      }),
    ),
  );
}

/**
 * What a client would download of each image if its own gzip layers were zstd: measured, not estimated. Layers of foreign
 * bases are never compressed anew. Remembered by layer.
 * @param layers of programs, by their paths
 * @param begun by the programs' paths
 * @returns bytes by manifest digest; empty when the layers are zstd already
 */
export async function zstdPullBytes(
  layouts: readonly (Layout | undefined)[],
  layers: ReadonlyMap<string, MadeLayer>,
  begun: ReadonlyMap<string, Promise<number>>,
  ports: Pick<Ports, 'store' | 'signal'>,
): Promise<ReadonlyMap<Digest, number>> {
  const known = new Map([...layers].map(([path, { layer }]) => [layer.diffId, begun.get(path)]));
  const pulls = new Map<Digest, number>();
  for (const image of layouts.flatMap((layout) => layout?.images ?? [])) {
    if (!image.layers.some(isOwnGzip)) continue;
    let bytes = image.pullBytes;
    for (const layer of image.layers.filter(isOwnGzip))
      bytes += (await (known.get(layer.diffId) ?? zstdBytes(layer, ports))) - layer.compressedBytes;
    pulls.set(image.manifest.digest, bytes);
  }
  return pulls;
}

function isOwnGzip({ mediaType, foreign }: Layer): boolean {
  return foreign === undefined && mediaType.endsWith('+gzip');
}

async function zstdBytes(layer: Layer, { store, signal }: Pick<Ports, 'store' | 'signal'>): Promise<number> {
  const key = `bytes ${compressorIdentity(alternative)} ${layer.diffId}`;
  const known = await store.recall(key);
  if (typeof known === 'number') return known;
  let bytes = 0;
  const path = await storedBlob(store, layer.digest);
  await pipeline(
    createReadStream(path),
    createGunzip(),
    (plain: AsyncIterable<Uint8Array>) => compressed(plain, alternative),
    async (packed) => {
      for await (const chunk of packed) bytes += chunk.length;
    },
    { signal },
  );
  await store.remember(key, bytes);
  return bytes;
}
