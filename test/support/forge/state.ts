/** Who uses a forge, and what they may do in its one repository. */
export interface User {
  readonly id: number;
  readonly login: string;
  readonly type: 'User' | 'Bot';
  readonly permission: 'admin' | 'write' | 'read' | 'none';
}

export interface StoredComment {
  readonly id: number;
  readonly pullRequest: number;
  readonly author: User | null;
  body: string;
  /** How often it was changed. */
  edits: number;
}

export interface StoredPull {
  readonly number: number;
  state: 'open' | 'closed';
  readonly head: {
    readonly owner: string;
    readonly ref: string;
    sha: string;
    readonly repository: number | null;
  };
  readonly base: { readonly ref: string; readonly repository: number; readonly sha?: string };
  readonly labels: string[];
  readonly reviews: StoredReview[];
  readonly happenings: StoredHappening[];
}

/** What the timeline tells, beside comments. */
export interface StoredHappening {
  readonly id: number;
  readonly event: 'labeled' | 'unlabeled' | 'head_ref_force_pushed' | 'reopened' | 'committed' | 'renamed';
  /** Of a commit what it says itself. */
  readonly at: string;
  readonly actor?: User | null;
  readonly label?: string;
  readonly commit?: string | null;
}

export interface StoredReview {
  readonly id: number;
  readonly author: User | null;
  readonly state: string;
  readonly commit: string | null;
  readonly at: string;
}

export interface StoredCheck {
  readonly id: number;
  readonly commit: string;
  readonly annotations: unknown[];
  /** What was last sent of it. */
  fields: { [member: string]: unknown };
}

/** A Sigstore bundle, and what it is about. */
export interface StoredAttestation {
  readonly subjects: readonly string[];
  readonly bundle: { readonly [member: string]: unknown };
}

export interface StoredArtifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly zip: Buffer;
  readonly expired?: boolean;
  /** What the list says of it where that is not true. */
  readonly claimed?: { readonly bytes?: number; readonly digest?: string | null };
}

/** Something that is committed. */
export interface StoredFile {
  readonly path: string;
  readonly commit: string;
  readonly content: Buffer | string;
  readonly type?: 'file' | 'symlink';
}

export interface StoredRun {
  readonly id: number;
  readonly commit: string;
  readonly branch: string;
  readonly repository: number | null;
  readonly event: string;
  readonly workflow?: number;
  readonly at?: string;
  readonly status?: 'queued' | 'in_progress' | 'completed';
}

/** One repository and all that is in it. */
export interface ForgeState {
  readonly repository: { readonly id: number; readonly owner: string; readonly name: string };
  readonly users: User[];
  readonly comments: StoredComment[];
  readonly pulls: StoredPull[];
  readonly checks: StoredCheck[];
  readonly attestations: StoredAttestation[];
  readonly artifacts: StoredArtifact[];
  readonly runs: StoredRun[];
  readonly files: StoredFile[];
  /** Of the default branch, in full, the newest first. */
  readonly commits: string[];
  /** The next comment's, review's or check's. */
  nextId: number;
}

/** The app behind a workflow's token. */
export const actionsBot: User = {
  id: 41_898_282,
  login: 'github-actions[bot]',
  type: 'Bot',
  permission: 'write',
};

export const ada: User = { id: 11, login: 'ada', type: 'User', permission: 'write' };
export const stranger: User = { id: 66, login: 'stranger', type: 'User', permission: 'read' };

export function emptyForge(): ForgeState {
  return {
    repository: { id: 1000, owner: 'acme', name: 'api' },
    users: [actionsBot, ada, stranger],
    comments: [],
    pulls: [],
    checks: [],
    attestations: [],
    artifacts: [],
    runs: [],
    files: [],
    commits: [],
    nextId: 5001,
  };
}

export function addComment(
  state: ForgeState,
  pullRequest: number,
  author: User | null,
  body: string,
): StoredComment {
  const comment = { id: state.nextId++, pullRequest, author, body, edits: 0 };
  state.comments.push(comment);
  return comment;
}

/** A pull request from a fork, whose id is 2000, unless told otherwise. */
export function addPull(
  state: ForgeState,
  number: number,
  head: Partial<StoredPull['head']> = {},
  base?: string,
): StoredPull {
  const pull: StoredPull = {
    number,
    state: 'open',
    head: { owner: 'stranger', ref: 'faster', sha: 'a'.repeat(40), repository: 2000, ...head },
    base: { ref: 'main', repository: state.repository.id, ...(base !== undefined && { sha: base }) },
    labels: [],
    reviews: [],
    happenings: [],
  };
  state.pulls.push(pull);
  return pull;
}

/** Sets a label, as somebody does; gives the event's id. */
export function setLabel(
  state: ForgeState,
  pull: StoredPull,
  at: string,
  { label = 'size-approved', actor = ada }: { label?: string; actor?: User | null } = {},
): number {
  const id = state.nextId++;
  pull.labels.push(label);
  pull.happenings.push({ id, event: 'labeled', at, label, actor });
  return id;
}

/** Takes it off again. */
export function dropLabel(state: ForgeState, pull: StoredPull, at: string, label = 'size-approved'): void {
  pull.labels.splice(pull.labels.indexOf(label), 1);
  pull.happenings.push({ id: state.nextId++, event: 'unlabeled', at, label, actor: ada });
}
