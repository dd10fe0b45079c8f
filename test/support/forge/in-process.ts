import assert from 'node:assert/strict';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { serve } from '../go-proxy.ts';
import { conformity } from './conformity.ts';
import { gitHubDescription } from './description.ts';
import { documentsOf } from './documents.ts';
import { type Answer, endpoints, type Forge, type Question } from './endpoints.ts';
import { paged } from './pages.ts';
import { actionsBot, emptyForge, type ForgeState, type User } from './state.ts';
import { type StoreAnswer, type StoreRequest, startStore } from './store.ts';
import { bodyOf, cutShort, write } from './wire.ts';

/** How a forge may fail. */
export type Misbehaviour =
  /** Closes the connection before anything is done. */
  | 'reset'
  /** Does what was asked and closes the connection instead of answering. */
  | 'reset after'
  /** Does what was asked and closes the connection in the middle of the answer. */
  | 'cut'
  /** Answers so, and does nothing; a body that is no text is sent as JSON. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** The next page is said to be there. */
  | { readonly link: string };

/** A request, as it came. */
export interface Seen {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The operation's name in GitHub's description. */
  readonly operation: string;
}

export interface ForgeOptions {
  /** `read`: what changes something is refused, as for a pull request from a fork. */
  readonly rights?: 'write' | 'read';
  /** Whose token it is; undefined: a workflow's, which cannot ask. */
  readonly user?: User;
  /** Of the API, such as /api/v3 on an Enterprise Server. */
  readonly path?: string;
}

export interface TestForge {
  /** GITHUB_API_URL */
  readonly address: string;
  readonly state: ForgeState;
  readonly requests: Seen[];
  /** What came to the store of artifacts, which is another host. */
  readonly stored: readonly StoreRequest[];
  /** From now on: how requests fail; undefined: none does. They are counted from 1. */
  misbehave(how: Misbehave | undefined): void;
  /** From now on: runs before a request is looked at. */
  before(hook: Hook): void;
  /** From now on: how the store of artifacts answers; undefined: well. */
  storeAnswers(how: StoreAnswer | undefined): void;
}

type Misbehave = (seen: Seen, nth: number) => Misbehaviour | undefined;
type Hook = (seen: Seen) => Promise<void> | void;

export const token = 'ghs_0123456789abcdefTOKEN';

/**
 * GitHub's REST API for one repository, in this process, that keeps everything in memory and fails on command. Requests and
 * answers are held against GitHub's description: what does not fit fails the test.
 */
export async function startTestForge(t: TestContext, options: ForgeOptions = {}): Promise<TestForge> {
  const { rights = 'write', user, path = '' } = options;
  const state = emptyForge();
  const description = gitHubDescription();
  const fits = conformity(description);
  const requests: Seen[] = [];
  let how: Misbehave | undefined;
  let count = 0;
  let hook: Hook = () => undefined;
  const { origin: store, ...artifacts } = await startStore(t, state);
  const self = { user: user ?? actionsBot, app: user === undefined };
  const forge: Forge = { state, documents: documentsOf(description), self, store };
  const listen = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = fits.request(message, ownPath(message.url ?? '', path, state), await bodyOf(message));
    const { method, operation } = asked;
    const seen: Seen = { method, operation, path: message.url ?? '', headers: message.headers };
    requests.push(seen);
    const fault = how?.(seen, ++count);
    await hook(seen);
    if (fault === 'reset') return void message.socket.destroy();
    if (typeof fault === 'object' && 'status' in fault) return write(response, fault);
    const given = refused(seen, rights) ?? endpointOf(operation)(forge, asked);
    const answer = paged(given, new URL(`${address}${pathById(asked.path, state)}`));
    fits.answer(operation, answer);
    if (fault === 'reset after') return void message.socket.destroy();
    const link = typeof fault === 'object' ? { link: `<${fault.link}>; rel="next"` } : {};
    if (fault === 'cut') return cutShort(response, answer);
    write(response, { ...answer, headers: { ...answer.headers, ...link } });
  };
  const origin = await serve(t, (message, response) => {
    listen(message, response).catch((error: unknown) => {
      fits.faults.push(String(error));
      response.destroy();
    });
  });
  const address = `${origin}${path}`;
  t.after(() => assert.deepEqual(fits.faults, [], "what was said does not fit GitHub's description"));
  return {
    address,
    state,
    requests,
    ...artifacts,
    misbehave: (next) => {
      how = next;
      count = 0;
    },
    before: (next) => {
      hook = next;
    },
  };
}

type Endpoint = (forge: Forge, question: Question) => Answer;

function endpointOf(operation: string): Endpoint {
  return endpoints[operation] ?? assert.fail(`no endpoint for ${operation}`);
}

/** A refusal of everybody who may not do what was asked. */
function refused({ method, headers }: Seen, rights: 'write' | 'read'): Answer | undefined {
  if (headers.authorization !== `Bearer ${token}`) {
    return { status: 401, body: { message: 'Bad credentials', status: '401' } };
  }
  if (rights === 'write' || method === 'GET') return undefined;
  return {
    status: 403,
    headers: { 'x-accepted-github-permissions': 'issues=write; pull_requests=write' },
    body: { message: 'Resource not accessible by integration', status: '403' },
  };
}

/** GitHub's own links to further pages name the repository by its id. */
function pathById(path: string, { repository }: ForgeState): string {
  return path.replace(`/repos/${repository.owner}/${repository.name}/`, `/repositories/${repository.id}/`);
}

function ownPath(path: string, base: string, { repository }: ForgeState): string {
  assert.ok(path.startsWith(`${base}/`), `${path} is not below ${base}/`);
  const named = `/repos/${repository.owner}/${repository.name}/`;
  const own = path.slice(base.length).replace(`/repositories/${repository.id}/`, named);
  // What the description calls x-multi-segment: a path in a path, as one parameter.
  return own.replace(/(?<=\/contents\/)[^?]+/, (inside) => inside.replaceAll('/', '%2F'));
}
