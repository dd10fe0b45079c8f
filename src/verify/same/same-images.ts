import type { BlobStore } from '../../cache/blob-store.ts';
import type { ImageSource } from '../../image/source/image-source.ts';
import { settleAll } from '../../support/concurrency.ts';
import type { Verdict } from '../verdict.ts';
import { baseMatters, commonLayers } from './common-base.ts';
import { compareConfigs, mapDifferences } from './compare-config.ts';
import { compareFiles, type FileComparison } from './compare-files.ts';
import { compareLayers } from './compare-layers.ts';
import { readSide, type Side, type SidedImage } from './images.ts';
import { mergedFiles } from './merged.ts';
import { defaultFileLimits, type FileLimits } from './read-files.ts';
import { type LayerReading, layerReader } from './read-layers.ts';
import { judged } from './tell.ts';

export interface SameOptions {
  /** Layers that lie nowhere on this machine are brought into it. */
  readonly store: BlobStore;
  /** What verdicts of the whole are about; otherwise `A = B`, by the sources' names. */
  readonly subject?: string;
  readonly limits?: FileLimits;
}

/**
 * Whether two images are the same for whoever runs them: platforms, and of each platform config and merged files. What only
 * tells how an image was made (times, history, annotations, the layers' bytes) is said as `info`.
 * Every difference is a line of its verdict's detail, in which the images are called A and B.
 * @throws SlipwayError E_BASE when a side is no image or cannot be read; as the sources' `document` and `fetch`
 */
export async function sameImages(
  a: ImageSource,
  b: ImageSource,
  { store, subject = `${a.name} = ${b.name}`, limits = defaultFileLimits }: SameOptions,
): Promise<Verdict[]> {
  const [one, other] = await settleAll([readSide(a), readSide(b)]);
  const verdicts = wholeVerdicts(subject, one, other);
  for (const image of one.images) {
    const twin = other.images.find(({ key }) => key === image.key);
    // One after the other: each holds the names of all its files.
    if (twin !== undefined) verdicts.push(...(await imageVerdicts(image, twin, { store, limits })));
  }
  return verdicts;
}

function wholeVerdicts(subject: string, a: Side, b: Side): Verdict[] {
  const lacking = (side: 'A' | 'B', { images }: Side, { images: others }: Side): string[] =>
    images
      .filter(({ key }) => !others.some((other) => other.key === key))
      .map(({ platform }) => `${platform}: in ${side} alone`);
  const missing = [...lacking('A', a, b), ...lacking('B', b, a)];
  const annotations = (side: Side): unknown => side.index?.document.fields['annotations'];
  return [
    judged('same/platforms', subject, missing, a.images.map(({ platform }) => platform).join(', ')),
    judged('same/left-out', subject, leftOut(a, b), '', 'info'),
    judged(
      'same/annotations',
      subject,
      mapDifferences('annotation of the index', annotations(a), annotations(b)),
      '',
      'info',
    ),
  ];
}

function leftOut({ leftOut: a }: Side, { leftOut: b }: Side): string[] {
  const count = (what: string, one: number, other: number): string[] =>
    one + other === 0 ? [] : [`${what}: ${one} in A, ${other} in B, which are not compared`];
  return [
    ...count('attestation manifests', a.attestations, b.attestations),
    ...count('other artifacts', a.others, b.others),
  ];
}

async function imageVerdicts(a: SidedImage, b: SidedImage, reading: LayerReading): Promise<Verdict[]> {
  const subject = a.platform;
  const config = compareConfigs(a.config.fields, b.config.fields);
  const layers = compareLayers(a, b);
  const annotations = (image: SidedImage): unknown => image.manifest.document.fields['annotations'];
  return [
    judged('same/config', subject, config.differences),
    judged('same/other-fields', subject, config.others, '', 'info'),
    judged('same/history', subject, config.history, '', 'info'),
    judged(
      'same/annotations',
      subject,
      mapDifferences('annotation of the manifest', annotations(a), annotations(b)),
      '',
      'info',
    ),
    ...(layers.sameArchives ? unread(subject) : await fileVerdicts(a, b, reading)),
    layers.lines.length === 0
      ? judged('same/layers', subject, [], layers.summary, 'info')
      : judged('same/layers', subject, [layers.summary, ...layers.lines], '', 'info'),
  ];
}

function unread(subject: string): Verdict[] {
  const why = 'every layer is the same archive, so none was read';
  return [judged('same/files', subject, [], why), judged('same/times', subject, [], '', 'info')];
}

async function fileVerdicts(a: SidedImage, b: SidedImage, reading: LayerReading): Promise<Verdict[]> {
  const { differences, common, timed, otherTimes, unread } = await comparedFiles(a, b, reading);
  const times = `${otherTimes} of ${timed} files, folders and links have another time of change`;
  const below = unread === 1 ? 'a layer that is' : `${unread} layers that are`;
  const rest = unread === 0 ? '' : ` above ${below} the same, which cannot matter and was not read`;
  return [
    judged('same/files', a.platform, differences, `${common} files, folders and links${rest}`),
    judged('same/times', a.platform, otherTimes === 0 ? [] : [times], '', 'info'),
  ];
}

/** Layers that both stand on are read only where they can matter: a base is most of an image. */
async function comparedFiles(
  a: SidedImage,
  b: SidedImage,
  reading: LayerReading,
): Promise<FileComparison & { readonly unread: number }> {
  const read = layerReader(a, b, reading);
  const shared = commonLayers(a, b);
  if (shared > 0) {
    const [one, other] = await read(shared);
    if (!baseMatters(one, other))
      return { ...compareFiles(mergedFiles(one), mergedFiles(other)), unread: shared };
  }
  const [one, other] = await read(0);
  return { ...compareFiles(mergedFiles(one), mergedFiles(other)), unread: 0 };
}
