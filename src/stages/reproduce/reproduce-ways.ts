import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { anyRepository } from '../../gobuild/git.ts';
import { isThere, parents } from '../../gobuild/inputs.ts';
import { definedOnly } from '../../gobuild/origin.ts';
import { copySource } from '../../gobuild/source-copy.ts';
import type { BuildSide } from '../../report/reproduction/reproduction.ts';
import type { AskedRun } from '../../request/baseline-request.ts';
import { usesBuildkit } from '../../request/engine-request.ts';
import type { BuildRequest } from '../../request/request.ts';
import type { Environment } from '../../support/http.ts';
import { readGoSettings } from '../../toolchain/go-settings.ts';
import type { Ports } from '../ports.ts';
import { withQuietGit } from '../sizes/base-builds.ts';

/** Where one build from nothing works: folders that are empty when it begins. */
export interface WayPlace {
  readonly folder: string;
  /** Go's build cache. */
  readonly goCache: string;
  /** Slipway's cache. */
  readonly cacheDirectory: string;
}

/** What a way has arranged for its build. */
export interface Arranged {
  readonly side: BuildSide;
  readonly ports: Ports;
  /** The path in this build of a path in the user's source. */
  readonly moved: (path: string) => string;
  /** What its request has that others have not. */
  readonly vary: (request: BuildRequest) => BuildRequest;
  /** What a text in what was built may be of: of this build, and of no other. */
  readonly paths: readonly string[];
  readonly users: readonly string[];
}

/**
 * A way to build a request from nothing. Another engine is one more of them, whose `vary` asks for it: a way names what is other than
 * with the first, and whoever compares looks at results alone.
 */
export interface Way {
  readonly name: string;
  /** Bits that the modes of new files lack, by the user's own; undefined: as they are. */
  readonly umask?: (own: number) => number;
  readonly arrange: (run: AskedRun, place: WayPlace, ports: Ports, umask: number) => Promise<Arranged>;
}

/** The same way with an engine of its own. */
export function withEngine(way: Way, choice: 'embedded' | 'buildkit'): Way {
  return {
    ...way,
    arrange: async (...all) => {
      const arranged = await way.arrange(...all);
      const { side, vary } = arranged;
      return {
        ...arranged,
        side: { ...side, varied: { ...side.varied, engine: choice } },
        vary: (request) => {
          const varied = vary(request);
          return { ...varied, engine: { ...varied.engine, choice } };
        },
      };
    },
  };
}

/** What no way has for itself. A BuildKit keeps what it put together. */
export function sharedOf({ engine }: Pick<BuildRequest, 'engine'>): Readonly<Record<string, string>> {
  return {
    modules: 'the module cache, whose modules go.sum vouches for',
    toolchain: 'the Go toolchain',
    machine: 'the processor, the kernel and the system clock, which only went on',
    ...(usesBuildkit(engine) && { engine: 'BuildKit, with what it keeps' }),
  };
}

const empty = 'empty: of Go and of Slipway';

/** As the user builds, but that nothing was built before. */
export const here: Way = {
  name: 'here',
  arrange: async ({ request }, { goCache, cacheDirectory }, ports) => ({
    side: {
      name: 'here',
      folder: request.source.kind === 'directory' ? 'own' : 'module',
      varied: { caches: empty, processors: 'all, one platform after the other' },
    },
    ports: { ...ports, env: { ...ports.env, GOCACHE: goCache } },
    moved: (path) => path,
    vary: (request) => ({ ...request, jobs: 1 }),
    paths: [...sourceOf(request.source), ...given(ports.env, 'HOME', 'TMPDIR'), goCache, cacheDirectory],
    users: given(ports.env, 'USER', 'LOGNAME'),
  }),
};

const otherUser = 'slipway-reproduce';
/** UTC+14 in the spelling that needs no table of time zones (POSIX.1-2017, 8.3, "TZ"). */
const otherZone = '<+14>-14';
const hoursAhead = 26;

