import { isFeatureAvailable, restoreCache, saveCache } from '@actions/cache';
import type { CacheAnswer, CacheJob } from './cache-protocol.ts';

/**
 * Does one job and gives what to print. To be run in a process of its own that ends right afterwards: the library prints
 * annotations, keeps sockets and timers, and starts tar, none of which can be called off from within.
 */
export async function answerCacheJob(input: string): Promise<string> {
  const job = JSON.parse(input) as CacheJob;
  return `\n${JSON.stringify(await doJob(job))}\n`;
}

async function doJob(job: CacheJob): Promise<CacheAnswer> {
  if (!isFeatureAvailable()) return { kind: 'absent' };
  return job.task === 'restore' ? await restore(job) : await save(job);
}

/** First what there is, then that very entry: a service that is down costs little, and nothing comes that was not asked for. */
async function restore(job: CacheJob): Promise<CacheAnswer> {
  const found = await lookUp(job);
  if (typeof found !== 'string') return found;
  const wanted = found === job.key || job.prefixes.some((prefix) => found.startsWith(prefix));
  if (!wanted) return { kind: 'foreign', key: found };
  const key = await restoreCache([...job.paths], found);
  return key === undefined ? { kind: 'incomplete' } : { kind: 'restored', key };
}

/** Looks first as well: the library packs everything before it asks whether the key is taken. */
async function save(job: CacheJob): Promise<CacheAnswer> {
  const found = await lookUp({ ...job, prefixes: [] });
  if (found === job.key) return { kind: 'exists' };
  if (typeof found !== 'string' && found.kind === 'unanswered') return found;
  return { kind: (await saveCache([...job.paths], job.key)) === -1 ? 'not-saved' : 'saved' };
}

/** The key that would be restored. The timer goes with the process. */
async function lookUp({ paths, key, prefixes, answerMilliseconds }: CacheJob): Promise<string | CacheAnswer> {
  const late = new Promise<CacheAnswer>((resolve) => {
    setTimeout(() => resolve({ kind: 'unanswered' }), answerMilliseconds);
  });
  const found = restoreCache([...paths], key, [...prefixes], { lookupOnly: true });
  return (await Promise.race([found, late])) ?? { kind: 'nothing' };
}
