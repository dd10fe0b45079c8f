import { isAttestation } from '../../image/documents.ts';
import { knownMediaType } from '../../image/media-types.ts';
import type { BlobFacts } from '../../image/read/blob-hash.ts';
import { hasherFor } from '../../image/read/blob-hash.ts';
import type { Fault, WholeCheck } from '../check.ts';
import { documentRules } from '../documents.ts';
import type { Document, Manifest, Reference } from '../examine.ts';
import { quote } from '../forms.ts';
import { shapeFaults } from '../shape.ts';
import { objectOf, textOf } from '../views.ts';

const again = 'copy or build the image again: its content was changed or cut after it was described';

/** image-spec, descriptor.md, "Verification" and the property `data`. */
export const descriptors: WholeCheck = {
  of: 'whole',
  name: 'image/descriptors',
  severity: 'block',
  run: function* ({ examination }) {
    for (const reference of examination.references) {
      const { digest } = reference.descriptor;
      if (digest === undefined || !examination.blobs.has(digest)) continue;
      const facts = examination.blobs.get(digest);
      if (facts !== undefined) yield* againstFacts(reference, digest, facts);
      else if (examination.subject.layout === undefined) {
        yield { where: reference.where, what: `points to ${digest}, which is not there`, todo: again };
      }
    }
  },
};

function* againstFacts({ where, descriptor }: Reference, digest: string, facts: BlobFacts): Generator<Fault> {
  if (descriptor.size !== undefined && descriptor.size !== facts.bytes) {
    yield {
      where: `${where}/size`,
      what: `says ${descriptor.size} bytes, the blob has ${facts.bytes}`,
      todo: again,
    };
  }
  if (facts.digest === undefined) {
    const what = `is of an algorithm that image-spec does not register, so it cannot be compared: ${quote(digest)}`;
    yield { where: `${where}/digest`, what, severity: 'warn', todo: 'use sha256' };
  } else if (facts.digest !== digest) {
    yield { where: `${where}/digest`, what: `says ${digest}, the blob is ${facts.digest}`, todo: again };
  }
  if (descriptor.data === undefined) return;
  const data = Buffer.from(descriptor.data, 'base64');
  const hasher = hasherFor(digest);
  hasher?.hash.update(data);
  if (data.length !== descriptor.size || (hasher !== undefined && hasher.result() !== digest)) {
    yield {
      where: `${where}/data`,
      what: 'is not the content that the digest names',
      todo: 'leave `data` out',
    };
  }
}

/** Every document by the rules of image-spec, and as every reader would read it. */
export const json: WholeCheck = {
  of: 'whole',
  name: 'image/json',
  severity: 'block',
  run: function* ({ examination }) {
    for (const { kind, name, json: document } of examination.documents) {
      const todo = 'have its maker write it by image-spec v1.1.1';
      for (const { pointer, message } of document.faults)
        yield { where: at(name, pointer), what: message, todo };
      if (document.value === undefined) continue;
      const { shape, section } = documentRules[kind];
      for (const fault of shapeFaults(document.value, shape, section)) {
        const what = `${fault.message} (${fault.section})`;
        yield { where: at(name, fault.pointer), what, todo, severity: fault.severity };
      }
    }
  },
};

function at(name: string, pointer: string): string {
  return pointer === '' ? name : `${name} ${pointer}`;
}

/** image-spec, media-types.md: what a descriptor calls its content, what the content calls itself, and what it is. */
export const mediaTypes: WholeCheck = {
  of: 'whole',
  name: 'image/media-types',
  severity: 'block',
  run: function* ({ examination }) {
    for (const document of examination.documents) yield* ownMediaType(document);
    for (const manifest of examination.manifests) yield* manifestMediaTypes(manifest);
    for (const { where, role, descriptor } of examination.references) {
      if (role !== 'entry' || descriptor.mediaType === undefined) continue;
      const known = knownMediaType(descriptor.mediaType);
      if (known === undefined || known.role === 'index' || known.role === 'manifest') continue;
      const what = `is ${quote(descriptor.mediaType)}: an index points to manifests and indexes`;
      yield { where: `${where}/mediaType`, what, severity: 'warn', todo: 'point to a manifest' };
    }
  },
};

/** Which field tells what a document is, whatever it is called. */
const telltale: Readonly<Record<'index' | 'manifest', readonly string[]>> = {
  index: ['manifests'],
  manifest: ['config', 'layers'],
};
const withArticle = { index: 'an index', manifest: 'a manifest' } as const;

function* ownMediaType({ kind, name, mediaType, json: { value } }: Document): Generator<Fault> {
  if (kind !== 'index' && kind !== 'manifest') return;
  const document = objectOf(value);
  const own = textOf(document['mediaType']);
  const where = `${name} /mediaType`;
  if (own !== undefined && own !== (mediaType ?? own)) {
    const what = `is ${quote(own)}, its descriptor says ${quote(mediaType ?? '')}`;
    yield { where, what, todo: 'write the same media type in both' };
  } else if (own !== undefined && knownMediaType(own)?.role !== kind) {
    yield {
      where,
      what: `is ${quote(own)}, which is no ${kind}`,
      todo: `use the media type of ${withArticle[kind]}`,
    };
  } else if (own === undefined && name !== 'index.json') {
    const what = `is missing: without it a document can be read as another kind than it is (manifest.md, image-index.md: SHOULD)`;
    yield { where, what, severity: 'warn', todo: 'write it in the document too' };
  }
  const other = kind === 'index' ? 'manifest' : 'index';
  const strange = telltale[other].find((field) => Object.hasOwn(document, field));
  if (strange !== undefined) {
    const what = `belongs in ${withArticle[other]}, and this is ${withArticle[kind]}: readers can disagree on what it is (GHSA-mc8v-mgrf-8f4m)`;
    yield { where: `${name} /${strange}`, what, todo: 'make it one or the other' };
  }
}

function* manifestMediaTypes({ document, reference, config, layers }: Manifest): Generator<Fault> {
  const known = knownMediaType(config.descriptor.mediaType ?? '');
  const artifactType = objectOf(document.json.value)['artifactType'];
  if (known?.role === 'empty' && artifactType === undefined) {
    const what = 'is missing, and must be there when the config is empty (manifest.md, "artifactType")';
    yield { where: `${document.name} /artifactType`, what, todo: 'name the type of the artifact' };
  }
  if (known?.role !== 'config' || isAttestation(reference.descriptor)) return;
  for (const layer of layers) yield* layerMediaType(layer.reference, known.family);
}

function* layerMediaType({ where, descriptor }: Reference, family: 'oci' | 'docker'): Generator<Fault> {
  const { mediaType } = descriptor;
  if (mediaType === undefined) return;
  const layer = knownMediaType(mediaType);
  const todo = 'use application/vnd.oci.image.layer.v1.tar, +gzip or +zstd';
  if (layer?.role !== 'layer') {
    yield {
      where: `${where}/mediaType`,
      what: `is ${quote(mediaType)}, which is no layer of an image`,
      todo,
    };
  } else if (layer.family !== family) {
    const what = `is ${layer.family}'s type, the config is ${family}'s: engines refuse a mixture`;
    yield { where: `${where}/mediaType`, what, severity: 'warn', todo };
  } else if (layer.nonDistributable) {
    const what = 'is a non-distributable layer, which the specification deprecates';
    yield { where: `${where}/mediaType`, what, severity: 'warn', todo };
  }
}
