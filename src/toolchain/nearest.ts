import { compareGoVersions, languageVersion, newestFirst, versionOfToolchain } from './go-version.ts';
import { listVersions, type ModuleAccess } from './module-proxy.ts';
import type { Host } from './ports.ts';
import { toolchainModule, toolchainsFor } from './toolchain-module.ts';
import { isPlainRelease } from './version-range.ts';

/** A hint that names the versions nearest to one that does not exist; never fails, because it explains a failure. */
export async function nearestVersions(toolchain: string, access: ModuleAccess, host: Host): Promise<string> {
  const answer = await listVersions(access, toolchainModule).catch(() => ({ missing: '' }));
  const listed = 'found' in answer ? toolchainsFor(host, answer.found) : [];
  return nearestAmong(versionOfToolchain(toolchain), listed);
}

/** Up to two below and two above, and the newest of all. */
export function nearestAmong(version: string | undefined, toolchains: readonly string[]): string {
  const releases = toolchains
    .filter((name) => isPlainRelease(name))
    .map((name) => versionOfToolchain(name) ?? '')
    .sort(newestFirst);
  if (releases.length === 0) return 'no release of Go for this machine is listed; check GOPROXY';
  const wish = version ?? releases[0] ?? '';
  const sameLine = releases.filter((text) => languageVersion(text) === languageVersion(wish));
  const pool = sameLine.length > 0 ? sameLine : releases;
  const below = pool.filter((text) => compareGoVersions(text, wish) <= 0).slice(0, 2);
  const above = pool.filter((text) => compareGoVersions(text, wish) > 0).slice(-2);
  const near = [...new Set([...above, ...below, ...releases.slice(0, 1)])];
  return `there is ${near.join(', ')}`;
}
