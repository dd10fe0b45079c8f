import type { ElfLibrary } from '../../binary/elf/library.ts';
import type { BlobStore } from '../../cache/blob-store.ts';
import { settleAll } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Descriptor, Layer } from '../descriptor.ts';
import { layerDescriptor } from '../manifest.ts';
import { knownMediaType } from '../media-types.ts';
import {
  defaultScanLimits,
  type LayerEntry,
  type LayerScan,
  type Look,
  scanLayer,
} from '../read/layer-scan.ts';
import { components, mergeLayers, type TreeNode } from '../read/tree.ts';
import type { Attributes } from '../tar.ts';
import type { Base, BaseContents } from './base.ts';
import { type ForeignImage, named } from './foreign.ts';
import { type LoaderFiles, loaderFiles } from './loader-files.ts';
import { riskOf } from './risks.ts';

/** What the store remembers of a base's layers; its key has the number of this shape. */
interface Remembered {
  /** By layer, from the lowest up. */
  readonly uncompressedBytes: readonly number[];
  readonly files: readonly string[];
  readonly links: readonly (readonly [string, string])[];
  readonly libraries: readonly (readonly [string, ElfLibrary])[];
  readonly settings: readonly (readonly [string, string])[];
  readonly directories: readonly (readonly [string, Attributes])[];
  readonly risks: readonly string[];
}

/** Raise the number when the shape changes, or when equal layers are described differently. */
const contentsFormat = 2;

function contentsKey({ manifest }: ForeignImage): string {
  return `base contents ${contentsFormat} ${manifest.digest}`;
}

/** The base with its contents, where an earlier run looked into this manifest's layers; else as it is. */
export async function withKnownContents(base: Base, store: BlobStore): Promise<Base> {
  if (base.foreign === undefined || base.contents !== undefined) return base;
  const known = (await store.recall(contentsKey(base.foreign))) as Remembered | undefined;
  return known === undefined ? base : described(base, known);
}

/**
 * The base with its contents. Its layers are brought into the store and read once; what they hold is remembered by the
 * manifest's digest, which fixes every byte of them.
 * @throws SlipwayError E_BASE when a layer is not what the config says, or cannot be unpacked safely; as `ImageSource.fetch`
 */
export async function withContents(base: Base, store: BlobStore): Promise<Base> {
  const known = await withKnownContents(base, store);
  if (known.foreign === undefined || known.contents !== undefined) return known;
  const { foreign, layers, reference } = known;
  try {
    await settleAll(layers.map((layer) => foreign.source.fetch(layerDescriptor(layer))));
    const scans: LayerScan[] = [];
    const seen = loaderFiles();
    // One at a time: each keeps its entries in memory.
    for (const [at, layer] of layers.entries()) {
      scans.push(await readLayer(layer, `layer ${at + 1} of ${layers.length}`, store, seen.look));
    }
    const read = remembered(scans, seen);
    await store.remember(contentsKey(foreign), read);
    return described(known, read);
  } catch (error) {
    throw named(error, reference);
  }
}

function described(base: Base, known: Remembered): Base {
  const { files, links, libraries, settings, directories, risks, uncompressedBytes } = known;
  const layers = base.layers.map((layer, at) => {
    const bytes = uncompressedBytes[at];
    return bytes === undefined ? layer : { ...layer, uncompressedBytes: bytes };
  });
  const contents: BaseContents = {
    files: new Set(files),
    links: new Map(links),
    libraries: new Map(libraries),
    settings: new Map(settings),
    directories: new Map(directories),
    risks,
  };
  return { ...base, layers, contents };
}

async function readLayer(layer: Layer, which: string, store: BlobStore, look: Look): Promise<LayerScan> {
  const descriptor: Descriptor = layerDescriptor(layer);
  const blob = await store.find(descriptor.digest);
  if (blob === undefined)
    throw new SlipwayError('E_IO', `the cache lost ${descriptor.digest} while it was used`);
  const scan = await scanLayer(
    blob,
    descriptor.digest,
    knownMediaType(layer.mediaType)?.compression ?? 'none',
    defaultScanLimits,
    look,
  );
  const torn = scan.tarFaults.find(({ loose }) => loose !== true);
  const out = scan.entries.find(({ path }) => components(path).includes('..'));
  const fault =
    scan.unpackFault ??
    (torn === undefined ? undefined : `at byte ${torn.offset} of its archive ${torn.message}`) ??
    (out === undefined
      ? undefined
      : `its entry ${JSON.stringify(out.path.slice(0, 200))} leaves the image`) ??
    (scan.diffId === layer.diffId
      ? undefined
      : `it unpacks to ${scan.diffId}, and the config says ${layer.diffId}`);
  if (fault === undefined) return scan;
  throw new SlipwayError('E_BASE', `${which} (${descriptor.digest}): ${fault}`, {
    hint: 'whoever made this image has to make it again',
  });
}

function remembered(scans: readonly LayerScan[], seen: LoaderFiles): Remembered {
  const { root, faults } = mergeLayers(scans.map(({ entries }) => entries));
  const files: string[] = [];
  const links: [string, string][] = [];
  const libraries: [string, ElfLibrary][] = [];
  const settings: [string, string][] = [];
  const directories: [string, Attributes][] = [];
  const risks = faults.map(({ path, reason }) => `${JSON.stringify(path)} cannot be unpacked: ${reason}`);
  for (const [path, { entry, children }] of walk(root, '')) {
    if (children === undefined) files.push(path);
    else directories.push([path.slice(1), attributesOf(entry)]);
    if (entry === undefined) continue;
    if (entry.type === 'symlink') links.push([path, entry.link]);
    const library = seen.libraries.get(entry);
    if (library !== undefined) libraries.push([path, library]);
    const setting = seen.settings.get(entry);
    if (setting !== undefined) settings.push([path, setting]);
    const risk = riskOf(path, entry);
    if (risk !== undefined) risks.push(risk);
  }
  return {
    uncompressedBytes: scans.map(({ uncompressedBytes }) => uncompressedBytes),
    files,
    links,
    libraries,
    settings,
    directories,
    risks,
  };
}

/** Everything below a folder, by absolute path, in the order of names. */
function* walk({ children }: TreeNode, parent: string): Generator<[string, TreeNode]> {
  for (const [name, node] of [...(children ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = `${parent}/${name}`;
    yield [path, node];
    yield* walk(node, path);
  }
}

function attributesOf(entry: LayerEntry | undefined): Attributes {
  if (entry === undefined) return { mode: 0o755 };
  const { mode, uid, gid } = entry;
  return { mode, ...(uid !== 0 && { uid }), ...(gid !== 0 && { gid }) };
}
