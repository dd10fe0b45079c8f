import type { BeforeAfter } from '../../report/comparison.ts';
import type { ApartImage, ApartKind, ApartPart, SizeReport, Unmeasured } from '../../report/size-report.ts';

/** What the baseline's commit weighs with one thing more of this run's. */
export interface ApartStep {
  readonly what: ApartKind;
  readonly images: readonly StepImage[];
  readonly unmeasured: readonly Unmeasured[];
}

/** A platform of a target, as this build calls it, in bytes. */
export interface StepImage {
  readonly target: string;
  readonly platform: string;
  readonly diskBytes?: number;
  readonly pullBytes?: number;
  readonly fileBytes?: number;
}

const measures = ['diskBytes', 'pullBytes', 'fileBytes'] as const;

/**
 * Each step as a part of the change, which begins where the one before it ended, and the first where the comparison does: so with what
 * is left to this build they are the whole change. What the comparison does not compare has no part.
 */
function partsOf(
  steps: readonly ApartStep[],
  targets: SizeReport['targets'],
): readonly ApartPart[] | undefined {
  const begun = new Map(
    targets.flatMap(({ name, images }) =>
      images.map((image) => [keyOf({ target: name, platform: image.platform }), image] as const),
    ),
  );
  const reached = new Map<string, StepImage>();
  const parts = steps.map(({ what, images, unmeasured }) => ({
    what,
    images: images.flatMap((image) => {
      const compared = begun.get(keyOf(image));
      const part = compared && partOf(image, reached.get(keyOf(image)), compared);
      if (part !== undefined) reached.set(keyOf(image), { ...reached.get(keyOf(image)), ...image });
      return part ?? [];
    }),
    unmeasured,
  }));
  const told = parts.filter(({ images, unmeasured }) => images.length > 0 || unmeasured.length > 0);
  return told.length === 0 ? undefined : told;
}

/** The comparison with what was measured. */
export function withApart(size: SizeReport, steps: readonly ApartStep[]): SizeReport {
  const apart = partsOf(steps, size.targets);
  return { ...size, ...(apart !== undefined && { apart }) };
}

/** Undefined where nothing is compared: a platform that is new or gone, a length that a side does not tell. */
function partOf(
  image: StepImage,
  last: StepImage | undefined,
  compared: Partial<Record<(typeof measures)[number], BeforeAfter>>,
): ApartImage | undefined {
  const { target, platform } = image;
  const lengths = measures.flatMap((name) => {
    const { before: start, after: end } = compared[name] ?? { before: 0, after: 0 };
    const after = image[name];
    if (start === 0 || end === 0 || after === undefined) return [];
    return [[name, { before: last?.[name] ?? start, after }]];
  });
  return lengths.length === 0 ? undefined : { target, platform, ...Object.fromEntries(lengths) };
}

function keyOf({ target, platform }: { readonly target: string; readonly platform: string }): string {
  return JSON.stringify([target, platform]);
}
