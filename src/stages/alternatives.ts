import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { compressed, compressorIdentity } from '../image/compress.ts';
import type { Layer } from '../image/descriptor.ts';
import type { Layout } from '../image/image.ts';
import { storedBlob } from '../image/layout.ts';
import type { Compression } from '../request/request.ts';
import type { Digest } from '../support/hashing.ts';
import type { Ports } from './ports.ts';

/** What is measured against gzip: zstd at the level that costs about as much time. */
export const alternative: Compression = { algorithm: 'zstd', level: 9 };

/**
 * What a client would download of each image if its own gzip layers were zstd: measured, not estimated. Layers of foreign
 * bases are never compressed anew. Remembered by layer, since it takes as long as compressing does.
 * @returns bytes by manifest digest; empty when the layers are zstd already
 */
export async function zstdPullBytes(
  layouts: readonly (Layout | undefined)[],
  ports: Ports,
): Promise<ReadonlyMap<Digest, number>> {
  const pulls = new Map<Digest, number>();
  for (const image of layouts.flatMap((layout) => layout?.images ?? [])) {
    if (!image.layers.some(isOwnGzip)) continue;
    let bytes = image.pullBytes;
    for (const layer of image.layers.filter(isOwnGzip))
      bytes += (await zstdBytes(layer, ports)) - layer.compressedBytes;
    pulls.set(image.manifest.digest, bytes);
  }
  return pulls;
}

function isOwnGzip({ mediaType, foreign }: Layer): boolean {
  return foreign === undefined && mediaType.endsWith('+gzip');
}

async function zstdBytes(layer: Layer, { store, signal }: Ports): Promise<number> {
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
