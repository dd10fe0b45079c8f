import { stat } from 'node:fs/promises';
import type { BlobStore } from '../../cache/blob-store.ts';
import { formatImagePlace } from '../../request/image-place.ts';
import type { Compression } from '../../request/request.ts';
import { asSlipwayError, isSystemError, SlipwayError } from '../../support/errors.ts';
import { sha256File } from '../../support/hashing.ts';
import { compressorIdentity } from '../compress.ts';
import { layoutFile } from '../layout-documents.ts';
import { compressionOfFile } from '../read/decompress.ts';
import {
  type ArchiveContents,
  type ArchiveFile,
  type ArchiveLimits,
  defaultArchiveLimits,
  takeArchive,
} from './archive-contents.ts';
import { isDockerArchive, takeDockerImage } from './docker-archive.ts';
import { misnamed, saysWhose } from './faults.ts';
import type { ImageSource } from './image-source.ts';
import { type ArchiveKind, type KnownImage, recallImage } from './known-image.ts';
import { openLayout } from './layout.ts';
import { type FoundImage, holdsWholeIndex, takeOciImage } from './oci-archive.ts';
import { storedSource } from './stored.ts';

/**
 * Opens an OCI archive: a layout in a tar file, also compressed as a whole. The blobs that the chosen image needs are in
 * the store then. `notices` name blobs that are missing or that no image needs.
 * @param choice a name or digest among several; without one there must be one image only
 * @throws SlipwayError E_CONFIG when there is no archive or the choice is not clear; E_BASE when it is broken or hostile,
 * with the entry; E_IO
 */
export function openOciArchive(
  file: string,
  choice: string | undefined,
  store: BlobStore,
  limits = defaultArchiveLimits,
): Promise<ImageSource> {
  const take = async (name: string, contents: ArchiveContents): Promise<FoundImage> => {
    if (isDockerArchive(contents) && contents.find(layoutFile.marker) === undefined)
      throw misnamed(name, 'is no OCI archive', 'it is what docker save writes: docker-archive:FILE');
    return takeOciImage(name, contents, choice);
  };
  return openArchive({ file, choice, store, limits, needs: '', kind: 'oci-archive', take });
}

/**
 * Opens what `docker save` of any age, podman, skopeo, crane or BuildKit write. The blobs of the chosen image are in the
 * store then; `notices` say what could not be kept.
 * @param choice a name as Docker shows it or an image ID; without one there must be one image only
 * @param compression for layers that are not compressed in the archive
 * @throws SlipwayError as {@link openOciArchive}
 */
export function openDockerArchive(
  file: string,
  choice: string | undefined,
  compression: Compression,
  store: BlobStore,
  limits = defaultArchiveLimits,
): Promise<ImageSource> {
  const take = async (name: string, contents: ArchiveContents): Promise<FoundImage> =>
    takeDockerImage({ name, contents, store, compression, limits }, choice);
  const needs = compressorIdentity(compression);
  return openArchive({ file, choice, store, limits, needs, kind: 'docker-archive', take });
}

/**
 * Opens an image at a path that says not what it is: a layout folder, an OCI archive or a docker archive.
 * @throws SlipwayError as {@link openOciArchive} and {@link openLayout}
 */
export async function openImageFile(
  path: string,
  choice: string | undefined,
  compression: Compression,
  store: BlobStore,
): Promise<ImageSource> {
  if ((await lookAt(path)).isDirectory) return openLayout(path, choice, store);
  const limits = defaultArchiveLimits;
  const take = async (name: string, contents: ArchiveContents, kind: ArchiveKind): Promise<FoundImage> =>
    kind === 'docker-archive'
      ? takeDockerImage({ name, contents, store, compression, limits }, choice)
      : takeOciImage(name, contents, choice);
  const needs = `any ${compressorIdentity(compression)}`;
  return openArchive({ file: path, choice, store, limits, needs, kind: undefined, take });
}

interface ArchiveRequest {
  readonly file: string;
  readonly choice: string | undefined;
  readonly store: BlobStore;
  readonly limits: ArchiveLimits;
  /** What the result depends on besides archive and choice. */
  readonly needs: string;
  /** Undefined until the archive was read. */
  readonly kind: ArchiveKind | undefined;
  readonly take: (name: string, contents: ArchiveContents, kind: ArchiveKind) => Promise<FoundImage>;
}

/** An archive's image is remembered by the archive's digest: it is unpacked once as long as the store has its blobs. */
async function openArchive(request: ArchiveRequest): Promise<ImageSource> {
  const { file, choice, store } = request;
  const before = await lookAt(file);
  if (before.isDirectory)
    throw misnamed(file, 'is a folder, and an archive is a file', 'name a layout with oci:DIR');
  const { digest } = await sha256File(file).catch((error: unknown) => Promise.reject(asSlipwayError(error)));
  const key = `image of an archive, 1: ${JSON.stringify([digest, choice ?? null, request.needs])}`;
  const remembered = await recallImage(store, key);
  const found = remembered ?? (await importArchive(request, before.bytes));
  if (remembered === undefined) {
    if ((await lookAt(file)).state !== before.state)
      throw new SlipwayError('E_IO', `${file} changed while it was read`, {
        hint: 'run again once it is whole',
      });
    await store.remember(key, found);
  }
  const source = storedSource(placeName(found.kind, file, choice), found.root, store, found.notices);
  return { ...source, made: found.made === true };
}

async function importArchive(request: ArchiveRequest, bytes: number): Promise<KnownImage> {
  const { file, choice, store, limits } = request;
  const name = request.kind === undefined ? file : placeName(request.kind, file, choice);
  const archive: ArchiveFile = { name, path: file, bytes, compression: await compressionOfFile(file) };
  const contents = await takeArchive(archive, store, limits);
  try {
    const kind = request.kind ?? (await saysWhose(file, () => kindOf(file, contents)));
    const found = await saysWhose(file, () => request.take(placeName(kind, file, choice), contents, kind));
    return { ...found, kind, notices: [...contents.notices, ...found.notices] };
  } catch (error) {
    throw asSlipwayError(error);
  } finally {
    await contents.discard();
  }
}

/** OCI archives for one platform have a manifest.json too, which cannot name their index: the index has the digest to keep. */
async function kindOf(name: string, contents: ArchiveContents): Promise<ArchiveKind> {
  const isDocker = isDockerArchive(contents) && !(await holdsWholeIndex(name, contents));
  return isDocker ? 'docker-archive' : 'oci-archive';
}

function placeName(kind: ArchiveKind, path: string, choice: string | undefined): string {
  return formatImagePlace({ kind, path, ...(choice !== undefined && { name: choice }) });
}

interface Look {
  readonly isDirectory: boolean;
  readonly bytes: number;
  /** Changes when the file is written to or replaced. */
  readonly state: string;
}

async function lookAt(path: string): Promise<Look> {
  try {
    const found = await stat(path);
    if (!found.isFile() && !found.isDirectory()) throw misnamed(path, 'is neither a file nor a folder');
    const { ino, size, mtimeMs, ctimeMs } = found;
    return { isDirectory: found.isDirectory(), bytes: size, state: `${ino} ${size} ${mtimeMs} ${ctimeMs}` };
  } catch (error) {
    if (isSystemError(error) && ['ENOENT', 'ENOTDIR'].includes(error.code ?? ''))
      throw misnamed(path, 'does not exist', 'name the file of an image, or its layout folder');
    throw asSlipwayError(error);
  }
}
