import { createHash } from 'node:crypto';
import type { Description, Json } from './description.ts';
import type {
  StoredArtifact,
  StoredCheck,
  StoredComment,
  StoredFile,
  StoredHappening,
  StoredPull,
  StoredReview,
  StoredRun,
  User,
} from './state.ts';

/** GitHub's answers: its own examples, with what the forge knows in their places. */
export interface Documents {
  user(user: User): Json;
  comment(comment: StoredComment): Json;
  pull(pull: StoredPull, whole: boolean): Json;
  label(name: string): Json;
  review(review: StoredReview): Json;
  happening(happening: StoredHappening): Json;
  /** A comment, as the timeline has it. */
  commented(comment: StoredComment): Json;
  permission(user: User): Json;
  check(check: StoredCheck): Json;
  artifact(artifact: StoredArtifact): Json;
  run(run: StoredRun): Json;
  file(file: StoredFile): Json;
  commit(sha: string): Json;
}

export function documentsOf({ example }: Description): Documents {
  const user = ({ id, login, type }: User): Json => ({ ...example('simple-user'), id, login, type });
  const account = (one: User | null): Json | null => (one === null ? null : user(one));
  return {
    user: ({ id, login, type }) => ({
      ...example('public-user-default-response'),
      ...example('private-user-response-with-public-and-private-profile-information'),
      id,
      login,
      type,
    }),
    comment: ({ id, author, body }) => ({ ...example('issue-comment'), id, body, user: account(author) }),
    pull: (pull, whole) =>
      pullDocument(whole ? example('pull-request') : firstOf(example('pull-request-simple-items')), pull),
    commit: (sha) => ({ ...firstOf(example('commit-items')), sha }),
    label: (name) => ({ ...example('label'), name }),
    review: ({ id, author, state, commit, at }) => ({
      ...example('pull-request-review'),
      id,
      user: account(author),
      state,
      commit_id: commit,
      submitted_at: at,
    }),
    happening: (happening) => happeningDocument(example, happening, account),
    commented: ({ id, author, body }) => {
      const said = listOf(example('timeline-issue-events')).find(({ event }) => event === 'commented');
      return { ...said, id, body, user: account(author), actor: account(author) };
    },
    permission: ({ permission, ...one }) => ({
      ...example('repository-collaborator-permission-response-if-user-has-admin-permissions'),
      permission,
      role_name: permission,
      user: { ...user({ ...one, permission }), role_name: permission },
    }),
    check: ({ id, commit, annotations, fields }) => {
      const said = example('check-run');
      const { title, summary } = fields['output'] as Json;
      const { name, external_id = null, status, conclusion = null, details_url = null } = fields;
      const output = { ...(said['output'] as Json), title, summary, annotations_count: annotations.length };
      return { ...said, id, head_sha: commit, name, external_id, status, conclusion, details_url, output };
    },
    run: ({ id, commit, branch, repository, event, workflow = 50, at, status = 'completed' }) => {
      const said = example('workflow-run');
      const head = said['head_repository'] as Json;
      const head_repository = repository === null ? null : { ...head, id: repository };
      return {
        ...said,
        id,
        event,
        head_sha: commit,
        head_branch: branch,
        status,
        workflow_id: workflow,
        ...(at !== undefined && { created_at: at }),
        head_repository,
      };
    },
    file: ({ path, content, type = 'file' }) => {
      const bytes = Buffer.from(content);
      if (type === 'symlink') {
        return { ...example('content-file-response-if-content-is-a-symlink'), path, name: path };
      }
      // GitHub's has a line end after every 60 characters.
      const encoded = bytes.toString('base64').replaceAll(/.{1,60}/g, '$&\n');
      const said = example('content-file-response-if-content-is-a-file');
      return { ...said, path, name: path, size: bytes.length, content: encoded };
    },
    artifact: ({ id, name, zip, expired = false, claimed = {} }) => ({
      ...example('artifact'),
      id,
      name,
      size_in_bytes: claimed.bytes ?? zip.length,
      expired,
      digest:
        claimed.digest === undefined
          ? `sha256:${createHash('sha256').update(zip).digest('hex')}`
          : claimed.digest,
    }),
  };
}

function happeningDocument(
  example: Description['example'],
  { id, event, at, actor = null, label, commit = null }: StoredHappening,
  account: (user: User | null) => Json | null,
): Json {
  if (event === 'committed') {
    const { commit: said, parents } = example('commit');
    const { author, committer, message, tree, url, verification } = said as Json;
    const dated = (one: unknown): Json => ({ ...(one as Json), date: at });
    return {
      event,
      ...{ sha: commit, node_id: 'C_1', url, html_url: url, message, verification },
      tree: { ...(tree as Json), url },
      parents: (parents as Json[]).map((parent) => ({ ...parent, html_url: url })),
      author: dated(author),
      committer: dated(committer),
    };
  }
  const said = listOf(example('timeline-issue-events')).find((one) => one['event'] === 'labeled') ?? {};
  const { label: labelled, ...common } = said;
  const own = label === undefined ? {} : { label: { ...(labelled as Json), name: label } };
  const more = event === 'renamed' ? { rename: { from: 'a', to: 'b' } } : {};
  return { ...common, id, event, created_at: at, commit_id: commit, actor: account(actor), ...own, ...more };
}

function pullDocument(said: Json, { number, state, head, base }: StoredPull): Json {
  const side = (
    given: Json,
    { ref, repository }: { ref: string; repository: number | null },
    sha?: string,
  ): Json => ({
    ...given,
    ref,
    repo: repository === null ? null : { ...(given['repo'] as Json), id: repository },
    ...(sha !== undefined && { sha }),
  });
  return {
    ...said,
    number,
    state,
    // GitHub's example has a team of an older form than its description.
    requested_teams: [],
    head: side(said['head'] as Json, head, head.sha),
    base: side(said['base'] as Json, base, base.sha),
  };
}

function firstOf(list: Json): Json {
  return listOf(list)[0] ?? {};
}

function listOf(list: Json): Json[] {
  return list as unknown as Json[];
}
