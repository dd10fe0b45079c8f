import type { ArtifactRequest } from './artifact-service.ts';

const json = { 'content-type': 'application/json' };
const twirp = '/twirp/github.actions.results.api.v1.ArtifactService/';
const own = '{"workflow_run_backend_id":"ce7f54c7-61c7","workflow_job_run_backend_id":"ca395085-040a",';

/**
 * What @actions/artifact 6.2.1 sent to the service for tests: uploadArtifact with skipArchive, then deleteArtifact. Ids of blocks, length
 * and hash are left out, and headers that its HTTP libraries add of themselves.
 */
export const recordedRequests: readonly ArtifactRequest[] = [
  {
    part: 'create',
    method: 'POST',
    path: `${twirp}CreateArtifact`,
    headers: json,
    body: `${own}"name":"page.html","version":7,"mime_type":"text/html"}`,
  },
  {
    part: 'block',
    method: 'PUT',
    path: '/account/artifacts/1?sig=secret&comp=block&blockid=ID',
    headers: { 'content-type': 'application/octet-stream' },
    body: '',
  },
  {
    part: 'commit',
    method: 'PUT',
    path: '/account/artifacts/1?sig=secret&comp=blocklist',
    headers: { 'content-type': 'application/xml', 'x-ms-blob-content-type': 'text/html' },
    body: '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><BlockList><Latest>ID</Latest></BlockList>',
  },
  {
    part: 'finish',
    method: 'POST',
    path: `${twirp}FinalizeArtifact`,
    headers: json,
    body: `${own}"name":"page.html","size":"SIZE","hash":"sha256:HASH"}`,
  },
  {
    part: 'list',
    method: 'POST',
    path: `${twirp}ListArtifacts`,
    headers: json,
    body: `${own}"name_filter":"page.html"}`,
  },
  {
    part: 'delete',
    method: 'POST',
    path: `${twirp}DeleteArtifact`,
    headers: json,
    body: '{"workflow_run_backend_id":"ce7f54c7-61c7","workflow_job_run_backend_id":"another-job","name":"page.html"}',
  },
];
