import { spawn } from 'node:child_process';
import { SlipwayError } from './errors.ts';

/** A program and its arguments, never a shell line. `env` is the whole environment the program sees. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the program reads from its standard input; undefined: nothing. */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
}

export interface CommandResult {
  readonly status: number | null;
  /** The signal that ended the program, when one did. */
  readonly killedBy: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Port: runs a command to its end. Rejects only when it cannot be started (E_TOOL) or was aborted; the caller judges `status`. */
export type Exec = (command: Command) => Promise<CommandResult>;

const graceMilliseconds = 4000;

/**
 * Runs a command in its own process group, so that an abort reaches its children too: first SIGINT, then SIGKILL.
 * @throws SlipwayError E_TOOL when the program cannot be started; the signal's reason when aborted
 */
export const exec: Exec = (command) =>
  new Promise((resolve, reject) => {
    if (command.signal?.aborted) return reject(command.signal.reason);
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: { ...(command.env ?? process.env) },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A program need not read its input: its status says whether it was content.
    child.stdin.on('error', () => undefined).end(command.input ?? '');

    let timer: NodeJS.Timeout | undefined;
    const abort = (): void => {
      signalGroup(child.pid, 'SIGINT');
      timer = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), graceMilliseconds);
    };
    command.signal?.addEventListener('abort', abort, { once: true });
    const settle = (): void => {
      clearTimeout(timer);
      command.signal?.removeEventListener('abort', abort);
    };
    child.on('error', (cause) => {
      settle();
      reject(
        new SlipwayError('E_TOOL', `cannot start ${command.file}: ${cause.message}`, {
          hint: 'is it installed, executable, and for this machine?',
          cause,
        }),
      );
    });
    child.on('close', (status, killedBy) => {
      settle();
      if (command.signal?.aborted) return reject(command.signal.reason);
      resolve({
        status,
        killedBy,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
  });

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The command as one could paste it into a POSIX shell: `cd DIR && NAME=value program 'an argument'`. */
export function shellLine(command: Command, show: Readonly<Record<string, string>> = {}): string {
  const variables = Object.entries(show).map(([name, value]) => `${name}=${quote(value)}`);
  const words = [...variables, quote(command.file), ...command.args.map(quote)].join(' ');
  return command.cwd === undefined ? words : `cd ${quote(command.cwd)} && ${words}`;
}

function quote(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Why a command failed, in one line: `exit status 2` or `killed by SIGKILL`. */
export function failure(result: CommandResult): string {
  return result.killedBy === null ? `exit status ${result.status}` : `killed by ${result.killedBy}`;
}
