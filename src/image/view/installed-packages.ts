import type { BlobStore } from '../../cache/blob-store.ts';
import type { Descriptor } from '../descriptor.ts';
import { UnpackFault } from '../read/decompress.ts';
import { defaultScanLimits, type LayerEntry, type Look, scanLayer } from '../read/layer-scan.ts';
import { components, lookUp, mergeLayers } from '../read/tree.ts';
import type { ImageSource } from '../source/image-source.ts';
import { readingLayer } from './layer-content.ts';
import { isRpmDatabase, maxDatabaseBytes, type PackageFacts, packageNamesReader } from './packages.ts';

/** A package of a distribution. */
export type InstalledPackage = PackageFacts['versions'][number];

/** What layers hold of a distribution, when they are unpacked one over the other. */
export interface InstalledPackages {
  /** ID and VERSION_ID of os-release(5); absent where there is no such file. */
  readonly distribution?: { readonly id: string; readonly version?: string };
  readonly packages: readonly InstalledPackage[];
  /** Package databases that are there and were not read. */
  readonly unread: readonly string[];
}

/** Raise the number when the same layers are described otherwise. */
const format = 1;

/**
 * Reads the package databases of layers, lowest first, and nothing else of them. What was found is remembered by the layers.
 * @throws SlipwayError E_BASE when one cannot be read; as the source's `fetch`
 */
export async function installedPackages(
  source: ImageSource,
  layers: readonly Descriptor[],
  store: BlobStore,
): Promise<InstalledPackages> {
  const key = `installed packages ${format} ${layers.map(({ digest }) => digest).join(' ')}`;
  const known = (await store.recall(key)) as InstalledPackages | undefined;
  if (known !== undefined) return known;
  const files = databaseFiles();
  const scans: (readonly LayerEntry[])[] = [];
  // One at a time: each keeps its entries in memory.
  for (const layer of layers) scans.push(await entriesOf(source, layer, store, files.look));
  const found = describe(scans, files);
  await store.remember(key, found);
  return found;
}

function entriesOf(
  source: ImageSource,
  layer: Descriptor,
  store: BlobStore,
  look: Look,
): Promise<readonly LayerEntry[]> {
  return readingLayer(source, layer, store, async (blob) => {
    const scan = await scanLayer(blob, layer.digest, blob.compression, defaultScanLimits, look);
    const torn = scan.tarFaults.find(({ loose }) => loose !== true);
    const fault = scan.unpackFault ?? torn?.message;
    if (fault !== undefined) throw new UnpackFault(fault);
    return scan.entries;
  });
}

interface DatabaseFiles {
  readonly look: Look;
  /** The text of a file that says something, by the entry that brought it. */
  readonly texts: ReadonlyMap<LayerEntry, string>;
}

/** In the order in which they count (os-release(5)). */
const releasePaths = ['/etc/os-release', '/usr/lib/os-release'];

function databaseFiles(): DatabaseFiles {
  const texts = new Map<LayerEntry, string>();
  return {
    texts,
    async look(entry, start, rest) {
      const path = absolute(entry);
      const wanted = packageNamesReader(path) !== undefined || releasePaths.includes(path);
      if (entry.type !== 'file' || !wanted || entry.size > maxDatabaseBytes) return;
      const more = entry.size > start.length ? await rest.read(entry.size - start.length) : Buffer.alloc(0);
      texts.set(entry, Buffer.concat([start, more]).toString('utf8'));
    },
  };
}

function describe(scans: readonly (readonly LayerEntry[])[], { texts }: DatabaseFiles): InstalledPackages {
  const { root } = mergeLayers(scans);
  const present = (path: string): LayerEntry | undefined => {
    const found = lookUp(root, path);
    return found.kind === 'found' ? found.node.entry : undefined;
  };
  const paths = [...new Set(scans.flat().map(absolute))];
  const packages: InstalledPackage[] = [];
  const unread: string[] = [];
  for (const path of paths) {
    const read = packageNamesReader(path);
    if (read === undefined && !isRpmDatabase(path)) continue;
    const entry = present(path);
    if (entry === undefined || entry.type !== 'file') continue;
    const text = texts.get(entry);
    if (read === undefined || text === undefined) unread.push(path);
    else packages.push(...read(text).versions);
  }
  const releases = releasePaths.flatMap((path) => present(path) ?? []);
  const release = releases.flatMap((entry) => texts.get(entry) ?? [])[0];
  const distribution = release === undefined ? undefined : distributionOf(release);
  return { ...(distribution !== undefined && { distribution }), packages: distinct(packages), unread };
}

function absolute({ path }: LayerEntry): string {
  return `/${components(path).join('/')}`;
}

/** A package that two databases have is one. */
function distinct(packages: readonly InstalledPackage[]): InstalledPackage[] {
  const keyOf = ({ manager, name, version, architecture }: InstalledPackage): string =>
    [manager, name, version, architecture].join('\0');
  const all = new Map(packages.map((one) => [keyOf(one), one]));
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** os-release(5): shell assignments, with or without quotes; of the values that are read none needs an escape. */
function distributionOf(text: string): InstalledPackages['distribution'] {
  const value = (name: string): string | undefined =>
    new RegExp(`^${name}=["']?([A-Za-z0-9._-]+)["']?\\s*$`, 'm').exec(text)?.[1];
  const [id, version] = [value('ID'), value('VERSION_ID')];
  return id === undefined ? undefined : { id, ...(version !== undefined && { version }) };
}
