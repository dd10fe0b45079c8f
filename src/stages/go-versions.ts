import type { Target } from '../gobuild/targets.ts';
import type { ComparedPlatform, GoComparison, GoProgram } from '../report/go-versions/go-comparison.ts';
import type { CompareGoRequest } from '../request/compare-go-request.ts';
import { formatCompression } from '../request/compression.ts';
import { type Platform, samePlatform } from '../request/platform.ts';
import { SlipwayError } from '../support/errors.ts';
import { faultOf } from './fault.ts';
import { buildVersions, type VersionBuild } from './go-version-builds.ts';
import { explainProgram } from './go-version-facts.ts';
import { wireBytesOf } from './go-version-layers.ts';
import { openVersions, type VersionOrigin } from './go-version-origins.ts';
import { packVersions } from './go-version-packs.ts';
import { startVersions } from './go-version-starts.ts';
import type { Ports } from './ports.ts';
import { holdsImage } from './program-layers.ts';

/**
 * The same programs built with several versions of Go: what each makes of them. A version that cannot be had, or with which a program
 * does not compile, has its reason in the answer.
 * @throws SlipwayError where none of the versions that were asked for makes a program, with the first one's code and each one's reason;
 *   for whatever is no version's fault as a build would
 */
export async function compareGoVersions(request: CompareGoRequest, ports: Ports): Promise<GoComparison> {
  const origins = await openVersions(request, ports);
  requireAny(origins, []);
  const { targets, builds } = await buildVersions(origins);
  requireAny(origins, builds);
  const files = filesOf(builds);
  const { sourceDateEpoch: mtime = 0, cacheDirectory, offline } = request.build;
  const wireBytes = await wireBytesOf(files, mtime, ports);
  const packed = await packVersions(files, { mtime, cacheDirectory, offline }, ports);
  const starts = await startVersions(files, request.runs, ports);
  const programOf = ({ go, made }: VersionBuild): GoProgram => {
    if (made instanceof SlipwayError) return { go, error: faultOf(made) };
    const { shipped, whole } = made;
    return {
      go,
      file: { bytes: shipped.bytes, digest: shipped.digest },
      whole: { bytes: whole.bytes, digest: whole.digest },
      ...explainProgram(shipped.path),
      ...told('wireBytes', wireBytes.get(shipped.digest)),
      ...told('packed', packed.get(shipped.digest)),
      ...told('start', starts.get(shipped.digest)),
    };
  };
  return {
    source: request.name,
    versions: origins.map(({ compared }) => compared),
    targets: targets.map((target) => ({
      name: target.name,
      importPath: target.importPath,
      platforms: target.settings.platforms.map((platform) =>
        platformReport(target, platform, builds, programOf),
      ),
    })),
    notices: [...new Set(origins.flatMap(({ opened }) => opened?.origin.notices ?? []))],
  };
}

/** A field of an answer; none where there is nothing to say. */
function told<Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [N in Name]?: Value });
}

function platformReport(
  target: Target,
  platform: Platform,
  builds: readonly VersionBuild[],
  programOf: (build: VersionBuild) => GoProgram,
): ComparedPlatform {
  const own = builds.filter((each) => each.target === target && samePlatform(each.platform, platform));
  const { compression } = target.settings;
  return {
    platform,
    ...(holdsImage({ platform }) && { compression: formatCompression(compression) }),
    programs: own.map(programOf),
  };
}

/** What `slipway build` would ship of each version. */
function filesOf(builds: readonly VersionBuild[]) {
  return builds.flatMap(({ target, made }) =>
    made instanceof SlipwayError ? [] : [{ ...made.shipped, target }],
  );
}

/** @throws SlipwayError when no version that was asked for makes any program: then there is nothing to compare */
function requireAny(origins: readonly VersionOrigin[], builds: readonly VersionBuild[]): void {
  const reasons = origins.flatMap(({ compared: { asked, go, error } }) => {
    if (asked.length === 0) return [];
    const name = go ?? `Go ${asked.join(', ')}`;
    if (error !== undefined) return [{ name, ...error }];
    const own = builds.filter((each) => each.go === go);
    const failed = own.flatMap(({ made }) => (made instanceof SlipwayError ? [made] : []));
    const [first] = failed;
    // One program of several is something to compare.
    return first === undefined || failed.length < own.length ? [undefined] : [{ name, ...faultOf(first) }];
  });
  const faults = reasons.filter((reason) => reason !== undefined);
  const [first] = faults;
  if (first === undefined || faults.length < reasons.length) return;
  const told = faults.map(({ name, message }) => `${name}: ${message}`);
  const whole = ['none of these versions of Go makes a program of it', ...told].join('\n');
  throw new SlipwayError(first.code, whole, { hint: first.hint });
}
