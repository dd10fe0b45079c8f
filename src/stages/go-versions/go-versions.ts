import type { GoComparison } from '../../report/go-versions/go-comparison.ts';
import type { CompareGoRequest } from '../../request/compare-go-request.ts';
import { SlipwayError } from '../../support/errors.ts';
import { faultOf } from '../fault.ts';
import { packQuickly } from '../pack/quick-packs.ts';
import type { Ports } from '../ports.ts';
import { buildVersions, type VersionBuild } from './go-version-builds.ts';
import { type LayerFile, wireBytesOf } from './go-version-layers.ts';
import { openVersions, type VersionOrigin } from './go-version-origins.ts';
import { targetReports } from './go-version-reports.ts';
import { startVersions } from './go-version-starts.ts';

/**
 * The same programs built with several versions of Go: what each makes of them. A version that cannot be had, or with which a program
 * does not compile, has its reason in the answer.
 * @throws SlipwayError where none of the versions that were asked for makes a program, with the first one's code and each one's reason;
 *   for whatever is no version's fault as a build would
 */
export async function compareGoVersions(request: CompareGoRequest, ports: Ports): Promise<GoComparison> {
  const origins = await openVersions(request, ports);
  requireAny(origins, []);
  const built = await buildVersions(origins);
  requireAny(origins, built.builds);
  const files = filesOf(built.builds);
  const { sourceDateEpoch: mtime = 0, cacheDirectory, offline, sandbox } = request.build;
  const measured = {
    wireBytes: await tellingLayers(files, mtime, ports),
    packed: await packQuickly(files, { mtime, cacheDirectory, offline }, ports),
    starts: await startVersions(files, { runs: request.runs, sandbox }, ports),
  };
  return {
    source: request.name,
    versions: origins.map(({ compared }) => compared),
    targets: targetReports(built, measured),
    notices: [...new Set(origins.flatMap(({ opened }) => opened?.origin.notices ?? []))],
  };
}

interface VersionFile extends LayerFile {
  readonly go: string;
}

/** What `slipway build` would ship of each version. */
function filesOf(builds: readonly VersionBuild[]): VersionFile[] {
  return builds.flatMap(({ go, target, made }) =>
    made instanceof SlipwayError ? [] : [{ ...made.shipped, target, go }],
  );
}

/** The layers of all files, each told as a build tells an image. */
function tellingLayers(files: readonly VersionFile[], mtime: number, ports: Ports) {
  const names = new Map<LayerFile, string>(files.map((file) => [file, `${file.target.name} ${file.go}`]));
  return wireBytesOf(files, mtime, ports, (file, { layer, cached, seconds }) =>
    ports.progress({
      kind: 'image',
      target: names.get(file) ?? file.target.name,
      platform: file.platform,
      seconds,
      cached,
      diskBytes: file.bytes,
      pullBytes: layer.compressedBytes,
    }),
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
