import type { Stats } from 'node:fs';
import { lstat, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobStore } from '../cache/blob-store.ts';
import type { Descriptor } from '../image/descriptor.ts';
import type { BlobFile } from '../image/read/blob-hash.ts';
import type { LayerCompression } from '../image/read/decompress.ts';
import { recallScan } from '../image/read/known-scan.ts';
import type { LayerScan } from '../image/read/layer-scan.ts';
import { maxDocumentBytes } from '../image/source/stored.ts';
import { isSystemError, SlipwayError } from '../support/errors.ts';
import { isDigest, type ParsedDigest, parseDigest } from '../support/hashing.ts';

/** An entry of a layout's blobs folder: the digest that its name spells, if it does, and whether it is a file. */
export interface ListedBlob {
  readonly name: string;
  readonly digest?: string;
  readonly isFile: boolean;
}

/** What an OCI layout has besides its blobs. `undefined` content: the file is not there or is no file. */
export interface LayoutFiles {
  readonly ociLayout: Uint8Array | undefined;
  readonly list: () => Promise<readonly ListedBlob[]>;
}

/** Where the checks begin: the layout's index.json, or the descriptor of an index or manifest. */
export type Root =
  | { readonly kind: 'document'; readonly name: string; readonly content: Uint8Array | undefined }
  | { readonly kind: 'descriptor'; readonly name: string; readonly descriptor: Descriptor };

/** What is verified: the same checks run over a layout folder and over the local blob store. */
export interface Subject {
  /** Path or reference, for messages. */
  readonly name: string;
  readonly root: Root;
  readonly find: (digest: string) => Promise<BlobFile | undefined>;
  /** Digests of layers that somebody else made and looks after: they are not asked for, and nothing is said of them. */
  readonly elsewhere?: ReadonlySet<string>;
  /** What somebody found who read a layer before; undefined: nobody did. */
  readonly scanned?: (digest: string, compression: LayerCompression) => Promise<LayerScan | undefined>;
  readonly layout?: LayoutFiles;
}

/**
 * An image that lies in the local blob store and has not been written out yet.
 * @param elsewhere digests of layers that need not lie there
 */
export function storeSubject(
  name: string,
  descriptor: Descriptor,
  store: BlobStore,
  elsewhere: ReadonlySet<string> = new Set(),
): Subject {
  return {
    name,
    elsewhere,
    root: { kind: 'descriptor', name, descriptor },
    find: async (digest) => (isDigest(digest) ? await store.find(digest) : undefined),
    scanned: (digest, compression) => recallScan(store, digest, compression),
  };
}

/**
 * An OCI image layout folder (image-spec, image-layout.md).
 * @throws SlipwayError E_CONFIG when the path is not one, with what is there; E_IO when it cannot be read
 */
export async function layoutSubject(directory: string): Promise<Subject> {
  await refuseOtherThings(directory);
  const [ociLayout, index] = await Promise.all([
    readDocument(join(directory, 'oci-layout')),
    readDocument(join(directory, 'index.json')),
  ]);
  if (ociLayout === undefined && index === undefined) throw await notALayout(directory);
  return {
    name: directory,
    root: { kind: 'document', name: 'index.json', content: index },
    find: async (digest) => {
      const parsed = parseDigest(digest);
      return parsed === undefined ? undefined : regularFile(blobPath(directory, parsed));
    },
    layout: { ociLayout, list: () => listBlobs(directory) },
  };
}

/** The grammar of a digest (descriptor.md) has no slash, and its first letter is no dot: the path stays inside. */
function blobPath(directory: string, { algorithm, encoded }: ParsedDigest): string {
  return join(directory, 'blobs', algorithm, encoded);
}

async function refuseOtherThings(directory: string): Promise<void> {
  const found = await statIfThere(directory);
  if (found === undefined) {
    throw new SlipwayError('E_CONFIG', `there is no OCI layout at ${directory}: the path does not exist`, {
      hint: 'name the folder that holds oci-layout and index.json, an archive, or an image with its registry: ghcr.io/acme/api:v1',
    });
  }
  if (found.isDirectory()) return;
  throw new SlipwayError('E_CONFIG', `${directory} is a file, and an OCI layout is a folder`, {
    hint: 'an archive is named with oci-archive:FILE or docker-archive:FILE',
  });
}

async function notALayout(directory: string): Promise<SlipwayError> {
  const names = (await readdir(directory)).sort();
  const shown = names.slice(0, 8).join(', ') + (names.length > 8 ? ` and ${names.length - 8} more` : '');
  return new SlipwayError(
    'E_CONFIG',
    `${directory} is not an OCI layout: it has neither oci-layout nor index.json\n` +
      (names.length === 0 ? 'the folder is empty' : `it holds ${shown}`),
    { hint: 'name the layout folder itself; with several targets each has its own, DIR/<target>' },
  );
}

/** A document's bytes: one more than the limit when it is longer, undefined when there is no such regular file. */
export async function readDocument(path: string): Promise<Uint8Array | undefined> {
  const found = await regularFile(path);
  if (found === undefined) return undefined;
  await using handle = await open(path, 'r');
  const buffer = Buffer.alloc(Math.min(found.bytes, maxDocumentBytes) + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return Buffer.from(buffer.subarray(0, length));
}

/** Links are followed (some tools write layouts of links); pipes and devices, which would block, are not files. */
async function regularFile(path: string): Promise<BlobFile | undefined> {
  const found = await statIfThere(path);
  return found?.isFile() ? { path, bytes: found.size } : undefined;
}

async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isSystemError(error) && ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(error.code ?? '')) {
      return undefined;
    }
    throw error;
  }
}

async function listBlobs(directory: string): Promise<ListedBlob[]> {
  const listed: ListedBlob[] = [];
  for (const algorithm of await namesIn(join(directory, 'blobs'))) {
    const folder = join(directory, 'blobs', algorithm);
    if (!(await lstat(folder)).isDirectory()) {
      listed.push({ name: `blobs/${algorithm}`, isFile: false });
      continue;
    }
    for (const encoded of await namesIn(folder)) {
      const digest = `${algorithm}:${encoded}`;
      const isFile = (await regularFile(join(folder, encoded))) !== undefined;
      const named = parseDigest(digest) === undefined ? {} : { digest };
      listed.push({ name: `blobs/${algorithm}/${encoded}`, isFile, ...named });
    }
  }
  return listed;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}
