import { resolve } from 'node:path';
import { wantsColor } from './report/style.ts';
import type { TerminalProgress } from './report/terminal.ts';
import { writeFileAtomic } from './support/files.ts';
import { slipwayVersion } from './version.ts';

/** What the entries alone read. */
export function host(): { cwd: string; env: NodeJS.ProcessEnv; os: NodeJS.Platform } {
  return { cwd: process.cwd(), env: process.env, os: process.platform };
}

export function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}

export function printJson(value: unknown): 0 {
  return print(jsonText(value));
}

function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** Writes what --report asks for. */
export async function writeReport(path: string | undefined, value: unknown): Promise<void> {
  if (path !== undefined) await writeFileAtomic(resolve(path), `${jsonText(value)}\n`);
}

/** Progress on standard error. */
export async function openTerminal(): Promise<TerminalProgress> {
  const { terminalProgress } = await import('./report/terminal.ts');
  return terminalProgress(process.stderr, {
    ...terminalOf(process.stderr),
    now: () => performance.now() / 1000,
    version: slipwayVersion,
  });
}

export interface Terminal {
  readonly isTTY: boolean;
  readonly color: boolean;
  readonly size: () => { readonly columns: number; readonly lines: number };
}

export function terminalOf(stream: NodeJS.WriteStream): Terminal {
  const isTTY = stream.isTTY === true;
  return {
    isTTY,
    color: wantsColor(process.env, isTTY),
    size: () => ({ columns: stream.columns ?? 80, lines: stream.rows ?? 24 }),
  };
}
