import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readTextIfExists } from '../support/files.ts';
import { defaultPatience, type Patience } from '../support/retry.ts';
import { exemption, lookupChecksums } from './checksum-database.ts';
import type { GoSettings } from './go-settings.ts';
import { withModuleAccess } from './module-access.ts';
import { escapeModule } from './module-path.ts';
import { fetchModuleFile, type ModuleAccess } from './module-proxy.ts';
import type { ToolchainPorts } from './ports.ts';
import { type Answer, type ProxyEntry, proxiesFor, tryProxies } from './proxy-list.ts';
import { digestMismatch } from './tool-cache.ts';

/** What must be known of MODULE@VERSION before there is a Go to build it with. */
export interface PublishedModule {
  /** The module's path: the one asked for, or a leading part of it. */
  readonly path: string;
  /** Canonical, for example v1.2.3, whatever was asked for. */
  readonly version: string;
  /** When it was made, RFC 3339; undefined where the proxy does not say. */
  readonly time: string | undefined;
  /** The commit's full hash and the repository's URL, where the proxy tells them. */
  readonly revision: string | undefined;
  readonly repository: string | undefined;
  /** The text of its go.mod. */
  readonly goMod: string;
}

/**
 * Describes a published module, given the path of it or of a package in it, and a version, branch, or `latest`. Its go.mod is
 * checked with the checksum database. Offline, the go command's module cache is asked. `missing`: no proxy has it (the
 * go command may still find it in a repository).
 * @throws SlipwayError E_TOOLCHAIN for a go.mod that is not what the database vouches for; E_CONFIG for a path or version that
 *   cannot be one; E_NETWORK, E_AUTH
 */
export async function describePublished(
  wanted: { readonly path: string; readonly version: string },
  settings: GoSettings,
  ports: ToolchainPorts,
  patience: Patience = defaultPatience,
): Promise<Answer<PublishedModule>> {
  if (ports.offline) return firstKnown(wanted, (module) => describeFromCache(module, settings));
  const proxies = proxiesFor(settings, wanted.path);
  return withModuleAccess(ports, settings, patience, (access) =>
    // As the go command: one proxy is asked for every part of the path before the next one is.
    tryProxies(proxies, (proxy) => firstKnown(wanted, (module) => describeFrom(proxy, module, access))),
  );
}

type Module = { readonly path: string; readonly version: string };

/** A package's module is the longest leading part of its path that is one (go.dev/ref/mod, "Resolving a package to a module"). */
async function firstKnown(
  wanted: Module,
  describe: (module: Module) => Promise<Answer<PublishedModule>>,
): Promise<Answer<PublishedModule>> {
  const parts = wanted.path.split('/');
  let missing: string | undefined;
  for (let length = parts.length; length > 0; length--) {
    const answer = await describe({ path: parts.slice(0, length).join('/'), version: wanted.version });
    if ('found' in answer) return answer;
    missing ??= answer.missing;
  }
  return { missing: missing ?? 'the path is empty' };
}

async function describeFrom(
  proxy: ProxyEntry,
  module: Module,
  access: ModuleAccess,
): Promise<Answer<PublishedModule>> {
  const info = await fetchModuleFile(access, proxy, module, 'info');
  if ('missing' in info) return info;
  const told = readInfo(info.found.toString('utf8'), module.version);
  const exact = { path: module.path, version: told.version };
  const file = await fetchModuleFile(access, proxy, exact, 'mod');
  if ('missing' in file) return file;
  await check(exact, file.found, access);
  return { found: { ...told, path: module.path, goMod: file.found.toString('utf8') } };
}

/** The one file that the database names beside the zip: its hash is dirhash's over a folder with go.mod alone. */
async function check(module: Module, goMod: Buffer, access: ModuleAccess): Promise<void> {
  if (exemption(access.settings, module.path) !== undefined) return;
  const sums = await lookupChecksums(access, module);
  const expected = 'found' in sums ? (sums.found.goMod ?? 'no hash') : sums.missing;
  const file = createHash('sha256').update(goMod).digest('hex');
  const got = `h1:${createHash('sha256').update(`${file}  go.mod\n`).digest('base64')}`;
  if (got === expected) return;
  throw digestMismatch(`the go.mod of ${module.path}@${module.version}`, expected, got, 'GOPROXY');
}

async function describeFromCache(module: Module, settings: GoSettings): Promise<Answer<PublishedModule>> {
  const name = join(escapeModule(module.path), '@v', escapeModule(module.version));
  const base = join(settings.GOMODCACHE.value, 'cache', 'download', name);
  const goMod = await readTextIfExists(`${base}.mod`);
  if (goMod === undefined) {
    return { missing: `${module.path}@${module.version} is not in GOMODCACHE (offline)` };
  }
  const info = await readTextIfExists(`${base}.info`);
  return { found: { ...readInfo(info ?? '', module.version), ...module, goMod } };
}

/** go.dev/ref/mod, "GOPROXY protocol": `Version` and `Time`, and the `Origin` that cmd/go adds (internal/modfetch/codehost). */
function readInfo(text: string, asked: string): Omit<PublishedModule, 'path' | 'goMod'> {
  let info: { Version?: unknown; Time?: unknown; Origin?: { Hash?: unknown; URL?: unknown } } = {};
  try {
    info = JSON.parse(text) ?? {};
  } catch {
    // A proxy that answers with a page is as good as one that says nothing: the version stays what was asked for.
  }
  const { Version, Time, Origin } = info;
  const hash = Origin?.Hash;
  const url = Origin?.URL;
  return {
    version: typeof Version === 'string' ? Version : asked,
    time: typeof Time === 'string' && !Number.isNaN(Date.parse(Time)) ? Time : undefined,
    revision: typeof hash === 'string' && /^[0-9a-f]{40,64}$/.test(hash) ? hash : undefined,
    repository: typeof url === 'string' && /^https:\/\/[\w./~-]+$/.test(url) ? url : undefined,
  };
}
