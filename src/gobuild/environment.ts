import { delimiter, dirname, join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import type { Environment } from '../support/http.ts';
import type { GoSettings, SettingName } from '../toolchain/go-settings.ts';

/** What is passed on as it is: how to find programs, the home folder, the network, git's own settings, what Go may use of the machine. */
const passedOn =
  /^(PATH|HOME|USER|LOGNAME|TMPDIR|TMP|TEMP|NETRC|SSH_AUTH_SOCK|SSH_AGENT_PID|GOGC|GOMEMLIMIT|GOMAXPROCS|XDG_(CONFIG|CACHE)_HOME|SSL_CERT_(FILE|DIR)|GIT_.*|https?_proxy|no_proxy|all_proxy|SystemRoot|USERPROFILE|APPDATA|LOCALAPPDATA|PATHEXT|ComSpec)$/i;

/** The user's Go settings that are used on purpose: where modules and caches are, and what may be asked of whom. */
const usedSettings: readonly SettingName[] = [
  'GOPROXY',
  'GOSUMDB',
  'GOPRIVATE',
  'GONOPROXY',
  'GONOSUMDB',
  'GOINSECURE',
  'GOVCS',
  'GOAUTH',
  'GOCACHE',
  'GOMODCACHE',
  'GOPATH',
  'GOWORK',
];

/** With cgo on, the C compiler is the user's too. */
const cgoSettings: readonly SettingName[] = [
  'CC',
  'CXX',
  'PKG_CONFIG',
  'CGO_CFLAGS',
  'CGO_CPPFLAGS',
  'CGO_CXXFLAGS',
  'CGO_LDFLAGS',
];

/** Settings that would change the bytes of a program: set aside, and said. */
const overruledSettings: readonly SettingName[] = [
  'GOFLAGS',
  'GOTOOLCHAIN',
  'GOEXPERIMENT',
  'GOFIPS140',
  'GOOS',
  'GOARCH',
  'GOAMD64',
  'GOARM',
  'GOARM64',
  'GO386',
  'GOMIPS',
  'GOMIPS64',
  'GOPPC64',
  'GORISCV64',
  'GOWASM',
  'CGO_ENABLED',
  'GO111MODULE',
];

/** The defaults of what GOROOT/go.env could say too (internal/buildcfg): no other variable of a run sets these. */
const neutral: Readonly<Partial<Record<SettingName, string>>> = {
  GO111MODULE: 'on',
  GO386: 'sse2',
  GOARM64: 'v8.0',
  GOFIPS140: 'off',
  GOMIPS: 'hardfloat',
  GOMIPS64: 'hardfloat',
  GOPPC64: 'power8',
  GORISCV64: 'rva20u64',
};

export interface GoEnvironmentRequest {
  readonly env: Environment;
  readonly settings: GoSettings;
  readonly goroot: string;
  readonly offline: boolean;
  readonly cgo: boolean;
  /** Host → name of the variable that holds its token. */
  readonly gitAuth: Readonly<Record<string, string>>;
}

export interface GoEnvironment {
  /** The whole environment of the go command. */
  readonly variables: Readonly<Record<string, string>>;
  /** What of it decides the build, for the report: no secret, nothing of the person or the machine. */
  readonly shown: Readonly<Record<string, string>>;
  readonly overruled: readonly string[];
  readonly secrets: readonly string[];
}

/**
 * The closed environment the go command runs in. GOROOT/go.env is read by the go command even under GOENV=off, and an
 * empty variable does not hide what it says; so GOFLAGS is set, to a flag that every build has anyway, and the rest to
 * its default where that file says something else. GOEXPERIMENT has no such value: there it is the toolchain's own.
 * @throws SlipwayError E_AUTH when a token that --git-auth names is not there
 */
export function composeGoEnvironment(request: GoEnvironmentRequest): GoEnvironment {
  const { env, settings } = request;
  const fixed = {
    ...neutralised(settings, request.goroot),
    GOENV: 'off',
    GOTOOLCHAIN: 'local',
    GOFLAGS: '-trimpath',
    ...(request.offline && { GOPROXY: 'off' }),
  };
  const names = request.cgo ? [...usedSettings, ...cgoSettings] : usedSettings;
  const used = names.flatMap((name) =>
    settings[name].value === '' ? [] : [[name, settings[name].value] as const],
  );
  const passed = Object.entries(env).filter(
    (entry): entry is [string, string] => passedOn.test(entry[0]) && entry[1] !== undefined,
  );
  const auth = gitAuthentication(request.gitAuth, env);
  const variables: Record<string, string> = {
    ...Object.fromEntries(passed),
    ...Object.fromEntries(used),
    ...fixed,
    ...auth.variables,
    PATH: `${join(request.goroot, 'bin')}${delimiter}${env['PATH'] ?? ''}`,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
  };
  const shownSettings = used.filter(([name]) => !/CACHE$|^GOPATH$|^GOWORK$/.test(name));
  return {
    variables,
    shown: withoutCredentials({ ...Object.fromEntries(shownSettings), ...fixed }),
    overruled: overruledSettings.flatMap((name) => overruled(name, settings, request.goroot)),
    secrets: [...auth.secrets, ...urlSecrets(Object.values(variables))],
  };
}

function neutralised(settings: GoSettings, goroot: string): Record<string, string> {
  const said = Object.entries(neutral).filter(([name]) =>
    isToolchains(settings, name as SettingName, goroot),
  );
  return Object.fromEntries(said);
}

/** True for what GOROOT/go.env says. */
function isToolchains(settings: GoSettings, name: SettingName, goroot: string): boolean {
  return goroot !== '' && dirname(settings[name].from) === goroot;
}

function overruled(name: SettingName, settings: GoSettings, goroot: string): string[] {
  const { value, from } = settings[name];
  const own =
    from === 'default' ||
    (name === 'GOTOOLCHAIN' && value === 'local') ||
    (/^(GOTOOLCHAIN|GOEXPERIMENT)$/.test(name) && isToolchains(settings, name, goroot));
  return value === '' || own ? [] : [`${name}=${value} (${from})`];
}

/**
 * A token per host, given to git for this run only: through its environment, so that it stands in no file and in no
 * argument list (git-config(1), GIT_CONFIG_COUNT). ssh addresses of the host are mapped as well.
 */
function gitAuthentication(
  auth: Readonly<Record<string, string>>,
  env: Environment,
): { variables: Record<string, string>; secrets: string[] } {
  const first = Number(env['GIT_CONFIG_COUNT'] ?? '0') || 0;
  const secrets: string[] = [];
  const settings = Object.entries(auth).flatMap(([host, variable]) => {
    const token = env[variable];
    if (token === undefined || token === '') {
      throw new SlipwayError(
        'E_AUTH',
        `--git-auth ${host}=${variable}: the environment variable ${variable} is not set`,
        {
          hint: `export ${variable} with a token that may read the private modules on ${host}`,
        },
      );
    }
    secrets.push(token, encodeURIComponent(token));
    const key = `url.https://x-access-token:${encodeURIComponent(token)}@${host}/.insteadOf`;
    return [`https://${host}/`, `ssh://git@${host}/`, `git@${host}:`].map((from) => [key, from] as const);
  });
  if (settings.length === 0) return { variables: {}, secrets };
  const numbered = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${first + index}`, key],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ]);
  return {
    variables: { GIT_CONFIG_COUNT: String(first + settings.length), ...Object.fromEntries(numbered) },
    secrets,
  };
}

function urlSecrets(values: readonly string[]): string[] {
  return values.flatMap((value) =>
    [...value.matchAll(/\/\/[^/@\s:]*:([^/@\s]+)@/g)].map((found) => found[1] ?? ''),
  );
}

function withoutCredentials(variables: Readonly<Record<string, string>>): Record<string, string> {
  const sorted = Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    sorted.map(([name, value]) => [name, value.replaceAll(/\/\/[^/@\s]*@/g, '//***@')]),
  );
}
