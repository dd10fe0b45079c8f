import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, makeWorkFolder } from '../support/files.ts';
import { defaultPatience, type Patience } from '../support/retry.ts';
import type { DownloadWatch } from './download.ts';
import type { GoSettings } from './go-settings.ts';
import { withModuleAccess } from './module-access.ts';
import { escapeModule } from './module-path.ts';
import { downloadModuleZip } from './module-proxy.ts';
import { unpackZip } from './module-zip.ts';
import type { ToolchainPorts } from './ports.ts';
import type { Answer } from './proxy-list.ts';
import { digestMismatch } from './tool-cache.ts';

/** A module version whose hash is known beforehand, so that nobody need vouch for it. */
export interface PinnedModule {
  readonly path: string;
  readonly version: string;
  /** `h1:…`, as go.sum has it for the module's zip. */
  readonly h1: string;
}

/** Too small for anyone to watch. */
const quiet: DownloadWatch = { onProgress: () => undefined };

/** Data modules are small; this is far above what one needs. */
const limits = { entries: 10_000, bytes: 256 << 20 };

/**
 * Gives a pinned module's files to `use`, in a folder that is gone afterwards. They come from the go command's module cache or
 * through GOPROXY; no Go is needed, and none refuses it for being too old. `missing`: it cannot be had (offline, or no
 * proxy has it).
 * @throws SlipwayError E_TOOLCHAIN for a hash that does not fit or a damaged zip; E_NETWORK, E_AUTH, E_IO
 */
export async function withPinnedModule<T>(
  module: PinnedModule,
  settings: GoSettings,
  ports: ToolchainPorts,
  use: (directory: string) => Promise<T>,
  patience: Patience = defaultPatience,
): Promise<Answer<T>> {
  await mkdir(ports.cacheDirectory, { recursive: true });
  const work = await makeWorkFolder(ports.cacheDirectory, 'module');
  try {
    const zip = await obtainZip(module, join(work, 'module.zip'), settings, ports, patience);
    if ('missing' in zip) return zip;
    const directory = join(work, 'files');
    const name = `${module.path}@${module.version}`;
    const options = { directory, prefix: `${name}/`, limits, signal: ports.signal };
    const { h1 } = await unpackZip(zip.found.path, options, () => false);
    if (h1 !== module.h1) throw digestMismatch(name, module.h1, h1, zip.found.from);
    return { found: await use(directory) };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function obtainZip(
  module: PinnedModule,
  destination: string,
  settings: GoSettings,
  ports: ToolchainPorts,
  patience: Patience,
): Promise<Answer<{ path: string; from: string }>> {
  const name = join(escapeModule(module.path), '@v', `${escapeModule(module.version)}.zip`);
  const cached = join(settings.GOMODCACHE.value, 'cache', 'download', name);
  if (await exists(cached)) return { found: { path: cached, from: cached } };
  if (ports.offline) return { missing: `${module.path}@${module.version} is not in GOMODCACHE (offline)` };
  return withModuleAccess(ports, settings, patience, async (access) => {
    const through = await downloadModuleZip(access, module, destination, quiet);
    return 'missing' in through ? through : { found: { path: destination, from: through.found } };
  });
}
