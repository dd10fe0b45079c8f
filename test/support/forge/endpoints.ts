import type { Json } from './description.ts';
import type { Documents } from './documents.ts';
import { addComment, type ForgeState, type User } from './state.ts';

/** A request that fits GitHub's description. */
export interface Question {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Json;
}

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON; undefined: none. */
  readonly body?: unknown;
  /** A list, of which a page is to be given; `member` of the answer that holds it. */
  readonly list?: { readonly items: readonly unknown[]; readonly member?: string };
}

export interface Forge {
  readonly state: ForgeState;
  readonly documents: Documents;
  /** Whose token it is; `app`: one that cannot ask who it is. */
  readonly self: { readonly user: User; readonly app: boolean };
  /** Where artifacts are kept. */
  readonly store: string;
}

export type Endpoint = (forge: Forge, question: Question) => Answer;

const notFound: Answer = { status: 404, body: { message: 'Not Found', status: '404' } };

/** What the forge does, by the operation's name in GitHub's description. */
export const endpoints: Readonly<Record<string, Endpoint>> = {
  'users/get-authenticated': ({ documents, self }) =>
    self.app
      ? { status: 403, body: { message: 'Resource not accessible by integration', status: '403' } }
      : { status: 200, body: documents.user(self.user) },
  'issues/list-comments': ({ state, documents }, { params }) => {
    const said = state.comments.filter(({ pullRequest }) => String(pullRequest) === params['issue_number']);
    return { status: 200, list: { items: said.map(documents.comment) } };
  },
  'issues/create-comment': ({ state, documents, self }, { params, body }) => {
    const number = Number(params['issue_number']);
    const comment = addComment(state, number, self.user, String(body['body']));
    return { status: 201, body: documents.comment(comment) };
  },
  'issues/update-comment': ({ state, documents }, { params, body }) => {
    const comment = state.comments.find(({ id }) => String(id) === params['comment_id']);
    if (comment === undefined) return notFound;
    comment.body = String(body['body']);
    comment.edits++;
    return { status: 200, body: documents.comment(comment) };
  },
  'issues/delete-comment': ({ state }, { params }) => {
    const place = state.comments.findIndex(({ id }) => String(id) === params['comment_id']);
    if (place < 0) return notFound;
    state.comments.splice(place, 1);
    return { status: 204 };
  },
  'issues/list-labels-on-issue': ({ state, documents }, { params }) => {
    const pull = state.pulls.find(({ number }) => String(number) === params['issue_number']);
    return pull === undefined ? notFound : { status: 200, list: { items: pull.labels.map(documents.label) } };
  },
  'issues/list-events-for-timeline': ({ state, documents }, { params }) => {
    const pull = state.pulls.find(({ number }) => String(number) === params['issue_number']);
    if (pull === undefined) return notFound;
    const said = state.comments.filter(({ pullRequest }) => pullRequest === pull.number);
    const items = [...pull.happenings.map(documents.happening), ...said.map(documents.commented)];
    return { status: 200, list: { items } };
  },
  'pulls/list': ({ state, documents }, { query }) => {
    const { state: wanted = 'open', head } = query;
    const found = state.pulls.filter(
      (pull) =>
        (wanted === 'all' || pull.state === wanted) &&
        (head === undefined || head === `${pull.head.owner}:${pull.head.ref}`),
    );
    return { status: 200, list: { items: found.map((pull) => documents.pull(pull, false)) } };
  },
  'pulls/get': ({ state, documents }, { params }) => {
    const pull = state.pulls.find(({ number }) => String(number) === params['pull_number']);
    return pull === undefined ? notFound : { status: 200, body: documents.pull(pull, true) };
  },
  'pulls/list-reviews': ({ state, documents }, { params }) => {
    const pull = state.pulls.find(({ number }) => String(number) === params['pull_number']);
    return { status: 200, list: { items: (pull?.reviews ?? []).map(documents.review) } };
  },
  'repos/get-collaborator-permission-level': ({ state, documents }, { params }) => {
    const user = state.users.find(({ login }) => login === params['username']);
    return user === undefined ? notFound : { status: 200, body: documents.permission(user) };
  },
  'checks/list-for-ref': ({ state, documents }, { params, query }) => {
    const found = state.checks.filter(
      ({ commit, fields }) => commit === params['ref'] && fields['name'] === query['check_name'],
    );
    return { status: 200, list: { items: found.map(documents.check), member: 'check_runs' } };
  },
  'repos/list-attestations': ({ state }, { params }) => {
    const found = state.attestations.filter(({ subjects }) =>
      subjects.includes(params['subject_digest'] ?? ''),
    );
    if (found.length === 0) return notFound;
    const attestations = found.map(({ bundle }) => ({ bundle, repository_id: 1000 }));
    return { status: 200, list: { items: attestations, member: 'attestations' } };
  },
  'repos/create-attestation': ({ state }, { body }) => {
    const bundle = body['bundle'] as Json;
    const { payload } = bundle['dsseEnvelope'] as { payload: string };
    const { subject } = JSON.parse(Buffer.from(payload, 'base64').toString('utf8')) as {
      subject: { digest: { sha256: string } }[];
    };
    const subjects = subject.map(({ digest }) => `sha256:${digest.sha256}`);
    state.attestations.push({ subjects, bundle });
    return { status: 201, body: { id: state.nextId++ } };
  },
  'checks/create': ({ state, documents }, { body }) => {
    const check = {
      id: state.nextId++,
      commit: String(body['head_sha']),
      annotations: annotationsOf(body),
      fields: body,
    };
    state.checks.push(check);
    return { status: 201, body: documents.check(check) };
  },
  'checks/update': ({ state, documents }, { params, body }) => {
    const check = state.checks.find(({ id }) => String(id) === params['check_run_id']);
    if (check === undefined) return notFound;
    check.fields = { ...check.fields, ...body };
    check.annotations.push(...annotationsOf(body));
    return { status: 200, body: documents.check(check) };
  },
  'repos/list-commits': ({ state, documents }, { query }) => {
    const place = state.commits.indexOf(query['sha'] ?? '');
    if (place < 0) return notFound;
    return { status: 200, list: { items: state.commits.slice(place).map(documents.commit) } };
  },
  'repos/get-content': ({ state, documents }, { params, query }) => {
    const { path = '' } = params;
    const here = state.files.filter(({ commit }) => commit === query['ref']);
    const file = here.find((one) => one.path === path);
    if (file !== undefined) return { status: 200, body: documents.file(file) };
    const inside = here.filter((one) => one.path.startsWith(`${path}/`));
    return inside.length === 0
      ? notFound
      : { status: 200, body: inside.map(documents.file).map(withoutContent) };
  },
  'actions/list-workflow-runs-for-repo': ({ state, documents }, { query }) => {
    const { head_sha: wanted, event = '' } = query;
    const found = state.runs.filter((run) => run.commit === wanted && ['', run.event].includes(event));
    return { status: 200, list: { items: found.map(documents.run), member: 'workflow_runs' } };
  },
  'actions/list-workflow-run-artifacts': ({ state, documents }, { params }) => {
    const found = state.artifacts.filter(({ run }) => String(run) === params['run_id']);
    return { status: 200, list: { items: found.map(documents.artifact), member: 'artifacts' } };
  },
  'actions/download-artifact': ({ state, store }, { params }) => {
    const artifact = state.artifacts.find(({ id }) => String(id) === params['artifact_id']);
    if (artifact === undefined) return notFound;
    if (artifact.expired) return { status: 410, body: { message: 'Artifact has expired', status: '410' } };
    return {
      status: 302,
      headers: { location: `${store}/${artifact.id}.zip?signature=secret-of-the-store` },
    };
  },
};

/** As files stand in the list of a folder. */
function withoutContent({ content: _, encoding: __, ...rest }: Json): Json {
  return rest;
}

function annotationsOf(body: Json): unknown[] {
  const { annotations = [] } = (body['output'] ?? {}) as { annotations?: unknown[] };
  return [...annotations];
}
