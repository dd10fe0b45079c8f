import type { BlobStore } from '../../cache/blob-store.ts';
import { type ForeignDescriptor, isAttestation } from '../../image/documents.ts';
import { type ImageTree, plain } from '../../image/image-tree.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import type { Difference, ExplainContext } from '../difference.ts';
import { hunksOf } from '../hunks.ts';
import { shownBytes } from '../shown.ts';
import { type JsonPath, jsonDifferences } from './json-differences.ts';
import { layerDifferences } from './layers.ts';
import {
  type ImagePair,
  type OpenedImage,
  type OpenedTree,
  openTree,
  pairedImages,
} from './paired-images.ts';

/**
 * How two images differ, from the index down. Digests and lengths that follow from what is told elsewhere are left out.
 * @throws SlipwayError E_BASE when one of them cannot be read; as the sources do
 */
export async function explainTrees(
  sources: { readonly a: ImageSource; readonly b: ImageSource },
  store: BlobStore,
  context: ExplainContext,
): Promise<Difference[]> {
  if (sources.a.root.digest === sources.b.root.digest) return [];
  const [a, b] = [await openTree(sources.a), await openTree(sources.b)];
  const pairs = pairedImages(a.images, b.images);
  const found = rootDifferences(a, b, context);
  for (const pair of pairs) found.push(...(await imageDifferences(pair, store, context)));
  found.push(...attachedDifferences(a, b));
  return found.length > 0 ? found : await writtenDifferences(a, b, pairs);
}

/** An index against an index; an index against a manifest is another form. */
function rootDifferences(
  { tree: a }: OpenedTree,
  { tree: b }: OpenedTree,
  context: ExplainContext,
): Difference[] {
  if (a.kind !== b.kind) {
    const told = ({ kind }: ImageTree): string => (kind === 'index' ? 'an index' : 'a manifest');
    return [{ kind: 'document', place: 'root', a: told(a), b: told(b) }];
  }
  if (a.kind !== 'index' || b.kind !== 'index') return [];
  return jsonDifferences(a.document.fields, b.document.fields, 'index', context, (path) =>
    followsFromChild(path, a.children.length === b.children.length),
  );
}

/** Where children are paired their digests follow from what they have. */
function followsFromChild([list, , field]: JsonPath, isPaired: boolean): boolean {
  return list === 'manifests' && (!isPaired || field === 'digest' || field === 'size');
}

async function imageDifferences(
  { platform, a, b }: ImagePair,
  store: BlobStore,
  context: ExplainContext,
): Promise<Difference[]> {
  if (a === undefined || b === undefined) {
    const told = (image: OpenedImage | undefined): string => (image === undefined ? '' : 'an image');
    return [{ kind: 'document', place: platform, a: told(a), b: told(b) }];
  }
  if (a.manifest.descriptor.digest === b.manifest.descriptor.digest) return [];
  return [
    ...jsonDifferences(
      a.manifest.document.fields,
      b.manifest.document.fields,
      `${platform}, manifest`,
      context,
      followsFromBlob,
    ),
    ...jsonDifferences(a.config, b.config, `${platform}, config`, context, followsFromLayer),
    ...(await layerDifferences(a, b, store, context)),
  ];
}

/** Layers are compared themselves, with their number and their types. */
function followsFromBlob([list, at, field]: JsonPath): boolean {
  if (list === 'config') return at === 'digest' || at === 'size';
  return list === 'layers' && (field === 'digest' || field === 'size' || field === 'mediaType');
}

function followsFromLayer([list, field]: JsonPath): boolean {
  return list === 'rootfs' && field === 'diff_ids';
}

/** What an index lists beside images. Only that it differs is said: attestations name digests of the images, and times. */
function attachedDifferences(a: OpenedTree, b: OpenedTree): Difference[] {
  const [inA, inB] = [attached(a), attached(b)];
  const count = Math.max(inA.length, inB.length);
  return Array.from({ length: count }, (_, at) => [inA[at], inB[at]] as const).flatMap(
    ([one, other], at): Difference[] => {
      const [digestA = '', digestB = ''] = [one?.digest, other?.digest];
      const descriptor = one ?? other;
      const what = descriptor !== undefined && isAttestation(descriptor) ? 'attestation' : 'artifact';
      return digestA === digestB
        ? []
        : [{ kind: 'document', place: `${what} ${at + 1} of the index`, a: digestA, b: digestB }];
    },
  );
}

function attached({ tree, images }: OpenedTree): ForeignDescriptor[] {
  const own = new Set(images.map(({ manifest }) => manifest.descriptor.digest));
  const leaves = (node: ImageTree): ImageTree[] =>
    node.kind === 'index' ? node.children.flatMap(leaves) : [node];
  return leaves(tree)
    .map(({ descriptor }) => descriptor)
    .filter(({ digest }) => !own.has(digest));
}

/** Documents that say the same in other bytes. */
async function writtenDifferences(
  a: OpenedTree,
  b: OpenedTree,
  pairs: readonly ImagePair[],
): Promise<Difference[]> {
  const found = [await written('root', [a.source, a.tree.descriptor], [b.source, b.tree.descriptor])];
  for (const { platform, a: inA, b: inB } of pairs) {
    if (inA === undefined || inB === undefined) continue;
    const [manifestA, manifestB] = [inA.manifest, inB.manifest];
    found.push(
      await written(
        `${platform}, manifest`,
        [inA.source, manifestA.descriptor],
        [inB.source, manifestB.descriptor],
      ),
      await written(
        `${platform}, config`,
        [inA.source, manifestA.document.config],
        [inB.source, manifestB.document.config],
      ),
    );
  }
  return found.flat();
}

type Written = readonly [source: ImageSource, descriptor: Parameters<typeof plain>[0]];

async function written(place: string, [inA, a]: Written, [inB, b]: Written): Promise<Difference[]> {
  if (a.digest === b.digest) return [];
  const [bytesA, bytesB] = [
    Buffer.from(await inA.document(plain(a))),
    Buffer.from(await inB.document(plain(b))),
  ];
  const { bytes, list } = hunksOf(bytesA, bytesB);
  const [first] = list;
  if (first === undefined) return [];
  const shown = (document: Buffer, at: number): string => shownBytes(document.subarray(at, at + shownAround));
  return [
    {
      kind: 'format',
      place: `${place}, how it is written`,
      offset: { a: first.a.from, b: first.b.from },
      bytes,
      a: shown(bytesA, first.a.from),
      b: shown(bytesB, first.b.from),
    },
  ];
}

const shownAround = 40;
