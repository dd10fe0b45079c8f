import { spawn } from 'node:child_process';
import { environment, tool } from './tools.ts';
import { freePort } from './workspace.ts';

/** A real registry (crane's, in memory) on 127.0.0.1, without TLS. */
export async function startRegistry(): Promise<{ host: string; stop(): Promise<void> }> {
  const host = `127.0.0.1:${await freePort()}`;
  const child = spawn(tool('crane'), ['registry', 'serve', '--address', host], {
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => void child.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    child.on('error', reject);
    child.on('close', () => reject(new Error(`the registry ended: ${printed}`)));
    child.stderr.on('data', (text: Buffer) => {
      printed += text.toString();
      if (printed.includes('serving')) resolve();
    });
  });
  return {
    host,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
