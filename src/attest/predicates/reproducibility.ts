import type { Report, TargetReport } from '../../report/model.ts';
import { formatPlatform } from '../../request/platform.ts';
import { type Attested, predicateTypes } from './statement.ts';

/**
 * That a build from nothing made the same, and what was other while it did; schema/predicate-reproducibility.schema.json. Without times:
 * the same build says the same.
 */
export function reproducibilityOf(
  slipway: string,
  { name, importPath, images, indexDigest }: TargetReport,
  { builds, shared, targets }: NonNullable<Report['reproduction']>,
): Attested {
  const compared = targets.find((target) => target.name === name);
  const pairs = images.map(({ platform, manifestDigest }) => {
    const text = formatPlatform(platform);
    const again = compared?.images.find((image) => image.platform === text)?.manifestDigest.b;
    return { platform: text, manifestDigest, ...(again !== undefined && { again }) };
  });
  // An index with BuildKit's provenance, which has times, is not compared.
  const index = compared?.index && { digest: indexDigest, again: compared.index.b };
  const isSame = [
    ...pairs.map(({ manifestDigest, again }) => manifestDigest === again),
    compared !== undefined && index?.digest === index?.again,
  ].every(Boolean);
  return {
    predicateType: predicateTypes.reproducibility,
    predicate: {
      slipway,
      target: name,
      package: importPath,
      outcome: isSame ? 'same' : 'different',
      builds: builds.map(({ name: build, folder, varied }) => ({ name: build, folder, varied })),
      shared,
      ...(index !== undefined && { index }),
      images: pairs,
    },
  };
}
