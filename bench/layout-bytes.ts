import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface ImageBytes {
  /** The layers' archives, unpacked. */
  readonly disk: number;
  /** Manifest, config and layers as they are downloaded. */
  readonly pull: number;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** What the one image of a layout costs, read from its blobs: the same for every maker. */
export async function layoutBytes(layout: string): Promise<ImageBytes> {
  const read = ({ digest }: Descriptor): Promise<Buffer> =>
    readFile(join(layout, 'blobs', digest.replace(':', '/')));
  let document = JSON.parse(await readFile(join(layout, 'index.json'), 'utf8'));
  let manifestBytes = 0;
  while (document.layers === undefined) {
    const [descriptor, ...others] = document.manifests as Descriptor[];
    if (descriptor === undefined || others.length > 0) throw new Error(`${layout} holds not one image`);
    manifestBytes = descriptor.size;
    document = JSON.parse((await read(descriptor)).toString('utf8'));
  }
  const layers = document.layers as Descriptor[];
  let disk = 0;
  for (const layer of layers) disk += gunzipSync(await read(layer)).length;
  const config = document.config as Descriptor;
  return { disk, pull: layers.reduce((sum, { size }) => sum + size, manifestBytes + config.size) };
}
