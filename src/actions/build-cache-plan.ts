import { isAbsolute, join, relative, sep } from 'node:path';
import type { BuildCachePlan } from '../cache/build-cache.ts';
import { buildCacheKeys } from '../cache/build-cache-key.ts';
import type { CachedFolder } from '../cache/cached-folders.ts';
import { hashDependencyFiles } from '../cache/dependency-files.ts';
import { cacheTrust, runOrigin } from '../forge/cache-trust.ts';
import { formatPlatform } from '../request/platform.ts';
import type { BuildRequest, TargetSettings } from '../request/request.ts';
import { formatShard } from '../request/shard.ts';
import type { Environment } from '../support/http.ts';
import { readGoSettings } from '../toolchain/go-settings.ts';
import type { Host } from '../toolchain/ports.ts';
import { toolchainFolder } from '../toolchain/tool-cache.ts';

export interface PlanOptions {
  readonly request: BuildRequest;
  /** The runner's: GITHUB_WORKSPACE, GITHUB_EVENT_NAME, GITHUB_REF, GITHUB_SHA, ACTIONS_CACHE_MODE, and Go's. */
  readonly env: Environment;
  readonly host: Host;
  /** The input cache-dependency-path; undefined or '': not given. */
  readonly dependencyPath: string | undefined;
}

export interface PlannedCache {
  readonly plan: BuildCachePlan;
  /** What people should know, in one line each. */
  readonly notices: readonly string[];
}

/** What this run wants of the remote cache: which folders, under which keys, and whether it may save. */
export async function planBuildCache(options: PlanOptions): Promise<PlannedCache> {
  const { request, env, host, dependencyPath } = options;
  const workspace = env['GITHUB_WORKSPACE'] ?? '';
  const folders = await cachedFolders(options);
  const trust = cacheTrust(runOrigin(env));
  const source = request.source.kind === 'directory' ? request.source.directory : undefined;
  const dependencies = await hashDependencyFiles(workspace, source, dependencyPath);
  const keys = buildCacheKeys({
    os: host.os,
    architecture: host.architecture,
    place: [workspace, ...folders.map(({ path }) => path)],
    trust,
    settings: compileSettings(request, workspace),
    dependencies: dependencies.hash,
    commit: env['GITHUB_SHA'] ?? '',
  });
  const notices = dependencies.unmatched.map(
    (pattern) => `cache-dependency-path: ${JSON.stringify(pattern)} matches no file in the workspace`,
  );
  return { plan: { ...keys, folders, mayWrite: trust !== 'none' }, notices };
}

/** The order is part of what finds an entry again. */
async function cachedFolders({ request, env, host }: PlanOptions): Promise<CachedFolder[]> {
  const { GOMODCACHE, GOCACHE } = await readGoSettings(env, { host });
  const folders: CachedFolder[] = [
    { kind: 'modules', path: GOMODCACHE.value === '' ? '' : join(GOMODCACHE.value, 'cache', 'download') },
    { kind: 'packages', path: GOCACHE.value },
    { kind: 'toolchains', path: toolchainFolder(request.cacheDirectory) },
  ];
  // GOCACHE=off, or a user without a home folder.
  return folders.filter(({ path }) => isAbsolute(path));
}

/** What decides about compiled packages. Linker flags do not: linking is never remembered in GOCACHE. */
function compileSettings({ source, go, targets, defaults, shard }: BuildRequest, workspace: string): unknown {
  const within = (path: string): string => relative(workspace, path).split(sep).join('/');
  const each = [defaults, ...targets.map(({ settings }) => settings)].map(ofTarget);
  return {
    source: source.kind === 'directory' ? within(source.directory) : [source.path, source.version],
    go: [go.version, go.sha256, go.versionFile === undefined ? undefined : within(go.versionFile)],
    targets: [...new Set(each.map((settings) => JSON.stringify(settings)))].sort(),
    // Each compiles for other platforms.
    ...(shard !== undefined && { shard: formatShard(shard) }),
  };
}

function ofTarget({ platforms, buildTags, goexperiment, cgo }: TargetSettings): unknown {
  return {
    platforms: platforms.map(formatPlatform).sort(),
    buildTags: [...buildTags].sort(),
    goexperiment: [...goexperiment].sort(),
    cgo,
  };
}
