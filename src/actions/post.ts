import type { RunnerHost } from './host.ts';

/** The post step of the action: keeps what later runs can use. It never fails a job, whatever happens. */
export async function runPost(_host: Pick<RunnerHost, 'print' | 'env'>): Promise<void> {
  // Nothing is kept yet.
}
