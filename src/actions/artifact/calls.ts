import { plainLine } from '../../report/plain-text.ts';
import { type Fields, isFields, parseFields } from '../../support/fields.ts';
import type { Digest } from '../../support/hashing.ts';
import { type HttpResponse, readBody } from '../../support/http.ts';
import { withoutCredentials } from '../../support/http-secret.ts';
import { retrying } from '../../support/retry.ts';
import { bodyOf, type Sending, uploadBlocks } from './blocks.ts';
import { Refused } from './refused.ts';
import type { BackendIds } from './runtime-token.ts';

/** What the artifact service of GitHub's runners is asked. */
export interface ArtifactCalls {
  /** A name for a new artifact; gives where its content goes. */
  create(name: string, mediaType: string): Promise<URL>;
  upload(place: URL, mediaType: string, content: Uint8Array): Promise<void>;
  /** Gives its id, which its address ends with. */
  finish(name: string, bytes: number, digest: Digest): Promise<string>;
  /** Takes the newest of this run that has the name away. */
  remove(name: string): Promise<void>;
}

export interface CallOptions extends Sending {
  /** Of the service. */
  readonly origin: string;
  readonly token: string;
  readonly ids: BackendIds;
}

const longestAnswer = 1 << 20;
/** What the service calls the form that has media types and files without an archive. */
const formVersion = 7;

/**
 * The service's calls: github.actions.results.api.v1.ArtifactService over Twirp (twitchtv.github.io/twirp/docs/spec_v7.html), JSON with
 * the names of its protocol buffers, as @actions/artifact 6 sends them; then blocks to Azure's storage at an address that
 * is signed.
 */
export function artifactCalls(options: CallOptions): ArtifactCalls {
  const { ids } = options;
  const own = { workflow_run_backend_id: ids.run, workflow_job_run_backend_id: ids.job };
  const ask = askingService(options);
  return {
    create: async (name, mediaType) => {
      const purpose = `make the artifact ${name}`;
      const said = { ...own, name, version: formVersion, mime_type: mediaType };
      const { signed_upload_url: place } = await ask('CreateArtifact', said, purpose);
      if (typeof place !== 'string' || !URL.canParse(place)) throw unreadable(purpose);
      return new URL(place);
    },
    upload: (place, mediaType, content) => uploadBlocks(options, place, mediaType, content),
    finish: async (name, bytes, hash) => {
      const purpose = `finish the artifact ${name}`;
      const answer = await ask('FinalizeArtifact', { ...own, name, size: String(bytes), hash }, purpose);
      const { artifact_id: id } = answer;
      if (typeof id !== 'string' || !/^[1-9]\d{0,19}$/.test(id)) throw unreadable(purpose);
      return id;
    },
    remove: async (name) => {
      const purpose = `replace the artifact ${name}`;
      const { artifacts } = await ask('ListArtifacts', { ...own, name_filter: name }, purpose);
      const newest = newestOf(Array.isArray(artifacts) ? artifacts.filter(isFields) : []);
      if (newest === undefined) return;
      const { workflow_run_backend_id, workflow_job_run_backend_id } = newest;
      await ask('DeleteArtifact', { workflow_run_backend_id, workflow_job_run_backend_id, name }, purpose);
    },
  };
}

/** Their ids grow. */
function newestOf(artifacts: readonly Fields[]): Fields | undefined {
  return artifacts.toSorted((a, b) => Number(b['database_id']) - Number(a['database_id']))[0];
}

type Ask = (method: string, said: Fields, purpose: string) => Promise<Fields>;

function askingService({ send, patience, signal, origin, token }: CallOptions): Ask {
  const patient = retrying(send, patience);
  return async (method, said, purpose) => {
    const answer = await patient({
      method: 'POST',
      url: new URL(`/twirp/github.actions.results.api.v1.ArtifactService/${method}`, origin),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: bodyOf(JSON.stringify(said)),
      signal,
    });
    const fields = parseFields(await readBody(answer, longestAnswer, signal)) ?? {};
    if (answer.status !== 200) throw new Refused(purpose, answer.status, wordsOf(fields, answer));
    // What has no `ok` says so by its status alone.
    if (fields['ok'] === false) throw unreadable(purpose);
    return fields;
  };
}

function wordsOf({ msg }: Fields, answer: HttpResponse): string {
  return typeof msg === 'string' ? plainLine(withoutCredentials(msg, answer)).slice(0, 300) : '';
}

function unreadable(purpose: string): Error {
  return new Error(`cannot ${purpose}: the service’s answer is none that is known here`);
}
