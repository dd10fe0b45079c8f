import { createHash } from 'node:crypto';
import { Agent, get } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { inParallel } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { ServedBlob } from './slow-registry.ts';

/** What is pulled of one platform's image. */
export interface PulledImage {
  readonly manifest: ServedBlob;
  readonly config: ServedBlob;
  readonly layers: readonly ServedBlob[];
}

/** As docker and containerd have it. */
const layersAtOnce = 3;

/**
 * Pulls an image as engines do: manifest, config, then its layers, three at a time; each is checked and unpacked as it comes, and
 * nothing is kept. A layer that an image has twice is pulled once.
 * @throws SlipwayError E_REGISTRY when something is not what its digest says
 */
export async function pullOnce(
  address: string,
  { manifest, config, layers }: PulledImage,
  signal: AbortSignal,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: layersAtOnce });
  try {
    const from = { address, agent, signal };
    await fetched('manifests', manifest, from);
    await fetched('blobs', config, from);
    const different = [...new Map(layers.map((layer) => [layer.digest, layer])).values()];
    await inParallel(different, layersAtOnce, (layer) => fetched('blobs', layer, from));
  } finally {
    agent.destroy();
  }
}

interface From {
  readonly address: string;
  readonly agent: Agent;
  readonly signal: AbortSignal;
}

async function fetched(kind: 'manifests' | 'blobs', blob: ServedBlob, from: From): Promise<void> {
  const { digest, mediaType } = blob;
  const content = await opened(`${from.address}/v2/image/${kind}/${digest}`, from);
  const hash = createHash('sha256');
  const hashed = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      yield chunk;
    }
  };
  const sink = async (chunks: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const _ of chunks);
  };
  const { signal } = from;
  if (/[.+]gzip$/.test(mediaType)) await pipeline(content, hashed, createGunzip(), sink, { signal });
  else if (/[.+]zstd$/.test(mediaType))
    await pipeline(content, hashed, createZstdDecompress(), sink, { signal });
  else await pipeline(content, hashed, sink, { signal });
  if (`sha256:${hash.digest('hex')}` !== digest)
    throw new SlipwayError('E_REGISTRY', `${digest} came with other bytes from a registry on this machine`);
}

function opened(url: string, { agent, signal }: From): Promise<Readable> {
  return new Promise((resolve, reject) => {
    get(url, { agent, signal }, (response) => {
      if (response.statusCode === 200) return resolve(response);
      response.resume();
      const what = `a registry on this machine answers ${response.statusCode} for ${url}`;
      reject(new SlipwayError('E_REGISTRY', what));
    }).on('error', reject);
  });
}
