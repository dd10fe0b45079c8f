import { setTimeout as pause } from 'node:timers/promises';

const pausesMilliseconds = [2000, 8000];

/** Signs that another try cannot help: the thing is not there, or the answer was a refusal. */
const final =
  /not available|unknown revision|invalid version|no matching versions|\b40[34]\b|\b410\b|No matching distribution|No module named|exclude directives|cannot start/;

/** Tries again after failures that pass, such as a connection that broke. */
export async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (const milliseconds of pausesMilliseconds) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Error && final.test(error.message)) throw error;
    }
    await pause(milliseconds);
  }
  return attempt();
}
