import type { TestContext } from 'node:test';
import type { Forge } from '../../src/forge/forge.ts';
import { type GitHubOptions, openGitHub } from '../../src/forge/github/client.ts';
import { type ForgeOptions, startTestForge, type TestForge, token } from '../support/forge/in-process.ts';

/** 2026-11-29T12:00:00Z */
export const noon = 1_796_040_000_000;

export interface Opened {
  readonly client: Forge;
  readonly server: TestForge;
  /** Milliseconds that were waited, each of which moved the clock on. */
  readonly waits: number[];
  /** A further client of the same forge, as of another run. */
  another(): Forge;
}

/** A forge for the test, and a client of it, for which waiting takes no time. */
export async function openForge(t: TestContext, options: ForgeOptions = {}): Promise<Opened> {
  const server = await startTestForge(t, options);
  const waits: number[] = [];
  let time = noon;
  const patience: GitHubOptions['patience'] = {
    attempts: 4,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      time += milliseconds;
    },
    random: () => 0,
  };
  const another = (): Forge => {
    const env = { GITHUB_API_URL: server.address };
    const client = openGitHub({ env, repository: 'acme/api', token, patience, now: () => time });
    t.after(() => client.close());
    return client;
  };
  return { client: another(), server, waits, another };
}
