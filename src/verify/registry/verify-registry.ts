import { failures, passed } from '../tally.ts';
import type { Verdict } from '../verdict.ts';
import { absences, blobs, manifests } from './answers.ts';
import type { RegistryCheck, RegistrySubject } from './check.ts';
import { ranges } from './ranges.ts';
import { fallbackTags, referrers } from './referrers.ts';

/** Every check of a registry's manners, in the order in which its verdict is told. */
const checks: readonly RegistryCheck[] = [manifests, blobs, ranges, absences, referrers, fallbackTags];

/**
 * Whether a registry answers about an image as distribution-spec wants it, and what it lists as referring to the image is so.
 * @throws SlipwayError E_AUTH, E_NETWORK; E_REGISTRY for a list that cannot be read
 */
export async function verifyRegistry(subject: RegistrySubject): Promise<Verdict[]> {
  const { name } = subject;
  const verdicts: Verdict[] = [];
  for (const check of checks) {
    const failed = await failures(check, name, check.run(subject));
    verdicts.push(...(failed.length > 0 ? failed : [passed(check, name)]));
  }
  return verdicts;
}
