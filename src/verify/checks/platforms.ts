import { isAttestation } from '../../image/documents.ts';
import { knownMediaType } from '../../image/media-types.ts';
import type { Fault, WholeCheck } from '../check.ts';
import type { IndexNode } from '../examine.ts';
import { normalVariant, platformText } from '../image.ts';
import { type DescriptorView, itemsOf, objectOf, type PlatformView } from '../views.ts';

/** image-spec, image-index.md, "platform": a client takes the first entry that matches. */
export const platforms: WholeCheck = {
  of: 'whole',
  name: 'index/platforms',
  severity: 'block',
  run: function* ({ examination }) {
    for (const node of examination.indexes) {
      yield* families(node);
      // A layout's index.json lists images side by side, each under its own name; an image index is one image.
      if (node.document.name !== 'index.json') yield* eachOnce(node);
    }
  },
};

function* eachOnce({ document, entries }: IndexNode): Generator<Fault> {
  const raw = itemsOf(document.json.value, 'manifests');
  const first = new Map<string, number>();
  const lastVariant = new Map<string, string>();
  for (const [at, { descriptor, where }] of entries.entries()) {
    const { platform } = descriptor;
    if (!isImageEntry(descriptor) || platform === undefined) continue;
    // `os.features` tells entries apart too (image-index.md); it has no order of its own.
    const features = JSON.stringify(objectOf(objectOf(raw[at])['platform'])['os.features'] ?? []);
    const family = `${platform.os}/${platform.architecture} ${platform.osVersion ?? ''} ${features}`;
    const variant = normalVariant(platform);
    const earlier = first.get(`${family} ${variant}`);
    if (earlier !== undefined) yield twice(where, platform, earlier);
    else first.set(`${family} ${variant}`, at);
    const previous = lastVariant.get(family);
    if (previous !== undefined && compareVariants(variant, previous) < 0) {
      yield { ...unsorted(where, platform, previous) };
    }
    lastVariant.set(family, variant);
  }
}

function isImageEntry(descriptor: DescriptorView): boolean {
  return knownMediaType(descriptor.mediaType ?? '')?.role === 'manifest' && !isAttestation(descriptor);
}

function twice(where: string, platform: PlatformView, earlier: number): Fault {
  const what = `${platformText(platform)} is there already at /manifests/${earlier}: clients take the first and never see this one`;
  return { where: `${where}/platform`, what, todo: 'keep one image for each platform' };
}

function unsorted(where: string, platform: PlatformView, previous: string): Fault {
  const what = `${platformText(platform)} stands behind ${previous}: a client that knows no variants takes the first, which should run everywhere`;
  return { where: `${where}/platform`, what, severity: 'warn', todo: 'list lower variants first' };
}

/** `v7` before `v8`, and v8.1 before v8.10. */
function compareVariants(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Docker's and OCI's types in one index: allowed by the letter, refused by registries and engines. */
function* families({ document, entries }: IndexNode): Generator<Fault> {
  if (document.name === 'index.json') return;
  const known = entries.flatMap(({ descriptor }) => knownMediaType(descriptor.mediaType ?? '') ?? []);
  const own = knownMediaType(document.mediaType ?? '');
  const all = new Set([...known, ...(own === undefined ? [] : [own])].map(({ family }) => family));
  if (all.size < 2) return;
  const what = 'mixes Docker media types with OCI ones: some registries and engines refuse it';
  yield {
    where: `${document.name} /manifests`,
    what,
    severity: 'warn',
    todo: 'convert all of them to one family',
  };
}
