import type { Digest } from '../../support/hashing.ts';
import type { BillPart, Component, Subject } from './bill.ts';
import { golangUrl, packageUrl } from './purl.ts';

/** As a config says it: others than Slipway build for others. */
interface ImagePlatform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string | undefined;
}

/** An image for one platform, which is known by its manifest. */
export function imageComponent(image: {
  readonly name: string;
  readonly version?: string | undefined;
  readonly digest: Digest;
  readonly platform?: ImagePlatform | undefined;
  readonly facts: Readonly<Record<string, string>>;
}): Subject {
  const { name, version, digest, platform, facts } = image;
  return {
    id: `image ${name}`,
    kind: 'image',
    name,
    ...(version !== undefined && { version }),
    purl: packageUrl({ type: 'oci', name, version: digest, qualifiers: { arch: platform?.architecture } }),
    digest,
    facts: { ...(platform !== undefined && { 'image:platform': platformText(platform) }), ...facts },
  };
}

function platformText({ os, architecture, variant }: ImagePlatform): string {
  return [os, architecture, variant].filter((part) => part !== undefined && part !== '').join('/');
}

/** Data of a Go module that lies in an image as files: the certificates of the static base. */
export function dataPart(
  image: string,
  module: { readonly path: string; readonly version: string; readonly h1: string },
): BillPart {
  const { path, version, h1 } = module;
  const data: Component = {
    id: `data ${path}@${version}`,
    kind: 'data',
    name: path,
    version,
    purl: golangUrl(path, version),
    h1,
  };
  return { components: [data], contents: [{ from: image, to: [data.id] }], dependencies: [], gaps: [] };
}

/** Time zones of a Go distribution, which lie in an image as files. */
export function timeZonesPart(image: string, goVersion: string): BillPart {
  const data: Component = {
    id: `data lib/time/zoneinfo.zip ${goVersion}`,
    kind: 'data',
    name: 'lib/time/zoneinfo.zip of Go',
    version: goVersion,
  };
  return { components: [data], contents: [{ from: image, to: [data.id] }], dependencies: [], gaps: [] };
}
