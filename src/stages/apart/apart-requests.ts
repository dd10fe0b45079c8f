import type { BuildRequest, GoRequest, NamedTarget, TargetSettings } from '../../request/request.ts';
import type { SnapshotTarget } from '../../size/snapshot.ts';

/** How a commit is built that is not as its own configuration says. */
export interface Variation {
  /** Undefined: the commit's own. */
  readonly go: GoRequest | undefined;
  /** Undefined: all that it has. */
  readonly targets?: readonly VariedTarget[];
  /** What pins the bases; absent: the commit's own, `undefined`: nothing. */
  readonly lock?: { readonly path: string | undefined };
}

interface VariedTarget extends Pick<SnapshotTarget, 'name' | 'importPath'> {
  /** Whose flags and base it is built with; undefined: its own. */
  readonly settings?: TargetSettings | undefined;
}

/** A commit's own request, varied, for sizes alone. */
export function varied(own: BuildRequest, { go, targets, lock }: Variation): BuildRequest {
  return {
    ...own,
    json: false,
    attribution: false,
    ...(go !== undefined && { go }),
    ...(lock !== undefined && { lockFile: lock.path }),
    ...(targets !== undefined && { targets: targets.map((target) => namedTarget(own, target)) }),
  };
}

function namedTarget(own: BuildRequest, { name, importPath, settings }: VariedTarget): NamedTarget {
  const mine = own.targets.find((target) => target.name === name)?.settings ?? own.defaults;
  const both = settings === undefined ? mine : { ...mine, ...toldSettings(settings) };
  return { name, main: importPath, settings: both };
}

/** Those that a snapshot tells (stages/reporting.ts): all else belongs to the commit, as its assets do. */
function toldSettings(settings: TargetSettings): Partial<TargetSettings> {
  const { buildTags, ldflags, goexperiment, cgo, base, timezones, compression } = settings;
  return { buildTags, ldflags, goexperiment, cgo, base, timezones, compression };
}

/** A run's own Go, for another commit: what it is called, since files of that commit say something else. */
export function goOf({ go }: Pick<BuildRequest, 'go'>, version: string): GoRequest {
  return /^https?:/i.test(go.version ?? '') ? go : exactGo(version);
}

/** @param version such as go1.26.8 */
export function exactGo(version: string): GoRequest {
  const askedBy = 'the comparison of sizes';
  return { version, askedBy, sha256: undefined, versionFile: undefined, checkLatest: false };
}
