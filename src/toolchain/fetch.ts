import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { exists } from '../support/files.ts';
import { hexOf, sha256File } from '../support/hashing.ts';
import { exemption, lookupChecksums } from './checksum-database.ts';
import { readVersionName } from './local.ts';
import { downloadModuleZip, fetchModuleFile, fetchToFile, type ModuleAccess } from './module-proxy.ts';
import { isToolchainProgram, restoreGoMods, unpackZip } from './module-zip.ts';
import { type Answer, forbidden, proxiesFor, tryProxies } from './proxy-list.ts';
import { unpackTarGz } from './tar-content.ts';
import {
  type CachedToolchain,
  digestMismatch,
  installOnce,
  type ToolCacheOptions,
  type Unpacked,
} from './tool-cache.ts';
import { moduleVersionOf, toolchainModule } from './toolchain-module.ts';
import { badArchive, toolchainLimits, type UnpackOptions } from './unpack.ts';

const maximumArchiveBytes = 2 ** 30;

/**
 * Fetches a toolchain as a version of the module golang.org/toolchain into the cache. Its hash comes from the checksum
 * database before anything is downloaded; only the user's own settings can switch that off. `missing`: no such version.
 * @throws SlipwayError E_TOOLCHAIN for a hash that does not fit; E_NETWORK, E_AUTH, E_IO
 */
export async function fetchByModule(
  version: string,
  access: ModuleAccess,
  cache: ToolCacheOptions,
): Promise<Answer<CachedToolchain>> {
  const module = { path: toolchainModule, version: moduleVersionOf(version, cache.host) };
  const name = `${module.path}@${module.version}`;
  const proxies = proxiesFor(access.settings, module.path);
  if (proxies[0]?.kind === 'off') return { missing: forbidden(access.settings) };
  const exempt = exemption(access.settings, module.path) !== undefined;
  const sums = exempt ? undefined : await lookupChecksums(access, module);
  const known =
    sums ?? (await tryProxies(proxies, (proxy) => fetchModuleFile(access, proxy, module, 'info')));
  if ('missing' in known) return known;
  const expected = sums !== undefined && 'found' in sums ? sums.found : undefined;
  if (expected !== undefined && expected.zip === undefined) {
    throw new SlipwayError(
      'E_TOOLCHAIN',
      `the checksum database ${expected.database} names no hash of ${name}`,
    );
  }
  const isGood = (cached: CachedToolchain): boolean => exempt || cached.checkedBy !== undefined;
  const installed = await installOnce(cache, version, isGood, async (work): Promise<Unpacked> => {
    const zip = join(work, 'module.zip');
    cache.progress(`${version}: fetching ${name}`);
    const through = await downloadModuleZip(access, module, zip, watch(version, cache.progress));
    if ('missing' in through) {
      throw new SlipwayError('E_TOOLCHAIN', `${name} cannot be had: ${through.missing}`, {
        hint: 'the version exists; name another GOPROXY, or another version',
      });
    }
    cache.progress(`${version}: unpacking`);
    const directory = join(work, 'goroot');
    const options = unpackOptions(directory, `${name}/`, cache.signal);
    const { h1, files } = await unpackZip(zip, options, isToolchainProgram);
    if (expected?.zip !== undefined && expected.zip !== h1)
      throw digestMismatch(name, expected.zip, h1, through.found);
    await restoreGoMods(directory, files);
    await mustRunHere(directory, cache);
    const source = `module ${toolchainModule} through ${through.found}`;
    return { version, digest: h1, source, checkedBy: expected?.database };
  });
  return { found: installed };
}

/**
 * Fetches a Go distribution (.tar.gz or .zip with the top folder `go`) from a URL into the cache, under its digest.
 * @throws SlipwayError as fetchByModule
 */
export async function fetchByUrl(
  wanted: { readonly url: URL; readonly sha256: string },
  access: ModuleAccess,
  cache: ToolCacheOptions,
): Promise<CachedToolchain> {
  const { url, sha256 } = wanted;
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  return installOnce(
    cache,
    keyOfUrl(sha256),
    () => true,
    async (work): Promise<Unpacked> => {
      const archive = join(work, 'archive');
      cache.progress(`Go: fetching ${shown}`);
      const answer = await fetchToFile(
        access,
        url,
        archive,
        watch('Go', cache.progress),
        maximumArchiveBytes,
      );
      if ('missing' in answer)
        throw new SlipwayError('E_TOOLCHAIN', `there is no Go at ${shown}: ${answer.missing}`);
      const { digest } = await sha256File(archive);
      if (hexOf(digest) !== sha256)
        throw digestMismatch('the Go distribution', `sha256:${sha256}`, digest, shown);
      cache.progress('Go: unpacking');
      const directory = join(work, 'goroot');
      const options = unpackOptions(directory, 'go/', cache.signal);
      if (await isZip(archive)) await unpackZip(archive, options, isToolchainProgram);
      else await unpackTarGz(archive, options);
      await mustRunHere(directory, cache);
      const version = await readVersionName(directory);
      if (version === undefined) throw badArchive('go/VERSION is missing');
      return { version, digest, source: shown, checkedBy: 'request' };
    },
  );
}

/** The cache's name for a distribution that a digest alone identifies. */
export function keyOfUrl(sha256: string): string {
  return `sha256-${sha256}`;
}

function unpackOptions(directory: string, prefix: string, signal: AbortSignal | undefined): UnpackOptions {
  return { directory, prefix, limits: toolchainLimits, signal };
}

async function mustRunHere(goroot: string, { host }: ToolCacheOptions): Promise<void> {
  const go = join(goroot, 'bin', host.os === 'windows' ? 'go.exe' : 'go');
  const tools = join(goroot, 'pkg', 'tool', `${host.os}_${host.architecture}`);
  if ((await exists(go)) && (await exists(tools))) return;
  throw badArchive(`it is not a Go toolchain for ${host.os}/${host.architecture}`);
}

async function isZip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1') === 'PK';
  } finally {
    await handle.close();
  }
}

const mebibyte = 2 ** 20;
const progressStep = 8 * mebibyte;

/** Says how far a download is, every 8 MiB. */
function watch(what: string, progress: (text: string) => void) {
  let next = progressStep;
  return {
    onProgress: (bytes: number, total: number | undefined): void => {
      if (bytes < next) return;
      next = bytes + progressStep;
      const whole = total === undefined ? '' : ` of ${(total / mebibyte).toFixed(1)}`;
      progress(`${what}: ${(bytes / mebibyte).toFixed(1)}${whole} MiB`);
    },
  };
}
