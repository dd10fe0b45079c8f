import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

export type Json = Readonly<Record<string, unknown>>;
/** An event of a session: `Page.loadEventFired` and the like. */
export type Listener = (method: string, parameters: Json, session: string | undefined) => void;

/** The DevTools protocol on a browser's descriptors 3 and 4: JSON, each message with a zero byte behind it. */
export interface Connection {
  /** Rejects with what the browser says, and when it ends. */
  readonly send: (method: string, parameters?: Json, session?: string) => Promise<Json>;
  readonly listen: (listener: Listener) => void;
  readonly close: () => Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Json;
  readonly result?: Json;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

interface Waiting {
  readonly resolve: (result: Json) => void;
  readonly reject: (error: Error) => void;
}

export function connect(file: string, args: readonly string[], env: Record<string, string>): Connection {
  const child = spawn(file, [...args, '--remote-debugging-pipe'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
  });
  const waiting = new Map<number, Waiting>();
  const listeners: Listener[] = [];
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-4000);
  });
  const ended = endOf(child, () => {
    for (const { reject } of waiting.values()) reject(new Error(`the browser ended\n${complaints}`));
    waiting.clear();
  });
  const input = child.stdio[3] as Writable;
  input.on('error', () => undefined);
  readMessages(child.stdio[4] as Readable, ({ id, method, params = {}, result, error, sessionId }) => {
    if (method !== undefined) for (const listener of listeners) listener(method, params, sessionId);
    if (id === undefined) return;
    if (error !== undefined) waiting.get(id)?.reject(new Error(error.message));
    else waiting.get(id)?.resolve(result ?? {});
    waiting.delete(id);
  });
  let last = 0;
  return {
    send: (method, params = {}, sessionId) =>
      new Promise((resolve, reject) => {
        if (child.exitCode !== null) return reject(new Error(`the browser has ended\n${complaints}`));
        last += 1;
        waiting.set(last, { resolve, reject: (cause) => reject(new Error(`${method}: ${cause.message}`)) });
        input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`);
      }),
    listen: (listener) => void listeners.push(listener),
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function endOf(child: ChildProcess, then: () => void): Promise<void> {
  await new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
  then();
}

function readMessages(stream: Readable, tell: (message: Message) => void): void {
  let left = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const parts = (left + text).split('\0');
    left = parts.pop() ?? '';
    for (const part of parts) tell(JSON.parse(part) as Message);
  });
}
