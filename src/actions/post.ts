import type { RunnerHost } from './host.ts';
import { logGroups } from './log-groups.ts';
import { keptState, sizeState } from './state.ts';

type PostHost = Pick<RunnerHost, 'print' | 'env' | 'now' | 'signal' | 'cacheJob'>;

/** The post step of the action: keeps what later runs can use. It never fails a job, whatever happens. */
export async function runPost(host: PostHost): Promise<void> {
  try {
    // docs.github.com, "Workflow commands", save-state: what the main step saved comes back as STATE_ variables.
    const [state = '', sizes = ''] = [keptState, sizeState].map((name) => host.env[`STATE_${name}`]);
    if (state === '' && sizes === '') return;
    const [{ saveKept, tellOfCache }, { saveSizes }] = await Promise.all([
      import('./kept.ts'),
      import('./kept-sizes.ts'),
    ]);
    // What is wrong with the service is wrong for both.
    const told = new Set([await saveKept(state, host), await saveSizes(sizes, host)]);
    for (const notice of told) if (notice !== undefined) tellOfCache(notice);
  } catch (error) {
    logGroups(host.print).say(`nothing was kept: ${error instanceof Error ? error.message : error}`);
  }
}
