import type { BlobStore } from '../../cache/blob-store.ts';
import {
  type Cause,
  type Difference,
  type ExplainContext,
  explainImages,
  explainPrograms,
} from '../../difference/difference.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import type {
  OnBothSides,
  ReproducedFile,
  ReproducedImage,
  ReproducedTarget,
} from '../../report/reproduction/reproduction.ts';
import { sameImages } from '../../verify/same/same-images.ts';
import type { Facts, Side, SideFile, SideImage, SideTarget } from './reproduce-sides.ts';

interface Pair<T> {
  readonly key: string;
  readonly a: T | undefined;
  readonly b: T | undefined;
}

/** What is compared with what, and with whose help. */
export interface Comparing {
  /** Where layers are brought to. */
  readonly store: BlobStore;
  readonly context: ExplainContext;
  /** True: two engines made the images, which compress in their own ways; they are the same where what is in them is. */
  readonly acrossEngines?: boolean;
}

/**
 * Compares what two builds made, target by target and platform by platform; what differs is explained as far as its bytes are at hand.
 * @throws SlipwayError as `explainImages` and `explainPrograms`
 */
export async function compareSides(a: Side, b: Side, how: Comparing): Promise<ReproducedTarget[]> {
  const compared: ReproducedTarget[] = [];
  for (const pair of pairs(a.targets, b.targets, ({ name }) => name)) {
    compared.push(await compareTargets(pair, how));
  }
  return compared;
}

async function compareTargets({ key, a, b }: Pair<SideTarget>, how: Comparing): Promise<ReproducedTarget> {
  const images: ReproducedImage[] = [];
  for (const pair of pairs(a?.images ?? [], b?.images ?? [], platformOf)) {
    images.push(await compareImages(pair, how));
  }
  const files: ReproducedFile[] = [];
  for (const pair of pairs(a?.files ?? [], b?.files ?? [], platformOf)) {
    const isExplained = images.some(({ platform, equal }) => platform === pair.key && !equal);
    files.push(await compareFiles(pair, how, isExplained));
  }
  const index = await compareIndexes(a?.index, b?.index, images, how);
  return { name: key, ...(index !== undefined && { index }), images, files };
}

function platformOf({ platform }: { readonly platform: string }): string {
  return platform;
}

/** In the order of B, and what only A has behind. */
function pairs<T>(as: readonly T[], bs: readonly T[], keyOf: (one: T) => string): Pair<T>[] {
  const keys = new Set([...bs, ...as].map(keyOf));
  const find = (all: readonly T[], key: string): T | undefined => all.find((one) => keyOf(one) === key);
  return [...keys].map((key) => ({ key, a: find(as, key), b: find(bs, key) }));
}

async function compareImages({ key, a, b }: Pair<SideImage>, how: Comparing): Promise<ReproducedImage> {
  const known = ({ digest, id }: SideImage) => ({ digest: a?.made === true ? id : digest });
  const digests = onBoth(a && known(a), b && known(b));
  const equal = digests.a === digests.b;
  const common = { platform: key, manifestDigest: digests, equal };
  if (equal) return { ...common, differences: [] };
  if (a?.open === undefined || b?.open === undefined) {
    return { ...common, differences: told(key, a, b) };
  }
  const [one, other] = [await a.open(), await b.open()];
  if (how.acrossEngines === true && (await haveSameContent(one, other, how.store))) {
    return { ...common, equal: true, sameContent: true, differences: [] };
  }
  const differences = await explainImages(one, other, how.store, how.context);
  return { ...common, differences: orDigests(differences, key, digests) };
}

async function haveSameContent(a: ImageSource, b: ImageSource, store: BlobStore): Promise<boolean> {
  const verdicts = await sameImages(a, b, { store });
  return verdicts.every(({ status, severity }) => status !== 'fail' || severity === 'info');
}

async function compareFiles(
  { key, a, b }: Pair<SideFile>,
  how: Comparing,
  isExplained: boolean,
): Promise<ReproducedFile> {
  const digests = onBoth(a, b);
  const equal = a?.digest === b?.digest;
  const common = { platform: key, digest: digests, equal };
  if (equal || isExplained) return { ...common, differences: [] };
  if (a?.path === undefined || b?.path === undefined) return { ...common, differences: told(key, a, b) };
  const differences = await explainPrograms(a.path, b.path, how.context);
  return { ...common, differences: orDigests(differences, key, digests) };
}

/** Only where it says something that its images do not. */
async function compareIndexes(
  a: SideTarget['index'],
  b: SideTarget['index'],
  images: readonly ReproducedImage[],
  how: Comparing,
): Promise<ReproducedTarget['index']> {
  if (a === undefined && b === undefined) return undefined;
  const digests = onBoth(a, b);
  const isSame = images.length > 0 && images.every(({ sameContent }) => sameContent === true);
  const equal = a?.digest === b?.digest || isSame;
  if (equal || images.some((image) => !image.equal) || a?.open === undefined || b?.open === undefined) {
    return { ...digests, equal, differences: [] };
  }
  const differences = await explainImages(await a.open(), await b.open(), how.store, how.context);
  return { ...digests, equal, differences: orDigests(differences, 'index', digests) };
}

type Digested = { readonly digest: OnBothSides['a'] } | undefined;

function onBoth(a: Digested, b: Digested): OnBothSides {
  return { ...(a?.digest && { a: a.digest }), ...(b?.digest && { b: b.digest }) };
}

/** What differs is never without a word. */
function orDigests(
  differences: readonly Difference[],
  place: string,
  { a = undefined, b = undefined }: OnBothSides,
): readonly Difference[] {
  if (differences.length > 0) return differences;
  return [{ kind: 'document', place, a: a ?? '', b: b ?? '' }];
}

/** Where only digests and reports are at hand: what of them differs. */
function told(
  platform: string,
  a: { readonly digest: string; readonly facts: Facts } | undefined,
  b: { readonly digest: string; readonly facts: Facts } | undefined,
): Difference[] {
  const names = a === undefined || b === undefined ? [] : Object.keys({ ...a.facts, ...b.facts });
  const rows = names.flatMap((name): Difference[] => {
    const [was, is] = [a?.facts[name] ?? '', b?.facts[name] ?? ''];
    if (was === is || was === '' || is === '') return [];
    const cause = causeOf(name, was, is);
    return [
      {
        kind: 'document',
        place: `${platform}, ${name}`,
        a: was,
        b: is,
        ...(cause !== undefined && { cause }),
      },
    ];
  });
  if (rows.length > 0) return rows;
  return [{ kind: 'document', place: platform, a: a?.digest ?? '', b: b?.digest ?? '' }];
}

function causeOf(name: string, a: string, b: string): Cause | undefined {
  if (name === 'setting go') return { kind: 'toolchain', detail: `built with ${a} and with ${b}` };
  if (name === 'commit') return { kind: 'vcs-stamp', detail: 'another commit was built' };
  if (name === 'uncommitted changes') {
    return { kind: 'vcs-stamp', detail: 'one of the two had changes that were not committed' };
  }
  if (name.startsWith('setting ')) {
    return { kind: 'settings', detail: `${name.slice('setting '.length)} was set otherwise` };
  }
  return undefined;
}
