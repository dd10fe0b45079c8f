import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { environment } from './tools.ts';

/** A running server, by the process that its parent is told about. */
export interface Service {
  readonly pid: number;
  /** GET http://127.0.0.1:PORT/path, once the server listens. */
  get(path: string): Promise<{ status: number; body: string }>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<{ status: number | null; killedBy: NodeJS.Signals | null; printed: string }>;
}

const startTries = 200;

/** Starts a program that serves HTTP on a port of 127.0.0.1. `libraryPath` as runTool has it. */
export function startService(
  file: string,
  args: readonly string[],
  port: number,
  env: Readonly<Record<string, string>> = {},
): Service {
  const child = spawn(file, args, {
    env: { ...environment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  const keep = (text: Buffer): void => {
    printed += text.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<{ status: number | null; killedBy: NodeJS.Signals | null }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, killedBy) => resolve({ status, killedBy }));
  });
  return {
    pid: child.pid ?? 0,
    async get(path) {
      for (let tries = 1; ; tries++) {
        try {
          const response = await fetch(`http://127.0.0.1:${port}${path}`);
          return { status: response.status, body: await response.text() };
        } catch (error) {
          if (child.exitCode !== null || tries === startTries) {
            throw new Error(`no answer on port ${port}:\n${printed}`, { cause: error });
          }
        }
        await pause(50);
      }
    },
    async stop() {
      child.kill('SIGTERM');
      return { ...(await ended), printed };
    },
  };
}
