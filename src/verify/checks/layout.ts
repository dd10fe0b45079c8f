import { knownMediaType } from '../../image/media-types.ts';
import { hashFile } from '../../image/read/blob-hash.ts';
import type { Fault, Found, WholeCheck } from '../check.ts';
import { documentRules } from '../documents.ts';
import { quote, refNameForm } from '../forms.ts';
import { parseJson } from '../json.ts';
import { shapeFaults } from '../shape.ts';
import { annotationsOf, itemsOf } from '../views.ts';

/** image-spec, image-layout.md, "oci-layout file". */
export const layoutVersion: WholeCheck = {
  of: 'whole',
  name: 'layout/version',
  severity: 'block',
  only: 'layout',
  run: function* ({ examination }) {
    const content = examination.subject.layout?.ociLayout;
    const todo = 'write the file oci-layout with {"imageLayoutVersion":"1.0.0"}';
    if (content === undefined) return yield { where: 'oci-layout', what: 'is missing', todo };
    const { value, faults } = parseJson(content);
    for (const { pointer, message } of faults) yield { where: `oci-layout ${pointer}`, what: message, todo };
    const { shape, section } = documentRules.layout;
    if (value === undefined) return;
    for (const { pointer, message, severity } of shapeFaults(value, shape, section)) {
      yield { where: `oci-layout ${pointer}`, what: message, todo, severity };
    }
  },
};

/** image-spec, image-layout.md, "index.json file"; its fields are judged by image/json like any index's. */
export const layoutIndex: WholeCheck = {
  of: 'whole',
  name: 'layout/index',
  severity: 'block',
  only: 'layout',
  run: function* ({ examination }) {
    const { root } = examination.subject;
    if (root.kind !== 'document') return;
    const todo = 'write the layout again, or copy it whole: index.json is its entry point';
    if (root.content === undefined) return yield { where: root.name, what: 'is missing', todo };
    const json = examination.documents[0]?.json.value;
    if (json === undefined) return;
    const entries = itemsOf(json, 'manifests');
    if (entries.length === 0) {
      yield { where: `${root.name} /manifests`, what: 'names no image', severity: 'warn', todo };
    }
    yield* refNames(entries.map((entry) => annotationsOf(entry)['org.opencontainers.image.ref.name']));
  },
};

function* refNames(names: readonly (string | undefined)[]): Generator<Fault> {
  const first = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    if (name === undefined) continue;
    const where = `index.json /manifests/${at}/annotations/org.opencontainers.image.ref.name`;
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, at);
    else {
      const what = `is ${quote(name)} like /manifests/${earlier}: tools refuse a name that means two images`;
      yield { where, what, severity: 'warn', todo: 'give each entry its own name' };
    }
    if (!refNameForm.fits(name)) {
      const what = `should be ${refNameForm.says}, is ${quote(name)} (annotations.md)`;
      yield { where, what, severity: 'warn', todo: 'choose a name such as v1.2.3' };
    }
  }
}

/** image-spec, image-layout.md, "Blobs". What a descriptor points to is compared by image/descriptors. */
export const layoutBlobs: WholeCheck = {
  of: 'whole',
  name: 'layout/blobs',
  severity: 'block',
  only: 'layout',
  run: async function* (found) {
    yield* missingBlobs(found);
    const { blobs, subject } = found.examination;
    for (const { name, digest, isFile } of (await subject.layout?.list()) ?? []) {
      if (digest !== undefined && blobs.has(digest)) continue;
      if (digest === undefined || !isFile) {
        const what = 'is not a file that is named by a digest (blobs/ALGORITHM/ENCODED)';
        yield { where: name, what, severity: 'warn', todo: 'remove it: the folder is for blobs alone' };
      } else {
        yield await surplusBlob(found, name, digest);
      }
    }
  },
};

function* missingBlobs({ examination }: Found): Generator<Fault> {
  for (const { descriptor, where } of examination.references) {
    const { digest } = descriptor;
    if (digest === undefined || !examination.blobs.has(digest) || examination.blobs.get(digest)) continue;
    // Layers that may not be passed on are fetched from their `urls` by whoever runs the image (layer.md).
    const elsewhere = knownMediaType(descriptor.mediaType ?? '')?.nonDistributable;
    const what = `points to ${digest}, for which the layout has no file`;
    yield { where, what, severity: elsewhere ? 'warn' : 'block', todo: 'copy or build the image again' };
  }
}

async function surplusBlob({ examination }: Found, where: string, digest: string): Promise<Fault> {
  const blob = await examination.subject.find(digest);
  const facts = blob && (await hashFile(blob.path, digest));
  if (facts?.digest !== undefined && facts.digest !== digest) {
    return { where, what: `its content is ${facts.digest}`, todo: 'remove it: nothing refers to it' };
  }
  const todo = 'nothing, or remove it to save space';
  return { where, what: 'nothing refers to it', severity: 'info', todo };
}
