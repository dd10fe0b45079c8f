import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { withFileSource } from '../../binary/byte-source.ts';
import { compressionOfFile, defaultLimits, UnpackFault, unpacked } from '../../image/read/decompress.ts';
import type { Attribution } from '../../size/attribution.ts';
import { contentOf, type PackedLayer } from '../../size/wire/layer-cost.ts';
import { type ProgramCost, programCost } from '../../size/wire/program-cost.ts';
import { asSlipwayError, SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { readTar, type TarContent, type TarEntry } from '../../support/tar/read-tar.ts';

/** A program in a layer's blob. */
export interface PackedProgram {
  /** What each part of it costs there. @throws SlipwayError E_BASE when the layer is damaged */
  readonly cost: (attribution: Attribution) => ProgramCost;
}

/**
 * Finds a program in a layer by its bytes: the entry that has its length and digest, whatever it is called.
 * @param path of the blob: a tar archive, plain, gzip or zstd
 * @throws SlipwayError E_BASE when it does not unpack, or the program is not in it; E_IO when it cannot be read
 */
export async function findInLayer(
  path: string,
  program: { readonly bytes: number; readonly digest: Digest },
): Promise<PackedProgram> {
  try {
    const compression = await compressionOfFile(path);
    const { size: compressedBytes } = await stat(path);
    let uncompressedBytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      const file = { read: (start: number) => createReadStream(path, { start }) };
      for await (const chunk of unpacked(file, () => compressedBytes, compression, defaultLimits)) {
        uncompressedBytes += chunk.length;
        yield chunk;
      }
    }
    const stream = counted();
    const entry = await entryOf(stream, program);
    // What lies behind it belongs to the layer too.
    for await (const _ of stream);
    if (entry === undefined) throw notInLayer(path);
    const layer = { compression, compressedBytes, uncompressedBytes };
    return { cost: (attribution) => costOf(attribution, path, layer, entry) };
  } catch (error) {
    if (!(error instanceof UnpackFault)) throw asSlipwayError(error);
    throw new SlipwayError('E_BASE', `${path} is no layer that can be read: ${error.message}`, {
      cause: error,
    });
  }
}

async function entryOf(
  stream: AsyncGenerator<Uint8Array>,
  { bytes, digest }: { readonly bytes: number; readonly digest: Digest },
): Promise<TarEntry | undefined> {
  let found: TarEntry | undefined;
  for await (const item of readTar(stream)) {
    if (item.kind === 'fault') continue;
    const { entry, content } = item;
    const mayBe = found === undefined && entry.type === 'file' && entry.size === bytes;
    if (mayBe && (await digestOf(content)) === digest) found = entry;
  }
  return found;
}

async function digestOf(content: TarContent): Promise<Digest> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return `sha256:${hash.digest('hex')}`;
}

function notInLayer(path: string): SlipwayError {
  return new SlipwayError('E_BASE', `the program is not in the layer ${path}: no file in it has its bytes`, {
    hint: 'name the blob of the image that has this file, uncompressed or as it is pulled: blobs/sha256/… of a layout',
  });
}

function costOf(
  attribution: Attribution,
  path: string,
  layer: Omit<PackedLayer, 'content'>,
  entry: TarEntry,
): ProgramCost {
  return withFileSource(path, (source) =>
    programCost(attribution, { ...layer, content: contentOf(source) }, entry),
  );
}
