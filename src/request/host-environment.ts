import { isAbsolute, join, resolve } from 'node:path';
import type { Fault } from './faults.ts';

/** What an entry reads of the machine and hands in. */
export interface HostEnvironment {
  /** The current folder, absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly os: NodeJS.Platform;
}

/** Where Slipway keeps what it can make again: --cache-dir, SLIPWAY_CACHE_DIR, or `slipway` in the user's cache folder. */
export function cacheDirectory(flag: string | undefined, host: HostEnvironment, faults: Fault[]): string {
  if (flag !== undefined) return flag;
  const named = host.env['SLIPWAY_CACHE_DIR'];
  if (named !== undefined && named !== '') return resolve(host.cwd, named);
  const folder = userCache(host);
  if (folder !== undefined) return join(folder, 'slipway');
  const hint = 'set HOME, or name a folder with --cache-dir or SLIPWAY_CACHE_DIR';
  faults.push({ where: '--cache-dir', message: 'this user has no home folder to keep a cache in', hint });
  return join(host.cwd, '.slipway');
}

/** As Go's os.UserCacheDir has it, which also says where the Go build cache is. */
function userCache({ env, os }: HostEnvironment): string | undefined {
  const home = absolute(env['HOME']);
  if (os === 'win32') return absolute(env['LOCALAPPDATA']);
  if (os === 'darwin') return home === undefined ? undefined : join(home, 'Library', 'Caches');
  // XDG Base Directory Specification: a relative path in it is invalid and to be ignored.
  return absolute(env['XDG_CACHE_HOME']) ?? (home === undefined ? undefined : join(home, '.cache'));
}

function absolute(path: string | undefined): string | undefined {
  return path !== undefined && isAbsolute(path) ? path : undefined;
}

/** Largest time a ustar header can hold (POSIX.1-2017 pax, "ustar Interchange Format": eleven octal digits). */
const latest = 8 ** 11 - 1;

/** SOURCE_DATE_EPOCH in seconds (reproducible-builds.org/specs/source-date-epoch). */
export function sourceDateEpoch({ env }: HostEnvironment, faults: Fault[]): number | undefined {
  const text = env['SOURCE_DATE_EPOCH'];
  if (text === undefined || text === '') return undefined;
  const seconds = /^\d{1,11}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= latest) return seconds;
  const hint = 'it is a time in seconds since 1970, for example $(git log -1 --format=%ct)';
  faults.push({ where: 'SOURCE_DATE_EPOCH', message: `${JSON.stringify(text)} is no such time`, hint });
  return undefined;
}

/** Hosts and names of variables as they were given. A name without a variable may be a token given by mistake, so it is not said back. */
export function secretVariables(
  where: '--git-auth' | '--registry-auth',
  wanted: Readonly<Record<string, string>>,
  { env }: Pick<HostEnvironment, 'env'>,
  faults: Fault[],
): Readonly<Record<string, string>> {
  for (const [host, variable] of Object.entries(wanted)) {
    if ((env[variable] ?? '') !== '') continue;
    const hint = `write ${where} ${host}=NAME and set NAME to the token; never write the token itself`;
    const message = `for ${host} it names an environment variable that is not set or empty`;
    faults.push({ where, message, hint });
  }
  return wanted;
}
