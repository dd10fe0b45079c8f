import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { exec } from '../../src/support/exec.ts';
import { librariesOf, pathWith, runProgram } from './engines/engine.ts';
import { environment, lacks, lacksRoot, tool } from './tools.ts';
import { freePort } from './workspace.ts';

/** A buildkitd of this test's own, all of whose state lies in one folder. */
export interface Buildkit {
  /** `unix://…`, as --builder and buildctl take it. */
  readonly address: string;
  /** What a program that is to find buildctl and buildx has in its environment, over the tests' own. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs buildctl; gives its standard output. */
  buildctl(...args: readonly string[]): Promise<string>;
  /** A builder of buildx for it, of the remote driver; gives the name. Its settings lie in `env`. */
  makeBuilder(): Promise<string>;
  /** What the daemon has said so far. */
  log(): Promise<string>;
  /** Ends it as a crash does, with all that runs in it. */
  kill(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
}

export interface BuildkitOptions {
  /** `HOST:PORT` of registries that speak plain HTTP. */
  readonly registries?: readonly string[];
  /** The size of the disk that it keeps everything on, as mount(8) has it: `64m`; otherwise that of the machine. */
  readonly disk?: string;
  /** Folder with ca.pem, cert.pem and key.pem: it is reached over TCP, by whom that authority vouches for. */
  readonly tls?: string;
}

/** Why there can be no buildkitd here, or false. */
export function lacksBuildkit(): string | false {
  return lacksRoot() || lacks('buildkitd', 'buildctl', 'buildx', 'runc');
}

/**
 * Mounts and processes that only the daemon and its children see. What it mounts the kernel takes away when it ends, and what
 * runs in it ends with it; it ends itself when this process does, however that comes.
 */
const alone = [
  ...['setpriv', '--pdeathsig', 'KILL'],
  ...['unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--mount-proc'],
];

/** Starts the daemon and waits until it answers. It ends when the context does. */
export async function startBuildkit(
  t: Pick<TestContext, 'after'>,
  { registries = [], disk, tls }: BuildkitOptions = {},
): Promise<Buildkit> {
  // The path of a socket has room for about 100 characters (unix(7)).
  const folder = await mkdtemp(join(tmpdir(), 'bk-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  const address = tls === undefined ? `unix://${at('sock')}` : `tcp://127.0.0.1:${await freePort()}`;
  const proof = ['cacert', 'cert', 'key'].flatMap((name) =>
    tls === undefined ? [] : [`--tls${name}`, join(tls, `${name.replace('cacert', 'ca')}.pem`)],
  );
  const env = {
    PATH: pathWith('buildctl', 'buildx'),
    BUILDX_CONFIG: at('buildx'),
  };
  await mkdir(at('root'));
  const plain = registries.map((host) => `[registry.${JSON.stringify(host)}]\n  http = true\n`);
  // What a test has had made stays, however little of the machine's disk is free.
  await writeFile(at('config.toml'), `${plain.join('')}[worker.oci]\n  gc = false\n`);
  const mounts = [
    'mount -t tmpfs tmpfs /run',
    ...(disk === undefined ? [] : [`mount -t tmpfs -o size=${disk} tmpfs "$1"`]),
  ];
  const script = `set -e; ${mounts.join('; ')}; shift; exec "$@"`;
  const place = ['--config', at('config.toml'), '--root', at('root'), '--addr', address, ...proof];
  const command = [...alone, 'sh', '-c', script, 'sh', at('root'), tool('buildkitd'), ...place];
  const daemon = await startDaemon(command, at('log'));
  t.after(daemon.stop);
  const buildctl: Buildkit['buildctl'] = (...args) =>
    runProgram(tool('buildctl'), ['--addr', address, ...proof, ...args], env);
  for (let tries = 1; !(await answers(['--addr', address, ...proof])); tries++) {
    if (tries < 400 && daemon.isRunning()) {
      await pause(25);
      continue;
    }
    await daemon.stop();
    throw new Error(`buildkitd does not answer:\n${await readFile(at('log'), 'utf8')}`);
  }
  return {
    ...{ address, env, buildctl, kill: daemon.kill, stop: daemon.stop },
    log: () => readFile(at('log'), 'utf8'),
    makeBuilder: async () => {
      await runProgram(tool('buildx'), ['create', '--name', 'apart', '--driver', 'remote', address], env);
      return 'apart';
    },
  };
}

async function answers(reach: readonly string[]): Promise<boolean> {
  const args = [...reach, 'debug', 'workers'];
  return (await exec({ file: tool('buildctl'), args, env: environment() })).status === 0;
}

interface Daemon {
  readonly isRunning: () => boolean;
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

async function startDaemon(command: readonly string[], logPath: string): Promise<Daemon> {
  const [file = '', ...args] = command;
  const log = await open(logPath, 'w');
  const env = { ...environment(), PATH: pathWith('runc'), ...librariesOf('runc') };
  const child = spawn(file, args, { env, stdio: ['ignore', log.fd, log.fd] });
  await log.close();
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    // unshare passes on no signal; its one child is the daemon.
    const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').catch(() => '');
    for (const pid of children
      .split(' ')
      .map(Number)
      .filter((number) => number > 0)) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  return {
    isRunning: () => child.exitCode === null && child.signalCode === null,
    kill: async () => {
      await end('SIGKILL');
      await ended;
    },
    stop: async () => {
      await end('SIGTERM');
      const late = pause(10_000, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
      await Promise.race([ended, late]);
      await ended;
    },
  };
}
