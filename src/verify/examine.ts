import pLimit, { type LimitFunction } from 'p-limit';
import { knownMediaType } from '../image/media-types.ts';
import { type BlobFacts, type BlobFile, hashBytes, hashFile } from '../image/read/blob-hash.ts';
import type { LayerCompression } from '../image/read/decompress.ts';
import { defaultScanLimits, type LayerScan, type ScanLimits, scanLayer } from '../image/read/layer-scan.ts';
import { maxDocumentBytes } from '../image/source/stored.ts';
import { settleAll } from '../support/concurrency.ts';
import type { DocumentKind } from './documents.ts';
import { type JsonDocument, parseJson } from './json.ts';
import { readDocument, type Subject } from './subject.ts';
import { type DescriptorView, descriptorView, itemsOf, objectOf } from './views.ts';

/** A JSON document that was reached. */
export interface Document {
  readonly kind: DocumentKind;
  /** For messages: `index.json` or `manifest sha256:…`. */
  readonly name: string;
  /** By the descriptor that led here; undefined for files of the layout itself. */
  readonly mediaType: string | undefined;
  readonly json: JsonDocument;
}

/** A descriptor and where it stands: a document and a JSON pointer into it. */
export interface Reference {
  readonly where: string;
  readonly role: 'entry' | 'config' | 'layer';
  readonly descriptor: DescriptorView;
}

/** An image or artifact manifest, read with everything it refers to. */
export interface Manifest {
  readonly document: Document;
  readonly digest: string;
  /** The descriptor that led here. */
  readonly reference: Reference;
  readonly config: Reference;
  /** Undefined when the config is of another type than an image's, missing, or not JSON. */
  readonly configDocument: Document | undefined;
  readonly layers: readonly ReadLayer[];
}

export interface ReadLayer {
  readonly reference: Reference;
  readonly scan: LayerScan | undefined;
  /** True: by the subject's word it lies elsewhere, and was not asked for. */
  readonly elsewhere: boolean;
}

export interface IndexNode {
  readonly document: Document;
  readonly entries: readonly Reference[];
}

/** All that was found from a subject's root on; nothing is judged yet. */
export interface Examination {
  readonly subject: Subject;
  readonly documents: readonly Document[];
  readonly references: readonly Reference[];
  readonly indexes: readonly IndexNode[];
  readonly manifests: readonly Manifest[];
  /** What each referenced blob really is; undefined: it is not there. */
  readonly blobs: ReadonlyMap<string, BlobFacts | undefined>;
}

/** Layers that are read at a time: what memory may cost. */
const scansAtOnce = 2;

interface Walk {
  readonly subject: Subject;
  readonly limits: ScanLimits;
  readonly documents: Document[];
  readonly references: Reference[];
  readonly indexes: IndexNode[];
  /** In the order in which they were reached; their layers are read meanwhile. */
  readonly manifests: Promise<Manifest>[];
  readonly scanning: LimitFunction;
  readonly blobs: Map<string, BlobFacts | undefined>;
  readonly scans: Map<string, Promise<LayerScan | undefined>>;
  readonly read: Map<string, Document>;
  readonly byDigest: Map<string, Promise<Manifest>>;
}

/** Reads everything that can be reached from the subject's root, each blob once, and never gives up on a wrong one. */
export async function examine(subject: Subject, limits = defaultScanLimits): Promise<Examination> {
  const walk: Walk = {
    subject,
    limits,
    documents: [],
    references: [],
    indexes: [],
    manifests: [],
    scanning: pLimit(scansAtOnce),
    blobs: new Map(),
    scans: new Map(),
    read: new Map(),
    byDigest: new Map(),
  };
  try {
    let level: readonly Reference[] = rootReferences(walk);
    while (level.length > 0) {
      const below: Reference[] = [];
      for (const reference of level) {
        for (const entry of await visit(walk, reference)) below.push(entry);
      }
      level = below;
    }
    return { ...walk, manifests: await settleAll(walk.manifests) };
  } finally {
    await Promise.allSettled(walk.manifests);
  }
}

function rootReferences(walk: Walk): Reference[] {
  const { root } = walk.subject;
  if (root.kind === 'descriptor') {
    const { mediaType, digest, size, platform } = root.descriptor;
    const descriptor = descriptorView({
      mediaType,
      digest,
      size,
      platform: platform === undefined ? null : { ...platform },
    });
    return [refer(walk, { where: root.name, role: 'entry', descriptor })];
  }
  if (root.content === undefined) return [];
  const document = addDocument(walk, { kind: 'index', name: root.name, mediaType: undefined }, root.content);
  return indexEntries(walk, document);
}

/** Reads what an entry of an index points to; gives the entries that it has itself. */
async function visit(walk: Walk, reference: Reference): Promise<readonly Reference[]> {
  const { digest, mediaType } = reference.descriptor;
  if (digest === undefined) return [];
  const role = knownMediaType(mediaType ?? '')?.role;
  if (role !== 'index' && role !== 'manifest') {
    await readOpaque(walk, digest);
    return [];
  }
  const seen = walk.read.has(digest);
  const document = await readBlobDocument(walk, reference, role);
  if (document === undefined) return [];
  if (role === 'manifest') await readManifest(walk, reference, digest, document);
  return role === 'index' && !seen ? indexEntries(walk, document) : [];
}