/** Everything other that a process of this machine can have other. */
export const elsewhere: Way = {
  name: 'elsewhere',
  umask: (own) => (own === 0o027 ? 0o077 : 0o027),
  arrange: async (run, place, ports, umask) => {
    const { request } = run;
    const [home, tmp] = [join(place.folder, 'home'), join(place.folder, 'tmp')];
    for (const folder of [home, tmp]) await mkdir(folder, { recursive: true });
    await linkSettings(ports.env['HOME'], home);
    const source = await sourceElsewhere(run, place, ports, umask);
    const env = { ...(await otherEnvironment(ports, place, source.workFile)), HOME: home, TMPDIR: tmp };
    return {
      side: {
        name: 'elsewhere',
        folder: request.source.kind === 'directory' ? 'copy' : 'module',
        varied: {
          ...(request.source.kind === 'directory' && {
            folder: 'a copy, uncommitted files too',
            'file times': 'those of the copy, written in the opposite order',
          }),
          caches: empty,
          home: 'a folder of its own, with links to the settings of git, Go and registries',
          user: `${otherUser} in USER and LOGNAME`,
          'temporary files': 'another folder',
          'time zone': 'UTC+14',
          clock: `${hoursAhead} hours ahead for Slipway; for what it starts only later`,
          processors: 'GOMAXPROCS=1, platforms side by side',
          umask: umask.toString(8).padStart(4, '0'),
        },
      },
      ports: {
        ...ports,
        env: { ...env, TMP: tmp, TEMP: tmp },
        exec: (command) =>
          ports.exec({ ...command, ...(command.env && { env: { ...command.env, TZ: otherZone } }) }),
        clock: { ...ports.clock, now: () => ports.clock.now() + hoursAhead * 3_600_000 },
      },
      moved: source.moved,
      vary: (request) => request,
      paths: [...sourceOf(request.source).map(source.moved), place.folder],
      users: [otherUser],
    };
  },
};

function sourceOf(source: AskedRun['request']['source']): string[] {
  return source.kind === 'directory' ? [source.directory] : [];
}

function given(env: Environment, ...names: readonly string[]): string[] {
  return names.flatMap((name) => env[name] || []);
}

interface Elsewhere {
  readonly moved: (path: string) => string;
  /** Value of GOWORK there. */
  readonly workFile: string;
}

async function sourceElsewhere(
  { request }: AskedRun,
  { folder }: WayPlace,
  { env, host, signal }: Ports,
  umask: number,
): Promise<Elsewhere> {
  const { source, cacheDirectory } = request;
  const settings = await readGoSettings(env, { host });
  if (source.kind === 'module') return { moved: (path) => path, workFile: settings.GOWORK.value };
  const { directory } = source;
  const workFile = workFileOf(settings.GOWORK.value, directory);
  const without = [cacheDirectory, settings.GOCACHE.value, settings.GOMODCACHE.value, dirname(folder)];
  const into = join(folder, 'source');
  const copy = await copySource(
    { directory, workFile, into, without: without.filter(Boolean), umask },
    signal,
  );
  return { moved: copy.moved, workFile: workFile === undefined ? 'off' : copy.moved(workFile) };
}

/** What the go command would find by itself; a go.work above the copy is another one's (cmd/go, modload.FindGoWork). */
function workFileOf(named: string, directory: string): string | undefined {
  if (named !== '') return named === 'off' ? undefined : named;
  return parents(directory)
    .map((folder) => join(folder, 'go.work'))
    .find(isThere);
}

async function otherEnvironment(
  { env, host }: Ports,
  { goCache, folder }: WayPlace,
  workFile: string,
): Promise<Record<string, string>> {
  const settings = await readGoSettings(env, { host });
  const kept = Object.fromEntries(
    (['GOMODCACHE', 'GOPATH', 'GOENV'] as const).flatMap((name) =>
      settings[name].value === '' ? [] : [[name, settings[name].value]],
    ),
  );
  return {
    ...definedOnly(withQuietGit(anyRepository(env))),
    ...kept,
    GOCACHE: goCache,
    ...(workFile !== '' && { GOWORK: workFile }),
    GOMAXPROCS: '1',
    USER: otherUser,
    LOGNAME: otherUser,
    TZ: otherZone,
    XDG_CACHE_HOME: join(folder, 'home', '.cache'),
  };
}

/** Without these neither private modules nor private registries are to be had. */
const settingsAtHome = [
  ...['.gitconfig', '.git-credentials', '.config', '.netrc', '.ssh', '.docker', '.gnupg', 'Library'],
  ...['.aws', '.azure', '.password-store'],
];

async function linkSettings(from: string | undefined, home: string): Promise<void> {
  if (from === undefined || from === '') return;
  for (const name of settingsAtHome) {
    if (isThere(join(from, name))) await symlink(join(from, name), join(home, name));
  }
}
