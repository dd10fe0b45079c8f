import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment } from './tools.ts';

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Ended {
  readonly status: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SlipwayOptions {
  readonly cwd?: string;
  /** Added to the tests' environment; an undefined value takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A program and its first arguments that start Slipway rather than the test itself: setpriv, sh, prlimit. */
  readonly prefix?: readonly string[];
  /** Of this file rather than src/cli.ts: dist/cli.js. */
  readonly entry?: string;
}

export interface Running {
  readonly pid: number;
  /** Asks the program to end. */
  signal(signal: NodeJS.Signals): void;
  /** Resolves when standard error first holds the text, or when the program ends. */
  said(text: string): Promise<void>;
  readonly ended: Promise<Ended>;
}

/** Starts the program from source, on the test's own Node. */
export function startSlipway(args: readonly string[], options: SlipwayOptions = {}): Running {
  const entry = options.entry ?? join(repository, 'src', 'cli.ts');
  const [file = '', ...rest] = [...(options.prefix ?? []), process.execPath, entry, ...args];
  const child = spawn(file, rest, {
    cwd: options.cwd,
    env: { ...environment(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, killedBy) => resolve({ status, killedBy, stdout, stderr }));
  });
  return {
    pid: child.pid ?? 0,
    signal: (signal) => void child.kill(signal),
    said: (text) =>
      new Promise((resolve) => {
        child.stderr.on('data', () => stderr.includes(text) && resolve());
        child.on('close', () => resolve());
        if (stderr.includes(text)) resolve();
      }),
    ended,
  };
}

/** Runs the program to its end. */
export function slipway(args: readonly string[], options: SlipwayOptions = {}): Promise<Ended> {
  return startSlipway(args, options).ended;
}

/** Runs the program and gives what it says about the run; anything but status 0 is an error with all it printed. */
export async function slipwayOk(args: readonly string[], options: SlipwayOptions = {}): Promise<Ended> {
  const ended = await slipway(args, options);
  if (ended.status === 0) return ended;
  throw new Error(
    `slipway ${args.join(' ')}: status ${ended.status} ${ended.killedBy ?? ''}\n${ended.stderr}${ended.stdout}`,
  );
}
