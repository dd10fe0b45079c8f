import type { BillPart } from '../attest/sbom/bill.ts';
import { dataPart, timeZonesPart } from '../attest/sbom/subjects.ts';
import { systemPackagesPart, unreadText } from '../attest/sbom/system-packages.ts';
import type { Origin } from '../gobuild/origin.ts';
import { rootsModule } from '../image/base/roots-module.ts';
import { layerDescriptor } from '../image/manifest.ts';
import { type InstalledPackages, installedPackages } from '../image/view/installed-packages.ts';
import type { InspectedExecutable, InspectedTarget } from './inspection.ts';
import type { Ports } from './ports.ts';

/**
 * What is in an image beside its program: the packages of its base, and what is there and cannot be listed.
 * @param image the image's id in the bill
 * @throws SlipwayError E_BASE when the base's layers cannot be read; as its source's `fetch`
 */
export async function baseParts(
  image: string,
  { settings }: InspectedTarget,
  { base }: InspectedExecutable,
  { toolchain }: Origin,
  { store }: Ports,
): Promise<{ parts: BillPart[]; gaps: string[] }> {
  const assets = settings.assets.map(({ to }) => `the assets at ${to}`);
  if (base?.foreign !== undefined) {
    const layers = base.layers.map(layerDescriptor);
    const found = await installedPackages(base.foreign.source, layers, store);
    return {
      parts: [systemPackagesPart(image, found)],
      gaps: [...baseGaps(base.reference, found), ...assets],
    };
  }
  if (settings.base !== 'static') return { parts: [], gaps: assets };
  const zones = settings.timezones ? [timeZonesPart(image, toolchain.version)] : [];
  return { parts: [dataPart(image, rootsModule), ...zones], gaps: assets };
}

/** Only the databases of a base that others made are read. */
function baseGaps(reference: string, { unread }: InstalledPackages): string[] {
  return [...unread.map(unreadText), `files of ${reference} that belong to no package`];
}
