import type { SlipwayError } from '../../support/errors.ts';
import { sha256 } from '../../support/hashing.ts';
import { type HttpResponse, readChunks } from '../../support/http.ts';
import { discard } from '../../support/http-body.ts';
import { mayPass } from '../../support/http-fault.ts';
import { pauseBefore } from '../../support/retry.ts';
import type { Artifact, Artifacts } from '../forge.ts';
import { readArtifact, readAs, readRun } from './answers.ts';
import { apiFault, type GitHubApi } from './api.ts';
import type { GitHubCall } from './call.ts';
import { gitHubFault } from './fault.ts';
import { askAll } from './pages.ts';

const needs = 'actions: read';

/** docs.github.com, "REST API endpoints for GitHub Actions artifacts". */
export function gitHubArtifacts(api: GitHubApi): Artifacts {
  const { repository } = api;
  return {
    async listRuns(commit) {
      // docs.github.com, "REST API endpoints for workflow runs": the newest come first.
      const query = new URLSearchParams({ head_sha: commit, event: 'pull_request' });
      const target = `${repository}/actions/runs?${query}`;
      const call: GitHubCall = { target, purpose: `list the runs of commit ${commit}`, needs };
      const runs = await askAll(api, call, 'workflow_runs');
      return runs
        .map((one) => readAs(api, call, one, readRun))
        .flatMap(({ event, ...run }) => (event === 'pull_request' ? [run] : []))
        .toSorted((a, b) => b.id - a.id);
    },
    async listArtifacts(run) {
      const target = `${repository}/actions/runs/${run}/artifacts`;
      const call: GitHubCall = { target, purpose: `list the artifacts of run ${run}`, needs };
      const artifacts = await askAll(api, call, 'artifacts');
      return artifacts.map((one) => readAs(api, call, one, readArtifact));
    },
    async downloadArtifact(artifact, limit) {
      const target = `${repository}/actions/artifacts/${artifact.id}/zip`;
      const call: GitHubCall = { target, purpose: `download artifact ${artifact.id}`, needs };
      if (artifact.bytes > limit) throw tooLarge(api, call, `${artifact.bytes} bytes`, limit);
      const zip = await downloadPatiently(api, call, limit);
      checkDigest(api, call, artifact, zip);
      return zip;
    },
  };
}

/** Begins anew where the connection breaks in the middle; until the answer begins `open` has its own patience. */
async function downloadPatiently(api: GitHubApi, call: GitHubCall, limit: number): Promise<Buffer> {
  const { patience } = api.clock;
  for (let attempt = 1; ; attempt++) {
    const answer = await openDownload(api, call, limit);
    try {
      return await readWhole(api, call, answer, limit);
    } catch (error) {
      if (attempt >= patience.attempts || !mayPass(error)) throw error;
    }
    await patience.wait(pauseBefore(attempt, patience), api.signal);
  }
}

/** The API sends on to a store of files, which is not GitHub's API and gets no token: the HTTP client sees to that. */
async function openDownload(api: GitHubApi, call: GitHubCall, limit: number): Promise<HttpResponse> {
  const answer = await api.open(call);
  if (answer.status !== 200) throw await refused(api, call, answer);
  const announced = answer.headers['content-length'] ?? '0';
  if (Number(announced) <= limit) return answer;
  answer.body.destroy();
  throw tooLarge(api, call, `${Number(announced)} bytes`, limit);
}

async function readWhole(
  api: GitHubApi,
  call: GitHubCall,
  answer: HttpResponse,
  limit: number,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of readChunks(answer, api.signal)) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(api, call, 'more', limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What a store of files says is about its own rights, and the address that it got is signed: neither is told. */
async function refused(api: GitHubApi, call: GitHubCall, answer: HttpResponse): Promise<SlipwayError> {
  if (answer.url.origin === api.address.origin) return gitHubFault(call, answer, api.place);
  discard(answer);
  const reason = `${answer.url.host}, where GitHub keeps it, answers ${answer.status}`;
  return apiFault(api, call, reason, 'run again: the address that GitHub gives is good for a minute');
}

function tooLarge(api: GitHubApi, call: GitHubCall, has: string, limit: number): SlipwayError {
  const hint = 'nothing that Slipway leaves is so large: what made it is not to be trusted';
  return apiFault(api, call, `it has ${has}, and ${limit} bytes are allowed`, hint);
}

function checkDigest(api: GitHubApi, call: GitHubCall, { digest }: Artifact, zip: Buffer): void {
  if (digest === undefined || digest === sha256(zip)) return;
  const reason = `what came has the digest ${sha256(zip)}, and GitHub's list says ${digest}`;
  throw apiFault(api, call, reason, 'it was changed on its way: run again, and tell who runs the network');
}
