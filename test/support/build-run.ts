import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { findOrigin, type Origin } from '../../src/gobuild/origin.ts';
import { goHost } from '../../src/outside.ts';
import type { ProgressEvent } from '../../src/report/progress.ts';
import { readFlags } from '../../src/request/flags.ts';
import type { BuildRequest } from '../../src/request/request.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { type Ports, toolchainPorts } from '../../src/stages/ports.ts';
import { type Command, type Exec, exec } from '../../src/support/exec.ts';
import { type Edits, edit } from './edits.ts';
import { folderOf } from './temporary.ts';
import { environment } from './tools.ts';

/** A machine for builds in this process: its own cache folder and settings; compiled packages are shared to save time. */
export interface Machine {
  readonly env: Readonly<Record<string, string>>;
  readonly cacheDirectory: string;
}

/** @param extra further variables; they win */
export async function machine(
  t: Pick<TestContext, 'after'>,
  extra: Readonly<Record<string, string>> = {},
): Promise<Machine> {
  const cacheDirectory = await folderOf(t);
  return { cacheDirectory, env: { ...quietEnvironment(), ...extra } };
}

/** Nothing of the machine's own settings for Go and git, no network; the build cache is shared. */
export function quietEnvironment(): Record<string, string> {
  const kept = /^(PATH|HOME|TMPDIR|XDG_CACHE_HOME|GOCACHE|GOMODCACHE|GOPATH)$/;
  const inherited = Object.entries(environment()).filter(([name]) => kept.test(name));
  return {
    HOME: homedir(),
    ...Object.fromEntries(inherited),
    GOENV: 'off',
    GOPROXY: 'off',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
}

/** The request of a command line, for one platform and without an output of its own unless they are named. */
export function requestOf(
  { env, cacheDirectory }: Machine,
  source: string,
  ...flags: readonly string[]
): Promise<BuildRequest> {
  const argv = [source, '--cache-dir', cacheDirectory, ...flags];
  if (!flags.includes('--platform')) argv.push('--platform', 'linux/amd64');
  return buildRequest(readFlags('build', argv), { cwd: cacheDirectory, env, os: process.platform });
}

export interface WatchedPorts extends Ports {
  /** Every program that was started, in order. */
  readonly commands: Command[];
  readonly events: ProgressEvent[];
  /** The arguments of the go commands among them. */
  readonly goRuns: () => (readonly string[])[];
}

/** The real world for this machine, watched. */
export function portsOf(
  { env, cacheDirectory }: Machine,
  options: { readonly exec?: Exec; readonly signal?: AbortSignal } = {},
): WatchedPorts {
  const commands: Command[] = [];
  const events: ProgressEvent[] = [];
  const { exec: run = exec, signal = new AbortController().signal } = options;
  return {
    commands,
    events,
    goRuns: () => commands.filter(({ file }) => basename(file) === 'go').map(({ args }) => args),
    exec: (command) => {
      commands.push(command);
      return run({ ...command, signal });
    },
    env,
    host: goHost(),
    machine: { cores: 2, memoryBytes: 8 * 2 ** 30 },
    store: openBlobStore(cacheDirectory),
    progress: (event) => events.push(event),
    clock: { seconds: () => performance.now() / 1000, now: () => Date.now() },
    signal,
  };
}

/** Where the code of a request comes from and the Go it is built with. */
export function originOf(request: BuildRequest, ports: Ports): Promise<Origin> {
  const from = toolchainPorts(ports, request, () => undefined);
  return findOrigin(request, { ...from, remembered: ports.store });
}

/** A module with one program at its root. */
export const hello = {
  'go.mod': 'module example.com/hello\n\ngo 1.25\n',
  'main.go': 'package main\n\nfunc main() { println("hello") }\n',
} as const;

/** A module to build, where its image goes, and a machine of its own. */
export interface Yard {
  readonly root: string;
  readonly out: string;
  readonly machine: Machine;
}

export async function yard(t: Pick<TestContext, 'after'>, files: Edits = hello): Promise<Yard> {
  const root = await folderOf(t);
  await edit(root, files);
  // Files younger than a tick of the file system's clock count as written during the run.
  await sleep(50);
  return { root, out: join(await folderOf(t), 'out'), machine: await machine(t) };
}

/** The path of the test's Go program. */
export function goOnPath(): string {
  const [folder = ''] = (environment()['PATH'] ?? '').split(':');
  return join(folder, 'go');
}
