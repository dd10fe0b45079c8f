import type { RunnerHost } from './host.ts';
import { logGroups } from './log-groups.ts';
import { keptState } from './state.ts';

type PostHost = Pick<RunnerHost, 'print' | 'env' | 'now' | 'signal' | 'cacheJob'>;

/** The post step of the action: keeps what later runs can use. It never fails a job, whatever happens. */
export async function runPost(host: PostHost): Promise<void> {
  try {
    // docs.github.com, "Workflow commands", save-state: what the main step saved comes back as STATE_ variables.
    const state = host.env[`STATE_${keptState}`] ?? '';
    if (state === '') return;
    const { saveKept } = await import('./kept.ts');
    await saveKept(state, host);
  } catch (error) {
    logGroups(host.print).say(`nothing was kept: ${error instanceof Error ? error.message : error}`);
  }
}
