import { foreignPlatformText } from '../image/documents.ts';
import type { Comparison, ImageComparison } from '../report/comparison.ts';
import type { AttributionReport, FileInspection, ImageInspection } from '../report/inspection.ts';
import type { Report } from '../report/model.ts';
import { formatPlatform } from '../request/platform.ts';
import type { NamedBytes } from '../size/attribution.ts';
import { changesOf } from '../size/difference.ts';

/** One program on one platform, as far as it is known. */
export interface Sized {
  readonly platform: string;
  readonly fileBytes?: number;
  readonly diskBytes?: number;
  readonly pullBytes?: number;
  readonly sections?: FileInspection['sections'];
  readonly attribution?: AttributionReport;
  readonly symbols?: FileInspection['symbols'];
  /** Of an image, by path; what its file system has in the end. */
  readonly files?: readonly NamedBytes[];
}

/** A side of a comparison: what it is called, and its programs by target. */
export interface Side {
  readonly name: string;
  readonly targets: readonly { readonly name: string; readonly images: readonly Sized[] }[];
}

/** A program alone is one target, whatever it is called: it is compared with the other side's only one. */
export const onlyTarget = '';

/** What was inspected, as a side. */
export function sideOfInspection(name: string, inspection: FileInspection): Side {
  const { file, sections, attribution, symbols } = inspection;
  const platform = [file.os, file.architecture].filter((word) => word !== undefined).join('/');
  const image = {
    platform,
    fileBytes: file.bytes,
    sections,
    ...(attribution !== undefined && { attribution }),
    ...(symbols !== undefined && { symbols }),
  };
  return { name, targets: [{ name: onlyTarget, images: [image] }] };
}

/** An image, as a side: its platforms, each with its files. */
export function sideOfImage(name: string, { images }: ImageInspection): Side {
  const sized = images.map(({ platform, diskBytes, pullBytes, files }) => ({
    platform: platform === undefined ? '' : foreignPlatformText(platform),
    diskBytes,
    pullBytes,
    files: files
      .filter(({ kind, state }) => kind === 'file' && state === 'present')
      .map(({ path, bytes }) => ({ name: path, bytes })),
  }));
  return { name, targets: [{ name: onlyTarget, images: sized }] };
}

/** What a build reported, as a side: its images, and where it made none its bare files. */
export function sideOfReport(name: string, { targets }: Report): Side {
  return {
    name,
    targets: targets.map((target) => ({
      name: target.name,
      images: [
        ...target.images.map(({ platform, executable, diskBytes, pullBytes, attribution }) => ({
          platform: formatPlatform(platform),
          fileBytes: executable.bytes,
          pullBytes,
          ...(diskBytes !== undefined && { diskBytes }),
          ...(attribution !== undefined && { attribution }),
        })),
        ...(target.files ?? [])
          .filter(({ platform }) => !target.images.some((image) => isSame(image.platform, platform)))
          .map(({ platform, executable, attribution }) => ({
            platform: formatPlatform(platform),
            fileBytes: executable.bytes,
            ...(attribution !== undefined && { attribution }),
          })),
      ],
    })),
  };
}

function isSame(a: Report['targets'][number]['images'][number]['platform'], b: typeof a): boolean {
  return formatPlatform(a) === formatPlatform(b);
}

/**
 * Two sides, target by target and platform by platform. What only one side has is compared with nothing; two single programs
 * are compared with each other, also where their platforms differ, which is then said.
 */
export function compareSides(before: Side, after: Side): Comparison {
  const notices: string[] = [];
  const names = [...new Set([...before.targets, ...after.targets].map(({ name }) => name))];
  const targets = names.map((name) => {
    const [old, now] = [before, after].map(
      ({ targets: all }) => all.find((target) => target.name === name)?.images ?? [],
    );
    return { name, images: pairs(old ?? [], now ?? [], notices).map(([one, other]) => compared(one, other)) };
  });
  return { before: before.name, after: after.name, targets, verdicts: [], notices };
}

type Pair = readonly [Sized | undefined, Sized | undefined];

function pairs(before: readonly Sized[], after: readonly Sized[], notices: string[]): Pair[] {
  const [one, other] = [before[0], after[0]];
  if (before.length === 1 && after.length === 1 && one !== undefined && other !== undefined) {
    if (one.platform !== other.platform) {
      notices.push(`the platforms differ: ${one.platform || 'unknown'} and ${other.platform || 'unknown'}`);
    }
    return [[one, other]];
  }
  const platforms = [...new Set([...before, ...after].map(({ platform }) => platform))];
  const of = (side: readonly Sized[], platform: string) => side.find((image) => image.platform === platform);
  return platforms.map((platform) => [of(before, platform), of(after, platform)]);
}

const nothing: Sized = { platform: '' };

function compared(one: Sized | undefined, other: Sized | undefined): ImageComparison {
  const [before, after] = [one ?? nothing, other ?? nothing];
  const bytes = (field: 'fileBytes' | 'diskBytes' | 'pullBytes') =>
    before[field] === undefined && after[field] === undefined
      ? {}
      : { [field]: { before: before[field] ?? 0, after: after[field] ?? 0 } };
  const byPath = ({ attribution }: Sized, what: 'packages' | 'modules') =>
    (attribution?.[what] ?? []).map(({ path, bytes: length }) => ({ name: path, bytes: length }));
  const hasSymbols = before.symbols !== undefined || after.symbols !== undefined;
  const hasFiles = before.files !== undefined || after.files !== undefined;
  return {
    platform: after.platform || before.platform,
    ...bytes('fileBytes'),
    ...bytes('diskBytes'),
    ...bytes('pullBytes'),
    sections: changesOf(before.sections ?? [], after.sections ?? []),
    modules: changesOf(byPath(before, 'modules'), byPath(after, 'modules')),
    packages: changesOf(byPath(before, 'packages'), byPath(after, 'packages')).map(({ name, ...change }) => ({
      path: name,
      ...change,
    })),
    ...(hasFiles && { files: changesOf(before.files ?? [], after.files ?? []) }),
    ...(hasSymbols && { symbols: changesOf(before.symbols ?? [], after.symbols ?? []) }),
  };
}
