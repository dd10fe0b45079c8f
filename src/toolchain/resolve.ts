import { join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { defaultPatience, type Patience } from '../support/retry.ts';
import { exemption } from './checksum-database.ts';
import { type Choice, chooseVersion } from './choose-version.ts';
import { fetchByModule, fetchByUrl, keyOfUrl } from './fetch.ts';
import { type GoSettings, readGoSettings } from './go-settings.ts';
import type { Wanted } from './go-specification.ts';
import { findLocalGo, type LocalGo } from './local.ts';
import { withModuleAccess } from './module-access.ts';
import { nearestVersions } from './nearest.ts';
import type { ToolchainPorts } from './ports.ts';
import type { Resolving } from './resolving.ts';
import { listRunnerTools } from './runner-tools.ts';
import { type CachedToolchain, findCached, listCached, type ToolCacheOptions } from './tool-cache.ts';
import { moduleVersionOf, toolchainModule } from './toolchain-module.ts';

/** The Go that a run builds with. */
export interface Toolchain {
  /** go1.26.8 */
  readonly version: string;
  readonly goroot: string;
  /** The go program. */
  readonly go: string;
  /** For the report: PATH, the runner's tool cache, the module and its proxy, a URL; what was there before says so. */
  readonly source: string;
  readonly askedBy: string;
  /** False when another machine, or another day, could resolve another version. */
  readonly pinned: boolean;
  /** `h1:…` of the module's zip or `sha256:…` of the archive; undefined for what others put on this machine. */
  readonly digest: string | undefined;
  readonly notices: readonly string[];
}

/**
 * Finds the Go that is wanted: on PATH, in a runner's tool cache, in Slipway's own, or on the network, where it is checked
 * before it is used.
 * @throws SlipwayError E_TOOLCHAIN when there is no such version, nothing fits without the network, or a digest does not fit;
 *   E_CONFIG for Go settings that cannot be read; E_NETWORK, E_AUTH, E_IO
 */
export async function resolveToolchain(
  wanted: Wanted,
  ports: ToolchainPorts,
  patience: Patience = defaultPatience,
): Promise<Toolchain> {
  const local = wanted.kind === 'url' ? { go: undefined, notices: [] } : await findLocalGo(ports);
  const settings = await readGoSettings(ports.env, { goroot: local.go?.goroot, host: ports.host });
  return withModuleAccess(ports, settings, patience, async (access) => {
    const cache: ToolCacheOptions = { ...ports, signal: ports.signal };
    const usable = (entry: CachedToolchain): boolean => entry.checkedBy !== undefined || isExempt(settings);
    const cached = async () => (await listCached(cache)).filter(usable);
    let listing: ReturnType<typeof listRunnerTools> | undefined;
    const runnerTools = () => (listing ??= listRunnerTools(ports));
    const resolving = { ports, settings, access, cache, local: local.go, runnerTools, cached };
    const found = await resolveWanted(wanted, resolving);
    return { ...found, notices: [...local.notices, ...found.notices] };
  });
}

function isExempt(settings: GoSettings): boolean {
  return exemption(settings, toolchainModule) !== undefined;
}

async function resolveWanted(wanted: Wanted, resolving: Resolving): Promise<Toolchain> {
  if (wanted.kind === 'url') return byUrl(wanted, resolving);
  const { askedBy } = wanted;
  const { settings } = resolving;
  const choice: Choice =
    wanted.kind === 'exact'
      ? { version: wanted.version, pinned: true, notices: [] }
      : await chooseVersion(wanted, resolving);
  const there = await alreadyThere(choice.version, resolving);
  if (there !== undefined) return { ...choice, ...there, digest: undefined, askedBy };
  const used = await cachedOrFetched(choice.version, askedBy, resolving);
  const reason = used.checkedBy === undefined ? exemption(settings, toolchainModule) : undefined;
  const warning = `${choice.version} was not checked with the checksum database: ${reason} switches it off`;
  const notices = reason === undefined ? choice.notices : [...choice.notices, warning];
  return { ...choice, ...fromCache(used, resolving), askedBy, notices };
}

/** A toolchain that somebody else put on this machine. */
async function alreadyThere(
  name: string,
  { local, runnerTools }: Resolving,
): Promise<Pick<Toolchain, 'goroot' | 'go' | 'source'> | undefined> {
  const use = ({ goroot, go }: LocalGo, source: string) => ({ goroot, go, source });
  if (local?.name === name) return use(local, 'PATH');
  const tool = (await runnerTools()).find((each) => each.name === name);
  return tool === undefined ? undefined : use(tool, 'runner tool cache');
}

interface CacheUse extends CachedToolchain {
  readonly wasThere?: boolean;
}

function fromCache(
  entry: CacheUse,
  { ports }: Resolving,
): Pick<Toolchain, 'version' | 'goroot' | 'go' | 'source' | 'digest'> {
  const { version, goroot, digest } = entry;
  const go = join(goroot, 'bin', ports.host.os === 'windows' ? 'go.exe' : 'go');
  return {
    version,
    goroot,
    go,
    digest,
    source: entry.wasThere ? `tool cache (${entry.source})` : entry.source,
  };
}

async function cachedOrFetched(version: string, askedBy: string, resolving: Resolving): Promise<CacheUse> {
  const { ports, settings, access, cache } = resolving;
  const present = await findCached(cache, version);
  if (present !== undefined && (present.checkedBy !== undefined || isExempt(settings))) {
    return { ...present, wasThere: true };
  }
  const name = `${toolchainModule}@${moduleVersionOf(version, ports.host)}`;
  if (ports.offline) {
    throw new SlipwayError('E_TOOLCHAIN', `${version} (asked for by ${askedBy}) is not on this machine`, {
      hint: `it would be fetched as ${name}; run once without --offline, or put it on PATH`,
    });
  }
  const answer = await fetchByModule(version, access, cache);
  if ('found' in answer) return answer.found;
  throw new SlipwayError(
    'E_TOOLCHAIN',
    `${version} (asked for by ${askedBy}) cannot be had: ${answer.missing}`,
    {
      hint: await nearestVersions(version, access, ports.host),
    },
  );
}

async function byUrl(wanted: Extract<Wanted, { kind: 'url' }>, resolving: Resolving): Promise<Toolchain> {
  const { ports, access, cache } = resolving;
  const present = await findCached(cache, keyOfUrl(wanted.sha256));
  if (present === undefined && ports.offline) {
    throw new SlipwayError('E_TOOLCHAIN', `the Go of ${wanted.askedBy} is not on this machine`, {
      hint: `it would be fetched from ${wanted.url.host}; run once without --offline`,
    });
  }
  const used = present ?? (await fetchByUrl(wanted, access, cache));
  const entry: CacheUse = { ...used, wasThere: present !== undefined };
  return { ...fromCache(entry, resolving), askedBy: wanted.askedBy, pinned: true, notices: [] };
}
