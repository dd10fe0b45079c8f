import { workerData } from 'node:worker_threads';
import { answerPrograms, type ProgramJob } from './program-worker.ts';
import { answerReads, type ReadJob } from './read-worker.ts';

/** In a worker thread: does what it was started for. */
export function answerJob(): void {
  const { job } = workerData as { readonly job: ReadJob | ProgramJob };
  if ('archives' in job) answerReads(job);
  else answerPrograms(job);
}
