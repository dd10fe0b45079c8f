import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { SlipwayError } from './errors.ts';

/** A program that stays: its arguments are a list, never a shell line. `env` is the whole environment that it sees. */
export interface LaunchCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string>>;
  /** The user that it begins as; only root may say so. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** What it reads from descriptor 5, 6 and so on: for what is too long to be an argument. */
  readonly files?: readonly string[];
  /** Told of what it prints, as it comes. */
  readonly told: (from: 'stdout' | 'stderr', chunk: Buffer) => void;
}

export interface LaunchedEnd {
  readonly status: number | null;
  readonly killedBy: NodeJS.Signals | null;
  /** As {@link monotonicSeconds}. */
  readonly at: number;
}

export interface Launched {
  readonly pid: number;
  /** When it has ended and its output is read. */
  readonly ended: Promise<LaunchedEnd>;
  /** What the program reads from descriptor 3. */
  readonly control: Writable;
  /** What it writes to descriptor 4. */
  readonly info: Readable;
  /** Sends a signal to its process group; nothing happens when it is gone. */
  kill(signal: NodeJS.Signals): void;
}

/** One clock for all processes of the machine (CLOCK_MONOTONIC), in seconds. */
export function monotonicSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

/** Output that is left open by children of an ended program is waited for this long. */
const lingerMilliseconds = 200;

/**
 * Starts a program in a process group of its own, and does not wait for it.
 * @throws SlipwayError E_TOOL when it cannot be started
 */
export function launch(command: LaunchCommand): Promise<Launched> {
  const { file, args, cwd, env, user, files = [], told } = command;
  const child = spawn(file, args, {
    ...(cwd !== undefined && { cwd }),
    ...user,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', ...files.map(() => 'pipe' as const)],
    detached: true,
  });
  const [, stdout, stderr, control, info] = child.stdio;
  for (const [at, text] of files.entries()) {
    const stream = (child.stdio as (Writable | undefined)[])[5 + at];
    stream?.on('error', () => undefined).end(text);
  }
  stdout?.on('data', (chunk: Buffer) => told('stdout', chunk));
  stderr?.on('data', (chunk: Buffer) => told('stderr', chunk));
  for (const stream of [stdout, stderr, control, info]) stream?.on('error', () => undefined);
  const ended = new Promise<LaunchedEnd>((resolve) => {
    child.once('exit', (status, killedBy) => {
      const end = { status, killedBy, at: monotonicSeconds() };
      const timer = setTimeout(() => {
        for (const stream of [stdout, stderr, control, info]) stream?.destroy();
        resolve(end);
      }, lingerMilliseconds);
      child.once('close', () => {
        clearTimeout(timer);
        resolve(end);
      });
      info?.destroy();
      control?.destroy();
    });
  });
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new SlipwayError('E_TOOL', `cannot start ${file}: ${cause.message}`, { cause })),
    );
    child.once('spawn', () => {
      const { pid } = child;
      if (pid === undefined) return;
      resolve({
        ...{ pid, ended, control: control as Writable, info: info as Readable },
        kill: (signal) => sendSignal(-pid, signal),
      });
    });
  });
}

/** Sends a signal to a process, or with a negative number to a group; false when it is gone. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
