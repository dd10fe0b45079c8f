import type { Executable } from '../../gobuild/compile.ts';
import type { Target } from '../../gobuild/targets.ts';
import type {
  ComparedPlatform,
  GoComparison,
  GoProgram,
  PackedSize,
  StartTimes,
} from '../../report/go-versions/go-comparison.ts';
import { formatCompression } from '../../request/compression.ts';
import { type Platform, samePlatform } from '../../request/platform.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Digest } from '../../support/hashing.ts';
import { faultOf } from '../fault.ts';
import { holdsImage } from '../program-layers.ts';
import type { VersionBuild, VersionBuilds } from './go-version-builds.ts';
import { explainProgram, type ProgramFacts, packageChanges } from './go-version-facts.ts';

/** What was measured of programs, by their digests. */
export interface Measured {
  readonly wireBytes: ReadonlyMap<Digest, number>;
  readonly packed: ReadonlyMap<Digest, PackedSize>;
  readonly starts: ReadonlyMap<Digest, StartTimes>;
}

/** Every program on every platform with what each version made of it. */
export function targetReports(
  { targets, builds }: VersionBuilds,
  measured: Measured,
): GoComparison['targets'] {
  return targets.map((target) => ({
    name: target.name,
    importPath: target.importPath,
    platforms: target.settings.platforms.map((platform) => {
      const own = builds.filter((each) => each.target === target && samePlatform(each.platform, platform));
      return platformReport(target, platform, own, measured);
    }),
  }));
}

function platformReport(
  { settings }: Target,
  platform: Platform,
  builds: readonly VersionBuild[],
  measured: Measured,
): ComparedPlatform {
  let first: ProgramFacts | undefined;
  const programs = builds.map(({ go, made }): GoProgram => {
    if (made instanceof SlipwayError) return { go, error: faultOf(made) };
    const facts = explainProgram(made.shipped.path, platform);
    first ??= facts;
    const packages = packageChanges(first, facts);
    return {
      go,
      file: lengthOf(made.shipped),
      whole: lengthOf(made.whole),
      parts: facts.parts,
      ...(packages !== undefined && { packages }),
      godebug: facts.godebug,
      ...measuresOf(made.shipped, measured),
    };
  });
  const compression = formatCompression(settings.compression);
  return { platform, ...(holdsImage({ platform }) && { compression }), programs };
}

function lengthOf({ bytes, digest }: Executable): Pick<Executable, 'bytes' | 'digest'> {
  return { bytes, digest };
}

function measuresOf(
  { digest }: Executable,
  { wireBytes, packed, starts }: Measured,
): Pick<GoProgram, 'wireBytes' | 'packed' | 'start'> {
  const [wire, small, start] = [wireBytes.get(digest), packed.get(digest), starts.get(digest)];
  return {
    ...(wire !== undefined && { wireBytes: wire }),
    ...(small !== undefined && { packed: small }),
    ...(start !== undefined && { start }),
  };
}
