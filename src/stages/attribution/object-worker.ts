import { workerData } from 'node:worker_threads';
import type { ProgramJob } from './program-worker.ts';
import type { ReadJob } from './read-worker.ts';

/** In a worker thread: does what it was started for. */
export async function answerJob(): Promise<void> {
  const job = workerData as ReadJob | ProgramJob;
  if ('archives' in job) return (await import('./read-worker.ts')).answerReads(job);
  await (await import('./program-worker.ts')).answerProgram(job);
}
