import { type BillPart, emptyPart } from '../../attest/sbom/bill.ts';
import { dataPart, timeZonesPart } from '../../attest/sbom/subjects.ts';
import { systemPackagesPart } from '../../attest/sbom/system-packages.ts';
import type { Origin } from '../../gobuild/origin.ts';
import { rootsModule } from '../../image/base/roots-module.ts';
import { layerDescriptor } from '../../image/manifest.ts';
import { installedPackages } from '../../image/view/installed-packages.ts';
import type { InspectedExecutable, InspectedTarget } from '../inspection.ts';
import type { Ports } from '../ports.ts';

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
): Promise<BillPart[]> {
  const missing = settings.assets.map(({ to }) => `the assets at ${to}`);
  const parts: BillPart[] = [];
  if (base?.foreign !== undefined) {
    const layers = base.layers.map(layerDescriptor);
    parts.push(systemPackagesPart(image, await installedPackages(base.foreign.source, layers, store)));
    // Only the databases of a base that others made are read.
    missing.unshift('files of its base that belong to no package');
  } else if (settings.base === 'static') {
    parts.push(dataPart(image, rootsModule));
    if (settings.timezones) parts.push(timeZonesPart(image, toolchain.version));
  }
  return [...parts, { ...emptyPart, gaps: missing.map((what) => ({ of: image, what })) }];
}
