import type { Origin } from '../../gobuild/origin.ts';
import { sourceRevision, sourceVersion } from '../../gobuild/source.ts';
import { findTargets, type Target } from '../../gobuild/targets.ts';
import { canonicalJson } from '../../image/json.ts';
import type { ShardReport } from '../../report/model.ts';
import { formatBase } from '../../request/base.ts';
import { usesBuildkit } from '../../request/engine-request.ts';
import { formatPlatform, type Platform } from '../../request/platform.ts';
import type { BaseRequest, BuildRequest, NamedTarget, TargetSettings } from '../../request/request.ts';
import { formatUnit, type Shard, shardUnits, type Unit, unitsOf } from '../../request/shard.ts';
import { type Digest, sha256 } from '../../support/hashing.ts';
import { slipwayVersion } from '../../version.ts';
import { settingsReport } from '../reporting.ts';

/** The whole that a shard is of. Every machine finds the same, from the request and the code alone. */
export interface ShardPlan {
  readonly digest: Digest;
  /** All targets, in the build's order. */
  readonly targets: readonly { readonly name: string; readonly platforms: readonly Platform[] }[];
  /** What all shards must have in common, by names for people. */
  readonly facts: Readonly<Record<string, string>>;
}

/** A shard's share of a build. */
export interface PlannedShard {
  readonly shard: Shard;
  readonly plan: ShardPlan;
  /** May be none. */
  readonly units: readonly Unit[];
  /** The build of these units alone: each target is named, with the platforms that it has here. */
  readonly request: BuildRequest;
}

/** What report.json says of it. */
export function shardReport({ shard, units, plan }: PlannedShard): ShardReport {
  return { ...shard, units: units.map(formatUnit), plan: plan.digest };
}

/**
 * Finds out what there is to build, and which of it one shard builds.
 * @throws SlipwayError as findTargets
 */
export async function planShard(request: BuildRequest, origin: Origin, shard: Shard): Promise<PlannedShard> {
  const targets = await findTargets(origin.go.command, request, origin.workspace);
  const planned = targets.map(({ name, settings: { platforms } }) => ({ name, platforms }));
  const units = shardUnits(unitsOf(planned), shard);
  const facts = Object.assign(
    wholeFacts(request, origin),
    ...targets.map((target) => targetFacts(target, origin)),
  );
  const digest = sha256(canonicalJson({ units: unitsOf(planned).map(formatUnit), of: shard.of, facts }));
  return {
    shard,
    plan: { digest, targets: planned, facts },
    units,
    request: { ...request, targets: ownTargets(targets, units) },
  };
}

/** Targets with the same settings keep having the same: what they need is listed once for all of them. */
function ownTargets(targets: readonly Target[], units: readonly Unit[]): readonly NamedTarget[] {
  const narrowed = new Map<string, TargetSettings>();
  const numbers = new Map<TargetSettings, number>();
  return targets.flatMap(({ name, importPath, settings }) => {
    const own = new Set(units.filter(({ target }) => target === name).map(formatUnit));
    const platforms = settings.platforms.filter((platform) =>
      own.has(formatUnit({ target: name, platform })),
    );
    if (platforms.length === 0) return [];
    const number = numbers.get(settings) ?? numbers.size;
    numbers.set(settings, number);
    const key = `${number} ${platforms.map(formatPlatform).join()}`;
    const same = narrowed.get(key) ?? { ...settings, platforms };
    narrowed.set(key, same);
    return [{ name, main: importPath, settings: same }];
  });
}

/** What of the run the bytes follow from. */
function wholeFacts(request: BuildRequest, { source, toolchain }: Origin): Record<string, string> {
  const { vcs, module } = source;
  return {
    Slipway: slipwayVersion,
    Go: toolchain.version,
    source:
      module === undefined
        ? (sourceRevision(source) ?? 'outside of version control')
        : `${module.path}@${module.version}`,
    'uncommitted changes': vcs?.modified === true ? vcs.changes.join('\n') : 'none',
    SOURCE_DATE_EPOCH: String(request.sourceDateEpoch ?? 'none'),
    engine: usesBuildkit(request.engine) ? `buildkit, compiled by ${request.engine.compile}` : 'embedded',
    'bills of materials': request.sbom?.formats.toSorted().join() ?? 'none',
  };
}

/** What secrets may be in is told by its digest alone, as everywhere. */
function targetFacts(target: Target, origin: Origin): Record<string, string> {
  const { name, importPath, module, settings } = target;
  const { labels, annotations, env, entrypoint, cmd, user, workdir, ports, assets } = settings;
  const image = { labels, annotations, env, entrypoint, cmd, user, workdir, ports };
  const { go: _, ...bytes } = settingsReport(
    { settings, base: { reference: baseName(settings.base) } },
    origin,
  );
  const said = {
    package: importPath,
    version: sourceVersion(origin.source, module) ?? 'none',
    ...bytes,
    'vcs-stamp': settings.vcsStamp,
    'time zones': settings.timezones ? 'yes' : 'no',
    'image settings': sha256(canonicalJson({ ...image, assets: assets.map(({ to }) => to) })),
  };
  return Object.fromEntries(Object.entries(said).map(([key, value]) => [`${name}: ${key}`, value]));
}

/** An image on this machine may lie elsewhere on the next; that it is the same one its digest says, when shards are merged. */
function baseName(base: BaseRequest): string {
  return typeof base === 'string' || base.kind === 'registry' ? formatBase(base) : base.kind;
}
