import { formatReference, type Repository } from '../request/reference.ts';
import type { Digest } from '../support/hashing.ts';
import type { Verdict } from '../verify/verdict.ts';
import { findSignature } from './find-signature.ts';
import { hintOf } from './keys/public-key.ts';
import type { FindPorts } from './referrers/read-blob.ts';
import type { Expected, Trust } from './verify-bundle.ts';

/**
 * Whether an image is signed by whom it should be, in either format. The verdict says by whom, or why none of what lies
 * beside the image is such a signature.
 * @throws SlipwayError as findSignature
 */
export async function verifySignature(
  image: Digest,
  place: Repository,
  against: { readonly expected: Expected; readonly trust: Trust },
  ports: FindPorts,
): Promise<Verdict> {
  const named = { check: 'attest/signature', subject: formatReference({ ...place, digest: image }) };
  const reasons: string[] = [];
  for (const format of ['bundle', 'tag'] as const) {
    const search = await findSignature(format, image, place, against, ports);
    if (search.found !== undefined) {
      const { logIndexes } = search.found;
      const logged = logIndexes.length === 0 ? '' : `, log index ${logIndexes.join(', ')}`;
      const detail = `signed by ${whom(against.expected)}${logged}`;
      return { ...named, status: 'pass', severity: 'block', detail };
    }
    reasons.push(...search.reasons);
  }
  const what = `there is no signature by ${whom(against.expected)}`;
  const detail = [what, ...reasons, ...(reasons.length === 0 ? ['nothing that is signed refers to it'] : [])];
  return { ...named, status: 'fail', severity: 'block', detail: detail.join('\n') };
}

export function whom(expected: Expected): string {
  if (expected.kind === 'key') return `the key ${hintOf(expected.publicKey)}`;
  if (expected.kind === 'workflow') return `a run of ${expected.workflow.repository} on GitHub`;
  return `${JSON.stringify(expected.subject)}, for whom ${JSON.stringify(expected.issuer)} vouches`;
}
