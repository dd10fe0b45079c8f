import type { Difference } from '../../difference/difference.ts';
import { differenceLines } from '../../report/reproduction/difference-lines.ts';
import type { OnBothSides, Reproduced } from '../../report/reproduction/reproduction.ts';
import type { Verdict } from '../../verify/verdict.ts';

/** How many differences a verdict names; the report has all. */
const named = 4;

/** Whether each image and bare file came out as it was; `reproduce/index` of what lists images. */
export function reproduceVerdicts({ sides, targets }: Pick<Reproduced, 'sides' | 'targets'>): Verdict[] {
  return targets.flatMap(({ name, index, images, files }) => [
    ...images.map((image) =>
      verdictOf(
        'reproduce/image',
        `${name} (${image.platform})`,
        { ...image, digests: image.manifestDigest },
        sides,
      ),
    ),
    ...files.map((file) =>
      verdictOf('reproduce/file', `${name} (${file.platform})`, { ...file, digests: file.digest }, sides),
    ),
    // Where an image differs, its index does.
    ...(index === undefined || images.some(({ equal }) => !equal)
      ? []
      : [verdictOf('reproduce/index', name, { ...index, digests: index }, sides)]),
  ]);
}

interface Compared {
  readonly digests: OnBothSides;
  readonly equal: boolean;
  readonly sameContent?: true;
  readonly differences: readonly Difference[];
}

function verdictOf(
  check: string,
  subject: string,
  { digests: { a, b }, equal, sameContent, differences }: Compared,
  sides: Reproduced['sides'],
): Verdict {
  const common = { check, subject, severity: 'block' } as const;
  if (sameContent === true) {
    const detail = `the same files, config and platform, ${a} ${sides.a} and ${b} ${sides.b}`;
    return { ...common, status: 'pass', detail };
  }
  if (equal) return { ...common, status: 'pass', detail: `the same bytes ${sides.a} and ${sides.b}: ${a}` };
  const platform = /\((.+)\)$/.exec(subject)?.[1] ?? '';
  const detail = [
    `is ${a ?? 'not there'} ${sides.a}, and ${b ?? 'not there'} ${sides.b}`,
    ...differenceLines({ differences, platform, most: named }, sides),
  ];
  return { ...common, status: 'fail', detail: detail.join('\n') };
}
