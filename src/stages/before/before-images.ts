import { chooseImage } from '../../image/choose-image.ts';
import type { ForeignDescriptor } from '../../image/documents.ts';
import { plain, readTree } from '../../image/image-tree.ts';
import { viewImage } from '../../image/view/view-image.ts';
import type { ServedBlob } from '../../registry/slow/slow-registry.ts';
import type { BeforeImage, WeighedImage } from '../../report/before/model.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import { type Smoke, showSmoke } from '../../request/smoke.ts';
import { SlipwayError } from '../../support/errors.ts';
import { slipwayVersion } from '../../version.ts';
import { isPresent } from '../inspect/image-programs.ts';
import type { Ports } from '../ports.ts';
import type { Trier } from '../sandbox/try-program.ts';
import type { OpenedImage } from './before-source.ts';
import { type PullSide, pullTimes } from './pull-times.ts';

/** Raise it when the same two images are measured otherwise. */
const measureFormat = 1;

/** Two images of a platform, and how they are run. */
export interface ComparedPair {
  readonly before: OpenedImage;
  readonly after: OpenedImage;
  readonly platform: Platform;
  /** Undefined: neither is run. */
  readonly run: { readonly smoke: Smoke; readonly trier: Trier } | undefined;
}

/** What is known of them; or why nothing is. */
export type ComparedImages =
  | { readonly image: BeforeImage; readonly notices: readonly string[] }
  | { readonly fault: string };

/**
 * Looks into two images of one platform, pulls them in turns, and runs them where there is a contract. What was measured is remembered
 * by their digests, and what memory they take by that and the contract.
 * @throws SlipwayError as `viewImage`, `pullTimes` and `runningMemory`
 */
export async function compareImages(pair: ComparedPair, ports: Ports): Promise<ComparedImages> {
  const { before, after, platform } = pair;
  const [first, second] = await Promise.all([before, after].map((side) => chosenImage(side, platform)));
  if (first === undefined || second === undefined)
    return { fault: `there is no image for ${formatPlatform(platform)} in ${before.source.name}` };
  const digests = [first.descriptor.digest, second.descriptor.digest];
  const key = `before ${measureFormat} ${slipwayVersion} ${digests.join(' ')}`;
  const known = (await ports.store.recall(key)) as Omit<BeforeImage, 'platform'> | undefined;
  const measured = known ?? {
    before: await weighed(before, first),
    after: await weighed(after, second),
    pull: await pullTimes(await pulled(before, first), await pulled(after, second), ports.signal),
  };
  if (known === undefined) await ports.store.remember(key, measured);
  const was = await memoryOf(before, first, pair, ports);
  const is = await memoryOf(after, second, pair, ports);
  return {
    image: {
      ...{ platform, ...measured },
      before: { ...measured.before, ...was.told },
      after: { ...measured.after, ...is.told },
    },
    notices: [...was.notices, ...is.notices],
  };
}

interface Memory {
  readonly told: Pick<WeighedImage, 'memoryBytes'>;
  readonly notices: readonly string[];
}

/** Only what was measured is remembered: what failed may be well the next time. */
async function memoryOf(
  { source, store }: OpenedImage,
  image: Chosen,
  { platform, run }: ComparedPair,
  ports: Ports,
): Promise<Memory> {
  if (run === undefined) return { told: {}, notices: [] };
  const { smoke, trier } = run;
  const contract = JSON.stringify(showSmoke(smoke));
  const { isolation } = await trier.chosen();
  const key = `memory ${measureFormat} ${slipwayVersion} ${image.descriptor.digest} ${isolation.label} ${contract}`;
  const known = await ports.store.recall(key);
  if (typeof known === 'number') return { told: { memoryBytes: known }, notices: [] };
  const { runningMemory } = await import('./running-memory.ts');
  const found = await runningMemory({ source, image, store }, platform, smoke, trier);
  if (typeof found === 'string')
    return {
      told: {},
      notices: [`the memory of ${source.name} (${formatPlatform(platform)}) is not known: ${found}`],
    };
  await ports.store.remember(key, found);
  return { told: { memoryBytes: found }, notices: [] };
}

type Chosen = Awaited<ReturnType<typeof chooseImage>>;

/** Undefined: there is none for the platform. */
async function chosenImage({ source }: OpenedImage, platform: Platform): Promise<Chosen | undefined> {
  const tree = await readTree(source.root, source.document);
  return chooseImage(tree, platform, source.document).catch((error: unknown) => {
    if (error instanceof SlipwayError && error.code === 'E_CONFIG') return undefined;
    throw error;
  });
}

async function weighed({ source, store }: OpenedImage, image: Chosen): Promise<WeighedImage> {
  const { manifestDigest, layers, diskBytes, pullBytes, files, findings } = await viewImage(source, {
    image,
    store,
  });
  return {
    manifestDigest,
    layers: layers.length,
    diskBytes,
    pullBytes,
    files: files.filter(isPresent).length,
    findings: findings.map(({ rule, severity, count }) => ({ rule, severity, count })),
  };
}

/** Everything that is pulled of an image, as files of this machine. */
async function pulled({ source, store }: OpenedImage, { descriptor, document }: Chosen): Promise<PullSide> {
  const fileOf = async (
    one: ForeignDescriptor,
    find: () => Promise<string | undefined>,
  ): Promise<ServedBlob> => {
    const { mediaType, digest, size } = one;
    const path = await find();
    if (path !== undefined) return { mediaType, digest, bytes: size, path };
    throw new SlipwayError('E_BASE', `${source.name}: the blob ${digest} is missing`);
  };
  const documentOf = (one: ForeignDescriptor) =>
    fileOf(one, async () => (await store.find(await store.put(await source.document(plain(one)))))?.path);
  const layerOf = (one: ForeignDescriptor) =>
    fileOf(one, async () => {
      const there = await source.locate?.(plain(one));
      if (there !== undefined) return there;
      if ((await store.find(one.digest)) === undefined) await source.fetch(plain(one));
      return (await store.find(one.digest))?.path;
    });
  const layers: ServedBlob[] = [];
  for (const layer of document.layers) layers.push(await layerOf(layer));
  return { manifest: await documentOf(descriptor), config: await documentOf(document.config), layers };
}
