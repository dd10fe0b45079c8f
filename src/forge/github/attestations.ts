import { isFields } from '../../support/fields.ts';
import type { Attestations } from '../forge.ts';
import { askJson, type GitHubApi } from './api.ts';
import type { GitHubCall } from './call.ts';
import { gitHubFault } from './fault.ts';
import { askAll } from './pages.ts';

/** docs.github.com, "REST API endpoints for artifact attestations". */
export function gitHubAttestations(api: GitHubApi): Attestations {
  const { repository } = api;
  return {
    async writeAttestation(subject, bundle) {
      const payload = payloadOf(bundle);
      const known = await listed(api, subject);
      if (payload !== undefined && known.some((one) => payloadOf(one) === payload)) return false;
      await askJson(api, {
        method: 'POST',
        target: `${repository}/attestations`,
        body: { bundle },
        purpose: `keep an attestation of ${subject}`,
        needs: 'attestations: write',
      });
      return true;
    },
  };
}

/** Nothing is kept of a digest that GitHub does not know: then it answers 404. */
async function listed(api: GitHubApi, subject: string): Promise<readonly unknown[]> {
  const call: GitHubCall = {
    target: `${api.repository}/attestations/${encodeURIComponent(subject)}`,
    purpose: `list the attestations of ${subject}`,
    needs: 'attestations: write',
  };
  const answer = await api.send(call);
  if (answer.status === 404) return [];
  if (answer.status !== 200) throw await gitHubFault(call, answer, api.place);
  const all = await askAll(api, call, 'attestations');
  return all.map((one) => (isFields(one) ? one['bundle'] : undefined));
}

/** Of the envelope, base64. */
function payloadOf(bundle: unknown): string | undefined {
  const envelope = isFields(bundle) ? bundle['dsseEnvelope'] : undefined;
  const payload = isFields(envelope) ? envelope['payload'] : undefined;
  return typeof payload === 'string' ? payload : undefined;
}
