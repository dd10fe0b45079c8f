import { join } from 'node:path';
import type { BlobStore } from '../../cache/blob-store.ts';
import type { TargetReport } from '../../report/model.ts';
import { writtenPlaces } from '../../report/written-places.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { ChainLink } from '../../verify/chain/chain.ts';
import type { Unpacking } from '../pack/unpack-program.ts';
import { type RecomputedChain, recomputeArchive, recomputeFile } from './recompute-chain.ts';

/** A file that a build wrote, with the part of its chain that leads to it. */
export interface ShippedFile {
  /** `api (linux/amd64) api_linux_amd64.tar.gz` */
  readonly subject: string;
  readonly name: string;
  /** Where the report says that it was written; undefined: nowhere. */
  readonly path: string | undefined;
  readonly chain: readonly ChainLink[] | undefined;
  /** @throws SlipwayError E_BINARY for a damaged program, E_IO */
  readonly recompute: (path: string, store: BlobStore, unpacking: Unpacking) => Promise<RecomputedChain>;
}

/** The bare files and release archives of a target. */
export function shippedFiles(target: TargetReport): ShippedFile[] {
  const [bare] = writtenPlaces(target.outputs, 'bin');
  const [archives] = writtenPlaces(target.outputs, 'bin-archive');
  return (target.files ?? []).flatMap((file) => {
    const { chain, archive } = file;
    const shipped = (name: string, folder: string | undefined) => ({
      subject: `${target.name} (${formatPlatform(file.platform)}) ${name}`,
      name,
      path: folder && join(folder, name),
    });
    const program: ShippedFile = {
      ...shipped(file.executable.path, bare),
      // What only the archive is made of is no part of its way.
      chain: chain?.filter(({ stage }) => stage !== 'assets' && stage !== 'archive'),
      recompute: (path, _, unpacking) => recomputeFile(file, path, unpacking),
    };
    if (archive === undefined) return [program];
    const whole: ShippedFile = {
      ...shipped(archive.name, archives),
      chain,
      recompute: (path, store, unpacking) => recomputeArchive(chain ?? [], archive, path, store, unpacking),
    };
    // Only the archive was asked for: then the program lies nowhere else.
    return bare === undefined && archives !== undefined ? [whole] : [program, whole];
  });
}
