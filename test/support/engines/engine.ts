import { spawn } from 'node:child_process';
import { chmod, mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { exec, failure } from '../../../src/support/exec.ts';
import { environment, tool, toolEnvironment } from '../tools.ts';

/** A container engine of this machine's own, all of whose state lies in one folder. */
export interface Engine {
  /** What a program that is to find this engine has in its environment, over the tests' own. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs the engine's own program; gives its standard output. */
  run(...args: readonly string[]): Promise<string>;
  /** Runs an image's program, by its path, as strictly as the engine can; gives what it printed. */
  runImage(image: string, program: string, ...args: readonly string[]): Promise<string>;
  /** Ends the engine; its folder can be removed then. */
  stop(): Promise<void>;
}

/**
 * Mounts that only one process and its children see, so that nothing of an engine is left when it ends: the kernel takes
 * its containers' file systems away, and what engines write into /run and /etc goes with them. Where /etc cannot be
 * covered (the folder lies on an overlay itself) it is written to.
 */
const cover = `mount -t tmpfs tmpfs /run
mount -t overlay -o "lowerdir=/etc,upperdir=$1/etc,workdir=$1/etc.work" overlay /etc 2>/dev/null
shift
exec "$@"`;

/** The command line that runs a program under mounts of its own. Needs root, util-linux and Linux. */
export async function coveredCommand(
  folder: string,
  command: readonly string[],
): Promise<readonly [string, ...string[]]> {
  for (const name of ['etc', 'etc.work']) await mkdir(join(folder, name), { recursive: true });
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', cover, 'sh', folder, ...command];
}

/** Writes a program `name` into FOLDER/bin that runs a command of ours; gives that folder. */
export async function writeProgram(
  folder: string,
  name: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
  const settings = Object.entries(env).map(([key, value]) => `export ${key}=${quote(value)}\n`);
  await writeFile(
    join(bin, name),
    `#!/bin/sh\n${settings.join('')}exec ${command.map(quote).join(' ')} "$@"\n`,
  );
  await chmod(join(bin, name), 0o755);
  return bin;
}

/** Runs a program of an engine with its environment; gives its standard output. */
export async function runProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const result = await exec({ file, args, env: { ...environment(), ...env } });
  if (result.status === 0) return result.stdout;
  throw new Error(`${file} ${args.join(' ')}: ${failure(result)}\n${result.stderr}${result.stdout}`);
}

/** Only the libraries that a tool came with, for a program that runs it. */
export function librariesOf(name: string): Record<string, string> {
  const { LD_LIBRARY_PATH: path } = toolEnvironment(name);
  return path === undefined ? {} : { LD_LIBRARY_PATH: path };
}

/** PATH with the folders of these tools first: where an engine looks for its helpers. */
export function pathWith(...names: readonly string[]): string {
  const folders = names.map((name) => join(tool(name), '..'));
  return [...folders, environment()['PATH'] ?? ''].join(':');
}

/** What docker and podman both understand: read-only root, no capabilities, 64 MiB, this machine's network. */
export function runOnce(image: string, program: string): string[] {
  const limits = ['--pull=never', '--read-only', '--cap-drop=ALL', '--memory=64m', '--network=host'];
  return ['run', '--rm', ...limits, '--entrypoint', program, image];
}

const startTries = 200;
const stopTries = 200;

/** Starts a daemon and waits until `ready` no longer throws. */
export async function startDaemon(
  folder: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: () => Promise<unknown>,
): Promise<{ stop(): Promise<void> }> {
  const [file, ...args] = await coveredCommand(folder, command);
  const logPath = join(folder, 'log');
  const log = await open(logPath, 'w');
  const child = spawn(file, args, { env: { ...environment(), ...env }, stdio: ['ignore', log.fd, log.fd] });
  await log.close();
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const late = pause(stopTries * 50, undefined, { ref: false }).then(() => child.kill('SIGKILL'));
    await Promise.race([ended, late]);
    await ended;
  };
  for (let tries = 1; ; tries++) {
    try {
      await ready();
      return { stop };
    } catch (cause) {
      if (child.exitCode === null && tries < startTries) {
        await pause(50);
        continue;
      }
      await stop();
      throw new Error(`${command[0]} does not answer:\n${await readFile(logPath, 'utf8')}`, { cause });
    }
  }
}
