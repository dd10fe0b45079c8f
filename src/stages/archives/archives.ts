import type { SourceFacts } from '../../gobuild/source.ts';
import { type MadeArchive, makeArchive } from '../../output/release-archive.ts';
import type { BuildRequest } from '../../request/request.ts';
import type { Delivery } from '../delivery.ts';
import { createdTime } from '../images.ts';
import { shippedFile } from '../pack/packing.ts';
import type { Ports } from '../ports.ts';
import { archiveFiles } from './archive-files.ts';

/**
 * The release archives that were asked for, in the store, by the paths of their programs. Their files' time is the commit's, as the
 * images' is.
 * @throws SlipwayError E_CONFIG, E_IO as `archiveFiles` and `makeArchive`
 */
export async function makeArchives(
  deliveries: readonly Pick<Delivery, 'target' | 'places'>[],
  request: Pick<BuildRequest, 'sourceDateEpoch'>,
  origin: { readonly source: SourceFacts },
  { store }: Pick<Ports, 'store'>,
): Promise<ReadonlyMap<string, MadeArchive>> {
  const made = new Map<string, MadeArchive>();
  for (const { target, places } of deliveries) {
    if (!places.outputs.some(({ kind }) => kind === 'bin-archive')) continue;
    const files = await archiveFiles(target, origin.source);
    const mtime = Date.parse(createdTime(target, request, origin)) / 1000;
    for (const executable of target.executables) {
      const program = { target: target.name, platform: executable.platform };
      const { path, ...content } = shippedFile(executable);
      made.set(executable.path, await makeArchive(program, { file: path, ...content }, files, mtime, store));
    }
  }
  return made;
}
