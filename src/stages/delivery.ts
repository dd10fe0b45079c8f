import type { BlobStore } from '../cache/blob-store.ts';
import type { Target } from '../gobuild/targets.ts';
import { writeArchive } from '../image/archive.ts';
import { checkArchivePlace } from '../image/archive-file.ts';
import { fetchingStore, type LayerOrigin, layerOrigins } from '../image/base/fetching.ts';
import { writeDockerArchive } from '../image/docker-archive.ts';
import type { Layout } from '../image/image.ts';
import { checkLayoutPlace, writeLayout } from '../image/layout.ts';
import { checkFilesPlace, type FolderFile, writeCheckedFolder } from '../output/checked-folder.ts';
import { bareFileName, releaseArchiveName } from '../output/file-names.ts';
import type { MadeArchive } from '../output/release-archive.ts';
import { isOfFiles, type TargetOutputs } from '../request/output.ts';
import type { Output } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import { exists, readTextIfExists, writeFileAtomic } from '../support/files.ts';
import type { Digest } from '../support/hashing.ts';
import type { InspectedExecutable, InspectedTarget } from './inspection.ts';
import { shippedFile } from './pack/packing.ts';
import type { Ports } from './ports.ts';
import { checkShardPlace } from './shards/folder.ts';

/** The name under which a layout's index.json lists the image: tools that want a tag find this one. */
export const layoutRefName = 'latest';

export interface Delivery {
  readonly target: InspectedTarget;
  /** Absent when only bare files were asked for. */
  readonly layout: Layout | undefined;
  readonly places: TargetOutputs;
  /** What the image is called in archives that have names: `docker.io/library/api:v1`. */
  readonly names: readonly string[];
  /** The layers of its bases that others made: they need not lie in the store. */
  readonly origins: ReadonlyMap<Digest, LayerOrigin>;
}

/** The store with everything that an image is made of: a base's layer that is not there is fetched. */
export function storeOf({ origins }: Pick<Delivery, 'origins'>, { store }: Pick<Ports, 'store'>): BlobStore {
  return fetchingStore(store, origins);
}

/** Where the layers come from that a target's images share with their bases. */
export function originsOf({ executables }: InspectedTarget): Delivery['origins'] {
  return layerOrigins(executables.flatMap(({ base }) => base ?? []));
}

/**
 * Writes what was verified to where it was asked for, the digest file last.
 * @param archives by the paths of their programs
 * @returns true when everything was there already
 */
export async function deliver(
  deliveries: readonly Delivery[],
  archives: ReadonlyMap<string, MadeArchive>,
  ports: Ports,
): Promise<boolean> {
  let unchanged = true;
  for (const delivery of deliveries) {
    for (const output of delivery.places.outputs) {
      if (isOfFiles(output) || output.kind === 'shard' || delivery.layout === undefined) continue;
      if (await writeImage(output, delivery.layout, delivery, storeOf(delivery, ports))) unchanged = false;
    }
  }
  for (const [directory, files] of filesByFolder(deliveries, archives)) {
    if (await writeCheckedFolder(files, directory)) unchanged = false;
  }
  for (const { layout, places } of deliveries) {
    if (places.digestFile === undefined || layout === undefined) continue;
    const text = `${layout.root.digest}\n`;
    if ((await readTextIfExists(places.digestFile)) !== text) await writeFileAtomic(places.digestFile, text);
  }
  return unchanged;
}

function writeImage(
  { kind, path }: Output,
  layout: Layout,
  { names }: Delivery,
  store: BlobStore,
): Promise<boolean> {
  if (kind !== 'docker-archive') {
    return (kind === 'oci' ? writeLayout : writeArchive)(layout, store, path, layoutRefName);
  }
  const [image, ...others] = layout.images;
  if (image !== undefined && others.length === 0) return writeDockerArchive(image, store, path, names);
  throw new SlipwayError(
    'E_CONFIG',
    `a docker archive holds one platform, and ${path} would hold ${layout.images.length}`,
    {
      hint: 'choose one with --platform',
    },
  );
}

/**
 * Refuses places that nothing may be written to, and files that cannot be put there, before anything is compiled for them.
 * @throws SlipwayError E_CONFIG for a file where a folder goes, for a folder that holds something else, and for a file of release
 *   archives that is not there
 */
export async function checkPlaces(
  targets: readonly Pick<Target, 'name' | 'settings'>[],
  places: ReadonlyMap<string, TargetOutputs>,
): Promise<void> {
  const programs = targets.flatMap(({ name, settings }) =>
    settings.platforms.map((platform) => ({ target: name, platform })),
  );
  const names = programs.flatMap((program) => [bareFileName(program), releaseArchiveName(program)]);
  for (const { kind, path } of [...places.values()].flatMap(({ outputs }) => outputs)) {
    if (kind === 'oci') await checkLayoutPlace(path);
    else if (kind === 'oci-archive' || kind === 'docker-archive') await checkArchivePlace(path);
    else if (kind === 'shard') await checkShardPlace(path);
    else await checkFilesPlace(names, path);
    if (kind === 'bin-archive') await checkArchiveFiles(targets);
  }
}

async function checkArchiveFiles(targets: readonly Pick<Target, 'settings'>[]): Promise<void> {
  for (const path of new Set(targets.flatMap(({ settings }) => settings.archiveFiles ?? []))) {
    if (await exists(path)) continue;
    throw new SlipwayError('E_CONFIG', `--archive-file ${path}: there is no such file`, {
      hint: 'name a file or folder of the source, or leave it out: then readme and licences go into the archives',
    });
  }
}

/** Files by folder: several targets share one folder and its checksums, and so do programs and their archives. */
function filesByFolder(
  deliveries: readonly Delivery[],
  archives: ReadonlyMap<string, MadeArchive>,
): Map<string, FolderFile[]> {
  const folders = new Map<string, FolderFile[]>();
  for (const { target, places } of deliveries) {
    for (const { kind, path } of places.outputs.filter((output) => isOfFiles(output))) {
      const files = target.executables.map((executable): FolderFile => {
        if (kind === 'bin') return bareFile(target.name, { ...executable, ...shippedFile(executable) });
        const archive = archives.get(executable.path);
        if (archive === undefined) throw new SlipwayError('E_INTERNAL', `${target.name} has no archive`);
        return { ...archive, mode: 0o644 };
      });
      folders.set(path, [...(folders.get(path) ?? []), ...files]);
    }
  }
  return folders;
}

/** A program as a file of a folder. */
export function bareFile(
  target: string,
  { platform, path, digest }: Pick<InspectedExecutable, 'platform' | 'path' | 'digest'>,
): FolderFile {
  return { name: bareFileName({ target, platform }), path, digest, mode: 0o755 };
}
