import type { Report, TargetReport } from '../../report/model.ts';
import { formatPlatform } from '../../request/platform.ts';
import { type Attested, predicateTypes } from './statement.ts';

type Reproduced = NonNullable<Report['reproduction']>;

/**
 * That a build from nothing made the same, and what was other while it did; schema/predicate-reproducibility.schema.json. Without times:
 * the same build says the same.
 */
export function reproducibilityOf(
  slipway: string,
  { name, importPath, images, indexDigest }: TargetReport,
  { builds, shared, targets }: Reproduced,
): Attested {
  const compared = targets.find((target) => target.name === name);
  const isSame = images.every(({ platform }) => imageOf(formatPlatform(platform))?.equal === true);
  function imageOf(platform: string) {
    return compared?.images.find((image) => image.platform === platform);
  }
  return {
    predicateType: predicateTypes.reproducibility,
    predicate: {
      slipway,
      target: name,
      package: importPath,
      outcome: isSame && compared?.index?.equal !== false ? 'same' : 'different',
      builds: builds.map(({ name: build, folder, varied }) => ({ name: build, folder, varied })),
      shared,
      ...(indexDigest !== undefined && { index: { digest: indexDigest, again: compared?.index?.b } }),
      images: images.map(({ platform, manifestDigest }) => ({
        platform: formatPlatform(platform),
        manifestDigest,
        again: imageOf(formatPlatform(platform))?.manifestDigest.b,
      })),
    },
  };
}
