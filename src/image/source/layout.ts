import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, realpath, rm, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { BlobStore } from '../../cache/blob-store.ts';
import { formatImagePlace } from '../../request/image-place.ts';
import { asSlipwayError, isSystemError, type SlipwayError } from '../../support/errors.ts';
import { fileWindows } from '../../support/file-windows.ts';
import { type Digest, hexOf, sha256 } from '../../support/hashing.ts';
import type { Descriptor } from '../descriptor.ts';
import { plain } from '../image-tree.ts';
import { layoutFile } from '../layout-documents.ts';
import { misnamed, saysWhose, unsound } from './faults.ts';
import type { ImageSource } from './image-source.ts';
import { chooseEntry, readLayoutIndex } from './layout-index.ts';
import { findBelow } from './reachable.ts';
import {
  checkDocumentSize,
  maxDocumentBytes,
  measure,
  missingBlob,
  writeBeside,
  wrongLength,
} from './stored.ts';

/**
 * Opens an OCI layout folder that any tool may have written (image-spec, image-layout.md). Only its index.json is read
 * now; each blob when it is asked for.
 * @param choice a name or digest among several; without one there must be one image only
 * @throws SlipwayError E_CONFIG when there is no layout or the choice is not clear, E_BASE when it is a broken one, E_IO
 */
export async function openLayout(
  directory: string,
  choice: string | undefined,
  store: BlobStore,
): Promise<ImageSource> {
  const name = formatImagePlace({
    kind: 'oci',
    path: directory,
    ...(choice !== undefined && { name: choice }),
  });
  return saysWhose(directory, async () => {
    const files = layoutFiles(name, await existingFolder(name, directory));
    const [marker, index] = [await files.small(layoutFile.marker), await files.small(layoutFile.index)];
    const entries = readLayoutIndex(name, marker, index);
    const document = (descriptor: Descriptor): Promise<Uint8Array | undefined> =>
      documentOf(name, files, descriptor);
    const root = chooseEntry(name, entries, choice) ?? (await findBelow(name, entries, choice, document));
    return {
      name,
      root: plain(root),
      document: async (descriptor) => {
        const bytes = await saysWhose(directory, () => document(descriptor));
        if (bytes === undefined) throw missingBlob(name, descriptor);
        return bytes;
      },
      fetch: (descriptor) => fetchBlob(name, files, descriptor, store),
      locate: (descriptor) => locateBlob(name, files, descriptor),
    };
  });
}

async function existingFolder(name: string, directory: string): Promise<string> {
  const found = await statIfThere(directory);
  if (found?.isDirectory()) return realpath(directory);
  const hint =
    'an OCI archive is named with oci-archive:FILE, what docker save writes with docker-archive:FILE';
  throw misnamed(name, found === undefined ? 'does not exist' : 'is not a folder', hint);
}

/** An open file and its real path. */
interface LayoutFile {
  readonly handle: FileHandle;
  readonly bytes: number;
  readonly path: string;
}

interface LayoutFiles {
  /** A regular file inside the layout; undefined when there is none. */
  readonly open: (path: string) => Promise<LayoutFile | undefined>;
  /** A document of the layout itself. */
  readonly small: (path: string) => Promise<Uint8Array | undefined>;
}

/** @param folder its real path */
function layoutFiles(name: string, folder: string): LayoutFiles {
  const openFile: LayoutFiles['open'] = async (path) => {
    const found = await statIfThere(join(folder, path));
    if (found === undefined) return undefined;
    if (!found.isFile()) throw unsound(name, `its ${path} is not a file`);
    const real = await realpath(join(folder, path));
    if (!real.startsWith(folder + sep)) {
      const hint = 'what it leads to may be anything on this machine; copy the layout with "cp -rL"';
      throw unsound(name, `its ${path} is a link that leads out of the layout`, hint);
    }
    // Should a pipe or a link have taken the file's place by now, the one does not block and the other is not followed.
    const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const opened = await handle.stat();
    if (opened.isFile()) return { handle, bytes: opened.size, path: real };
    await handle.close();
    throw unsound(name, `its ${path} is not a file`);
  };
  return {
    open: openFile,
    small: async (path) => {
      const file = await openFile(path);
      if (file === undefined) return undefined;
      await using handle = file.handle;
      if (file.bytes <= maxDocumentBytes) return handle.readFile();
      throw unsound(name, `its ${path} has ${file.bytes} bytes, more than any real one`);
    },
  };
}

function blobPath(digest: Digest): string {
  return `${layoutFile.blobs}/${hexOf(digest)}`;
}

async function documentOf(
  name: string,
  files: LayoutFiles,
  descriptor: Descriptor,
): Promise<Uint8Array | undefined> {
  checkDocumentSize(name, descriptor);
  try {
    const bytes = await files.small(blobPath(descriptor.digest));
    if (bytes === undefined) return undefined;
    if (bytes.length !== descriptor.size) throw wrongLength(name, descriptor, bytes.length);
    if (sha256(bytes) !== descriptor.digest) throw wrongBytes(name, descriptor);
    return bytes;
  } catch (error) {
    throw asSlipwayError(error);
  }
}

async function fetchBlob(
  name: string,
  files: LayoutFiles,
  descriptor: Descriptor,
  store: BlobStore,
): Promise<void> {
  const there = await store.find(descriptor.digest);
  if (there !== undefined) {
    if (there.bytes !== descriptor.size) throw wrongLength(name, descriptor, there.bytes);
    return;
  }
  try {
    const file = await openBlob(name, files, descriptor);
    await using handle = file.handle;
    const written = await writeBeside(fileWindows(handle), store);
    if (written.digest === descriptor.digest) return await store.keep(written.path, written.digest);
    await rm(written.path, { force: true });
    throw wrongBytes(name, descriptor);
  } catch (error) {
    throw asSlipwayError(error);
  }
}

async function locateBlob(name: string, files: LayoutFiles, descriptor: Descriptor): Promise<string> {
  try {
    const file = await openBlob(name, files, descriptor);
    await using handle = file.handle;
    const { digest } = await measure(fileWindows(handle));
    if (digest !== descriptor.digest) throw wrongBytes(name, descriptor);
    return file.path;
  } catch (error) {
    throw asSlipwayError(error);
  }
}

/** A blob's file with the length that its descriptor says. */
async function openBlob(name: string, files: LayoutFiles, descriptor: Descriptor): Promise<LayoutFile> {
  const file = await files.open(blobPath(descriptor.digest));
  if (file === undefined) throw missingBlob(name, descriptor);
  if (file.bytes === descriptor.size) return file;
  await file.handle.close();
  throw wrongLength(name, descriptor, file.bytes);
}

function wrongBytes(name: string, { digest }: Descriptor): SlipwayError {
  return unsound(name, `the bytes of the blob ${digest} have another digest`, 'the layout is damaged');
}

/** Links are followed: where they lead is looked at before anything is read. */
async function statIfThere(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    const absent = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'];
    if (isSystemError(error) && absent.includes(error.code ?? '')) return undefined;
    throw asSlipwayError(error);
  }
}
