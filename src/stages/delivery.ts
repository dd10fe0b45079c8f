import type { Target } from '../gobuild/targets.ts';
import { checkArchivePlace, writeArchive } from '../image/archive.ts';
import type { Layout } from '../image/image.ts';
import { checkLayoutPlace, writeLayout } from '../image/layout.ts';
import { type BareFile, bareFileName, checkBareFolder, writeBareFiles } from '../output/bare-files.ts';
import type { TargetOutputs } from '../request/output.ts';
import { readTextIfExists, writeFileAtomic } from '../support/files.ts';
import type { InspectedTarget } from './inspection.ts';
import type { Ports } from './ports.ts';

/** The name under which a layout's index.json lists the image: tools that want a tag find this one. */
const layoutRefName = 'latest';

export interface Delivery {
  readonly target: InspectedTarget;
  /** Absent when only bare files were asked for. */
  readonly layout: Layout | undefined;
  readonly places: TargetOutputs;
}

/**
 * Writes what was verified to where it was asked for, the digest file last.
 * @returns true when everything was there already
 */
export async function deliver(deliveries: readonly Delivery[], ports: Ports): Promise<boolean> {
  let unchanged = true;
  for (const { layout, places } of deliveries) {
    for (const { kind, path } of places.outputs) {
      if (kind === 'bin' || layout === undefined) continue;
      const write = kind === 'oci' ? writeLayout : writeArchive;
      const written = await write(layout, ports.store, path, layoutRefName);
      if (written) unchanged = false;
    }
  }
  for (const [directory, files] of bareFiles(deliveries)) {
    if (await writeBareFiles(files, directory)) unchanged = false;
  }
  for (const { layout, places } of deliveries) {
    if (places.digestFile === undefined || layout === undefined) continue;
    const text = `${layout.index.digest}\n`;
    if ((await readTextIfExists(places.digestFile)) !== text) await writeFileAtomic(places.digestFile, text);
  }
  return unchanged;
}

/**
 * Refuses places that nothing may be written to before anything is compiled for them.
 * @throws SlipwayError E_CONFIG for a file where a folder goes, and for a folder that holds something else
 */
export async function checkPlaces(
  targets: readonly Pick<Target, 'name' | 'settings'>[],
  places: ReadonlyMap<string, TargetOutputs>,
): Promise<void> {
  const bareNames = targets.flatMap(({ name, settings }) =>
    settings.platforms.map((platform) => bareFileName({ target: name, platform })),
  );
  for (const { kind, path } of [...places.values()].flatMap(({ outputs }) => outputs)) {
    if (kind === 'oci') await checkLayoutPlace(path);
    else if (kind === 'oci-archive') await checkArchivePlace(path);
    else await checkBareFolder(bareNames, path);
  }
}

/** Bare files by folder: several targets share one folder and its checksums. */
function bareFiles(deliveries: readonly Delivery[]): Map<string, BareFile[]> {
  const folders = new Map<string, BareFile[]>();
  for (const { target, places } of deliveries) {
    for (const { kind, path } of places.outputs) {
      if (kind !== 'bin') continue;
      const files = target.executables.map((executable) => ({ ...executable, target: target.name }));
      folders.set(path, [...(folders.get(path) ?? []), ...files]);
    }
  }
  return folders;
}
