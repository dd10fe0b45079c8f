import type { TargetReport } from '../../report/model.ts';
import { formatPlatform } from '../../request/platform.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { type Attested, predicateTypes } from './statement.ts';

/** What an image weighs, on each platform; schema/predicate-size.schema.json. Lengths are bytes. */
export function sizeOf(slipway: string, { name, importPath, images }: TargetReport): Attested {
  return {
    predicateType: predicateTypes.size,
    predicate: {
      slipway,
      target: name,
      package: importPath,
      images: images.map(({ platform, manifestDigest, diskBytes, pullBytes, executable }) => ({
        platform: formatPlatform(platform),
        manifestDigest,
        ...(diskBytes !== undefined && { diskBytes }),
        pullBytes,
        executable: { path: executable.path, bytes: executable.bytes, digest: executable.digest },
      })),
    },
  };
}

/**
 * Which checks an image passed, and which not; schema/predicate-conformance.schema.json.
 * @param verdicts those that are about the image
 */
export function conformanceOf(slipway: string, verdicts: readonly Verdict[]): Attested {
  const checks = verdicts
    .map(({ check, subject, status, severity }) => ({ check, subject, status, severity }))
    .toSorted((a, b) => compare(a.check, b.check) || compare(a.subject, b.subject));
  return { predicateType: predicateTypes.conformance, predicate: { slipway, checks } };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * From the source to the index, each step by digests, and to the files that were made of the same programs;
 * schema/predicate-chain.schema.json.
 */
export function chainOf(slipway: string, { name, images, files = [] }: TargetReport): Attested {
  return {
    predicateType: predicateTypes.chain,
    predicate: {
      slipway,
      target: name,
      images: images.map(({ platform, chain = [] }) => ({ platform: formatPlatform(platform), chain })),
      ...(files.length > 0 && {
        files: files.map(({ platform, executable, archive, chain = [] }) => ({
          name: archive?.name ?? executable.path,
          ...{ platform: formatPlatform(platform), chain },
        })),
      }),
    },
  };
}