function indexEntries(walk: Walk, document: Document): Reference[] {
  const entries = itemsOf(document.json.value, 'manifests').map((item, at) =>
    refer(walk, {
      where: `${document.name} /manifests/${at}`,
      role: 'entry',
      descriptor: descriptorView(item),
    }),
  );
  walk.indexes.push({ document, entries });
  return entries;
}

async function readManifest(
  walk: Walk,
  reference: Reference,
  digest: string,
  document: Document,
): Promise<void> {
  const same = walk.byDigest.get(digest);
  if (same !== undefined) {
    addManifest(
      walk,
      same.then((manifest) => ({ ...manifest, reference })),
    );
    return;
  }
  const value = document.json.value;
  const config = refer(walk, {
    where: `${document.name} /config`,
    role: 'config',
    descriptor: descriptorView(objectOf(value)['config']),
  });
  const configDocument = await readConfig(walk, config);
  const layers = itemsOf(value, 'layers').map(async (item, at): Promise<ReadLayer> => {
    const where = `${document.name} /layers/${at}`;
    const layer = refer(walk, { where, role: 'layer', descriptor: descriptorView(item) });
    const elsewhere = walk.subject.elsewhere?.has(layer.descriptor.digest ?? '') === true;
    return { reference: layer, scan: elsewhere ? undefined : await readLayer(walk, layer), elsewhere };
  });
  const rest = { document, digest, reference, config, configDocument };
  const manifest = settleAll(layers).then((read) => ({ ...rest, layers: read }));
  addManifest(walk, manifest);
  walk.byDigest.set(digest, manifest);
}

/** Whoever waits for all of them meets the failure of one. */
function addManifest(walk: Walk, manifest: Promise<Manifest>): void {
  manifest.catch(() => undefined);
  walk.manifests.push(manifest);
}

async function readConfig(walk: Walk, reference: Reference): Promise<Document | undefined> {
  const { digest, mediaType } = reference.descriptor;
  if (digest === undefined) return undefined;
  if (knownMediaType(mediaType ?? '')?.role === 'config')
    return await readBlobDocument(walk, reference, 'config');
  await readOpaque(walk, digest);
  return undefined;
}

async function readLayer(walk: Walk, reference: Reference): Promise<LayerScan | undefined> {
  const { digest, mediaType } = reference.descriptor;
  const compression = knownMediaType(mediaType ?? '')?.compression;
  if (digest === undefined) return undefined;
  if (compression === undefined) return void (await walk.scanning(() => readOpaque(walk, digest)));
  const key = `${digest} ${compression}`;
  const scanned = walk.scans.get(key) ?? walk.scanning(() => scanBlob(walk, digest, compression));
  walk.scans.set(key, scanned);
  return scanned;
}

async function scanBlob(
  walk: Walk,
  digest: string,
  compression: LayerCompression,
): Promise<LayerScan | undefined> {
  const blob = await locate(walk, digest);
  if (blob === undefined) return undefined;
  const known = await walk.subject.scanned?.(digest, compression);
  const scan = known ?? (await scanLayer(blob, digest, compression, walk.limits));
  walk.blobs.set(digest, scan);
  return scan;
}

/** A blob whose content is not looked into: only its digest and length. */
async function readOpaque(walk: Walk, digest: string): Promise<void> {
  if (walk.blobs.get(digest) !== undefined) return;
  const blob = await locate(walk, digest);
  if (blob !== undefined) walk.blobs.set(digest, await hashFile(blob.path, digest));
}

async function readBlobDocument(
  walk: Walk,
  { descriptor: { digest = '', mediaType } }: Reference,
  kind: DocumentKind,
): Promise<Document | undefined> {
  const known = walk.read.get(digest);
  if (known !== undefined) return known;
  const blob = await locate(walk, digest);
  if (blob === undefined) return undefined;
  const header = { kind, name: `${kind} ${digest}`, mediaType };
  const content = await readDocument(blob.path);
  if (content === undefined) return undefined;
  const whole = content.length <= maxDocumentBytes;
  walk.blobs.set(digest, whole ? hashBytes(content, digest) : await hashFile(blob.path, digest));
  const document = addDocument(walk, header, content);
  walk.read.set(digest, document);
  return document;
}

/** Notes that a blob is missing, so that it is asked for once. */
async function locate(walk: Walk, digest: string): Promise<BlobFile | undefined> {
  if (walk.blobs.has(digest) && walk.blobs.get(digest) === undefined) return undefined;
  const blob = await walk.subject.find(digest);
  if (blob === undefined) walk.blobs.set(digest, undefined);
  return blob;
}

function addDocument(walk: Walk, header: Omit<Document, 'json'>, content: Uint8Array): Document {
  const tooLong = {
    pointer: '',
    message: `is longer than ${maxDocumentBytes} bytes: registries refuse it, and so it is not read`,
  };
  const json =
    content.length > maxDocumentBytes ? { value: undefined, faults: [tooLong] } : parseJson(content);
  const document = { ...header, json };
  walk.documents.push(document);
  return document;
}

function refer(walk: Walk, reference: Reference): Reference {
  walk.references.push(reference);
  return reference;
}
