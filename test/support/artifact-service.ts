import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** The parts of a service that can fail: giving a place, taking a block, making a file of the blocks, the end, looking up and deleting. */
export type ArtifactPart = 'create' | 'block' | 'commit' | 'finish' | 'list' | 'delete';

/** How a part fails: with an answer, or by giving none. */
export type ArtifactFault =
  | { readonly status: number; readonly message: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang';

export interface UploadedArtifact {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  /** As the end of the upload says them. */
  readonly saidBytes: string;
  readonly saidHash: string;
  readonly content: Buffer;
}

/** A request as it came; of the body text what is no content. */
export interface ArtifactRequest {
  readonly part: ArtifactPart;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TestArtifactService {
  readonly artifacts: UploadedArtifact[];
  readonly requests: ArtifactRequest[];
  /** Each fault is for as many requests as it says; undefined: for all. */
  readonly faults: Map<ArtifactPart, { readonly fault: ArtifactFault; times?: number }>;
  /** The variables that a runner sets. */
  env(): Record<string, string>;
  stop(): Promise<void>;
}

/** A file on its way. */
interface Draft {
  readonly name: string;
  readonly type: string;
  readonly blocks: Map<string, Buffer>;
  content: Buffer | undefined;
  committed: string;
}

interface State {
  readonly artifacts: UploadedArtifact[];
  readonly drafts: Draft[];
  readonly origin: string;
}

interface Reply {
  readonly status?: number;
  readonly json?: unknown;
}

const twirp = '/twirp/github.actions.results.api.v1.ArtifactService/';
const parts: Readonly<Record<string, ArtifactPart>> = {
  CreateArtifact: 'create',
  FinalizeArtifact: 'finish',
  ListArtifacts: 'list',
  DeleteArtifact: 'delete',
};

/** A runtime token as GitHub makes them, unsigned: the client reads two ids from its scope. */
export const runtimeToken = [
  { alg: 'none', typ: 'JWT' },
  { scp: 'Actions.ExampleScope Actions.Results:ce7f54c7-61c7:ca395085-040a', exp: 4102444800 },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('c2ln')
  .join('.');

/** GitHub's artifact service on 127.0.0.1, in memory, with addresses of blobs as Azure's are. */
export async function startArtifactService(ends: {
  after(action: () => unknown): void;
}): Promise<TestArtifactService> {
  const [artifacts, requests, drafts]: [UploadedArtifact[], ArtifactRequest[], Draft[]] = [[], [], []];
  const faults: TestArtifactService['faults'] = new Map();
  let origin = '';
  const server = createServer(async (message, response) => {
    const body = await buffer(message);
    const url = new URL(message.url ?? '/', origin);
    const part = partOf(url);
    requests.push(recorded(message, part, body));
    const known = faults.get(part);
    if (known !== undefined && (known.times === undefined || known.times-- > 0)) {
      return fail(response, known.fault);
    }
    const { status = 200, json } = answer({ artifacts, drafts, origin }, part, url, message, body);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(json === undefined ? '' : JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  ends.after(stop);
  return {
    artifacts,
    requests,
    faults,
    env: () => ({ ACTIONS_RUNTIME_TOKEN: runtimeToken, ACTIONS_RESULTS_URL: origin }),
    stop,
  };
}

function partOf({ pathname, searchParams }: URL): ArtifactPart {
  const part = parts[pathname.slice(twirp.length)];
  if (pathname.startsWith(twirp) && part !== undefined) return part;
  return searchParams.get('comp') === 'blocklist' ? 'commit' : 'block';
}

function recorded(message: IncomingMessage, part: ArtifactPart, body: Buffer): ArtifactRequest {
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    part,
    method: message.method ?? '',
    path: message.url ?? '',
    headers: Object.fromEntries(headers),
    body: part === 'block' ? '' : body.toString(),
  };
}

function fail(response: ServerResponse, fault: ArtifactFault): void {
  if (fault === 'hang') return;
  response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
  response.end(JSON.stringify({ code: 'internal', msg: fault.message }));
}

function answer(state: State, part: ArtifactPart, url: URL, message: IncomingMessage, body: Buffer): Reply {
  if (part === 'block' || part === 'commit') return answerBlob(state, part, url, message, body);
  if (message.headers.authorization !== `Bearer ${runtimeToken}`) return { status: 401, json: { msg: 'no' } };
  const { artifacts, drafts, origin } = state;
  const said = JSON.parse(body.toString());
  const { name = said.name_filter } = said;
  switch (part) {
    case 'create': {
      if (artifacts.some((each) => each.name === name)) {
        const msg = 'an artifact with this name already exists on the workflow run';
        return { status: 409, json: { code: 'already_exists', msg } };
      }
      drafts.push({ name, type: said.mime_type, blocks: new Map(), content: undefined, committed: '' });
      return {
        json: { ok: true, signed_upload_url: `${origin}account/artifacts/${drafts.length}?sig=secret` },
      };
    }
    case 'finish': {
      const draft = drafts.findLast((each) => each.name === name);
      if (draft?.content === undefined) return { json: { ok: false, artifact_id: '0' } };
      const id = 4_000_000_000 + artifacts.length + drafts.length;
      const { content, committed: type } = draft;
      artifacts.push({ id, name, type, saidBytes: said.size, saidHash: said.hash, content });
      return { json: { ok: true, artifact_id: String(id) } };
    }
    case 'list': {
      const found = artifacts.filter((each) => each.name === name);
      const ids = { workflow_run_backend_id: 'ce7f54c7-61c7', workflow_job_run_backend_id: 'another-job' };
      return {
        json: { artifacts: found.map(({ id }) => ({ ...ids, database_id: String(id), name, size: '1' })) },
      };
    }
    default: {
      const at = artifacts.findIndex((each) => each.name === name);
      const [gone] = artifacts.splice(at, 1);
      return { json: { ok: true, artifact_id: String(gone?.id) } };
    }
  }
}

/** Azure's blocks: each is put by its id, then a list makes a file of them (learn.microsoft.com, "Put Block", "Put Block List"). */
function answerBlob(
  { drafts }: State,
  part: 'block' | 'commit',
  { pathname, searchParams }: URL,
  { headers, method }: IncomingMessage,
  body: Buffer,
): Reply {
  const draft = drafts[Number(pathname.split('/').at(-1)) - 1];
  if (draft === undefined || method !== 'PUT' || searchParams.get('sig') !== 'secret') return { status: 403 };
  if (part === 'block') {
    draft.blocks.set(searchParams.get('blockid') ?? '', body);
    return { status: 201 };
  }
  const ids = [...body.toString().matchAll(/<Latest>([^<]*)<\/Latest>/g)].map(([, id = '']) => id);
  const blocks = ids.map((id) => draft.blocks.get(id));
  if (blocks.includes(undefined)) return { status: 400 };
  draft.content = Buffer.concat(blocks.filter((block) => block !== undefined));
  draft.committed = headers['x-ms-blob-content-type']?.toString() ?? '';
  return { status: 201 };
}
