import { discard } from '../../support/http-body.ts';
import { mayPass } from '../../support/http-fault.ts';
import { pauseBefore } from '../../support/retry.ts';
import { readAs } from './answers.ts';
import { type GitHubApi, readJson } from './api.ts';
import type { GitHubCall } from './call.ts';

/**
 * Sends what must not be done twice. Where the answer is lost it may have been done: that is looked for before it is sent again.
 * @param find what the call makes, if it is there
 * @throws SlipwayError as a Forge does
 */
export async function sendOnce<T>(
  api: GitHubApi,
  call: GitHubCall,
  read: (value: unknown) => T,
  find: () => Promise<T | undefined>,
): Promise<T> {
  const { patience } = api.clock;
  for (let attempt = 1; ; attempt++) {
    const last = attempt >= patience.attempts;
    try {
      const answer = await api.send({ ...call, repeatable: false });
      if (answer.status < 500 || last) return readAs(api, call, await readJson(api, call, answer), read);
      discard(answer);
    } catch (error) {
      if (last || !mayPass(error)) throw error;
    }
    await patience.wait(pauseBefore(attempt, patience), api.signal);
    const made = await find();
    if (made !== undefined) return made;
  }
}
