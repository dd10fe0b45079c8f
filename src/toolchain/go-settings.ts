import { readFile } from 'node:fs/promises';
import { delimiter, isAbsolute, join, normalize } from 'node:path';
import type { Environment } from '../support/http.ts';
import { defaultChecksumDatabase, defaultProxy } from './defaults.ts';
import { type Host, homeOf } from './ports.ts';

/** The settings of the go command that Slipway reads: to use them on purpose, or to show and overrule them. */
const settingNames = [
  'CC',
  'CGO_CFLAGS',
  'CGO_CPPFLAGS',
  'CGO_CXXFLAGS',
  'CGO_ENABLED',
  'CGO_LDFLAGS',
  'CXX',
  'GO111MODULE',
  'GO386',
  'GOAMD64',
  'GOARCH',
  'GOARM',
  'GOARM64',
  'GOAUTH',
  'GOBIN',
  'GOCACHE',
  'GOCACHEPROG',
  'GOENV',
  'GOEXPERIMENT',
  'GOFIPS140',
  'GOFLAGS',
  'GOINSECURE',
  'GOMIPS',
  'GOMIPS64',
  'GOMODCACHE',
  'GONOPROXY',
  'GONOSUMCHECK',
  'GONOSUMDB',
  'GOOS',
  'GOPATH',
  'GOPPC64',
  'GOPRIVATE',
  'GOPROXY',
  'GORISCV64',
  'GOSUMDB',
  'GOTMPDIR',
  'GOTOOLCHAIN',
  'GOVCS',
  'GOWASM',
  'GOWORK',
  'PKG_CONFIG',
] as const;

export type SettingName = (typeof settingNames)[number];

export interface Setting {
  /** '' where the go command has its own default that depends on the toolchain. */
  readonly value: string;
  /** Where it was said: `environment`, a file's path, or `default`. */
  readonly from: string;
}

export type GoSettings = Readonly<Record<SettingName, Setting>>;

/**
 * The user's Go settings as `go env` would show them, without running go: the environment, then the file GOENV names,
 * then GOROOT/go.env, then the defaults (cmd/go, internal/cfg/cfg.go, Getenv). Files that cannot be read are passed over,
 * as the go command does.
 */
export async function readGoSettings(
  env: Environment,
  options: { readonly goroot?: string | undefined; readonly host: Host },
): Promise<GoSettings> {
  const goenv = environmentFile(env, options.host);
  const files: [string, ReadonlyMap<string, string>][] = [];
  if (goenv !== undefined) files.push([goenv, await readEnvironmentFile(goenv)]);
  if (options.goroot !== undefined) {
    const path = join(options.goroot, 'go.env');
    files.push([path, await readEnvironmentFile(path)]);
  }
  const said = (name: string): Setting | undefined => {
    const own = env[name];
    if (own !== undefined && own !== '') return { value: own, from: 'environment' };
    // GOENV cannot move itself.
    if (name === 'GOENV') return undefined;
    for (const [from, values] of files) {
      const value = values.get(name);
      // The user's file wins also where it empties a value.
      if (value !== undefined) return value === '' ? undefined : { value, from };
    }
    return undefined;
  };
  const found = new Map(settingNames.map((name) => [name, said(name)]));
  const defaults = defaultsOf((name) => found.get(name)?.value, { env, goenv, ...options });
  const settings = settingNames.map((name) => [
    name,
    found.get(name) ?? { value: defaults[name] ?? '', from: 'default' },
  ]);
  return Object.fromEntries(settings) as GoSettings;
}

/** The path of the user's own settings (cmd/go, EnvFile); undefined with GOENV=off or without a configuration folder. */
function environmentFile(env: Environment, host: Host): string | undefined {
  const named = env['GOENV'];
  if (named !== undefined && named !== '') return named === 'off' ? undefined : named;
  const folder = userFolder(env, host, 'configuration');
  return folder === undefined ? undefined : join(folder, 'go', 'env');
}

/** os.UserConfigDir and os.UserCacheDir. */
function userFolder(env: Environment, host: Host, kind: 'configuration' | 'cache'): string | undefined {
  const home = homeOf(env, host);
  const cache = kind === 'cache';
  if (host.os === 'windows') return env[cache ? 'LocalAppData' : 'AppData'] || undefined;
  if (host.os === 'darwin' || host.os === 'ios') {
    return home === undefined
      ? undefined
      : join(home, 'Library', ...(cache ? ['Caches'] : ['Application Support']));
  }
  const named = env[cache ? 'XDG_CACHE_HOME' : 'XDG_CONFIG_HOME'];
  if (named !== undefined && named !== '') return isAbsolute(named) ? named : undefined;
  return home === undefined ? undefined : join(home, cache ? '.cache' : '.config');
}

/** NAME=value lines; everything else is a comment (cmd/go, readEnvFile). */
async function readEnvironmentFile(path: string): Promise<Map<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const equals = line.indexOf('=');
    if (equals > 0 && /^[A-Z]/.test(line)) values.set(line.slice(0, equals), line.slice(equals + 1));
  }
  return values;
}

interface Surroundings {
  readonly env: Environment;
  readonly host: Host;
  readonly goenv: string | undefined;
  readonly goroot?: string | undefined;
}

function defaultsOf(
  said: (name: SettingName) => string | undefined,
  { env, host, goenv, goroot }: Surroundings,
): Partial<Record<SettingName, string>> {
  const home = homeOf(env, host);
  const homePath = home === undefined ? undefined : join(home, 'go');
  const ownPath = homePath !== undefined && normalize(homePath) !== goroot ? homePath : '';
  const [gopath = ''] = (said('GOPATH') ?? ownPath).split(delimiter);
  const cache = userFolder(env, host, 'cache');
  const privatePatterns = said('GOPRIVATE') ?? '';
  return {
    GOARCH: host.architecture,
    GOAUTH: 'netrc',
    GOCACHE: cache === undefined ? '' : join(cache, 'go-build'),
    GOENV: goenv ?? '',
    GOMODCACHE: gopath === '' ? '' : join(gopath, 'pkg', 'mod'),
    GONOPROXY: privatePatterns,
    GONOSUMDB: privatePatterns,
    GOOS: host.os,
    GOPATH: ownPath,
    GOPROXY: defaultProxy,
    GOSUMDB: defaultChecksumDatabase.name,
    GOTOOLCHAIN: 'auto',
  };
}
