import type { InstalledPackage, InstalledPackages } from '../../image/view/installed-packages.ts';
import type { BillPart, Component } from './bill.ts';
import { packageUrl } from './purl.ts';

/** The distribution and the packages that an image stands on. */
export function systemPackagesPart(
  image: string,
  { distribution, packages, unread }: InstalledPackages,
): BillPart {
  const system = distribution === undefined ? [] : [operatingSystem(distribution)];
  const components = [...system, ...packages.map((one) => systemPackage(one, distribution))];
  return {
    components,
    contents: components.length === 0 ? [] : [{ from: image, to: components.map(({ id }) => id) }],
    dependencies: [],
    gaps: unread.map((path) => ({ of: image, what: `the packages in ${path}, a database that is not read` })),
  };
}

type Distribution = NonNullable<InstalledPackages['distribution']>;

/** Scanners choose by it whose advisories count. */
function operatingSystem({ id, version }: Distribution): Component {
  const name = [id, version].filter((part) => part !== undefined).join(' ');
  return {
    id: `system ${name}`,
    kind: 'operating-system',
    name: id,
    ...(version !== undefined && { version }),
  };
}

/** Whose packages these are where no os-release says it: the distribution that the format comes from. */
const usualDistribution = { dpkg: 'debian', apk: 'alpine' } as const;
const types = { dpkg: 'deb', apk: 'apk' } as const;

function systemPackage(one: InstalledPackage, distribution: Distribution | undefined): Component {
  const { manager, name, version, architecture, source, license } = one;
  const { id = usualDistribution[manager], version: release } = distribution ?? {};
  const purl = packageUrl({
    type: types[manager],
    namespace: id,
    name,
    version,
    qualifiers: {
      arch: architecture,
      distro: release === undefined ? undefined : `${id}-${release}`,
      // What Debian's and Alpine's advisories go by; scanners look for it here.
      upstream: source,
    },
  });
  const facts = {
    ...(source !== undefined && { 'system:source-package': source }),
    // As the database has it, which need not be an expression of SPDX's.
    ...(license !== undefined && { 'system:licence': license }),
  };
  return {
    id: `package ${purl}`,
    kind: 'system-package',
    name,
    version,
    purl,
    ...(Object.keys(facts).length > 0 && { facts }),
  };
}
