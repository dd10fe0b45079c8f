import { SlipwayError } from '../support/errors.ts';

/** Who wrote something on a forge. */
export interface Account {
  readonly id: number;
  readonly login: string;
  /** An app, such as the one behind a workflow's token. */
  readonly bot: boolean;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  /** Undefined: the account is gone. */
  readonly author: Account | undefined;
}

/** One side of a pull request. */
export interface Tip {
  readonly branch: string;
  readonly commit: string;
  /** The repository's id; undefined: it is gone. */
  readonly repository: number | undefined;
}

export interface PullRequest {
  readonly number: number;
  readonly open: boolean;
  readonly head: Tip;
  readonly base: Tip;
}

export interface Review {
  readonly id: number;
  readonly author: Account | undefined;
  /** APPROVED, CHANGES_REQUESTED, COMMENTED, DISMISSED or PENDING. */
  readonly state: string;
  /** The commit that was looked at; undefined: it is gone. */
  readonly commit: string | undefined;
  /** RFC 3339; '' while it is not handed in. */
  readonly at: string;
}

/** What happened to a pull request, as far as approval goes by it. Times are RFC 3339, and the forge's own. */
export type Happening =
  | {
      readonly kind: 'labeled' | 'unlabeled';
      readonly id: number;
      readonly at: string;
      readonly label: string;
      readonly by: Account | undefined;
    }
  /** Its branch was moved to a commit that does not follow from the one before; undefined: it is not told which. */
  | { readonly kind: 'forced'; readonly at: string; readonly commit: string | undefined }
  /** What its branch was moved to while it was closed is told nowhere. */
  | { readonly kind: 'reopened'; readonly at: string };

export const permissions = ['none', 'read', 'triage', 'write', 'maintain', 'admin'] as const;

/** What an account may do in a repository. */
export type Permission = (typeof permissions)[number];

export interface CheckAnnotation {
  /** From the repository's root. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly level: 'notice' | 'warning' | 'failure';
  readonly title: string;
  readonly message: string;
}

/** A check on a commit, as it is shown beside a pull request. */
export interface Check {
  readonly name: string;
  readonly commit: string;
  /** Undefined: it is still being found out. */
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'action_required' | undefined;
  readonly title: string;
  /** Markdown, up to `longestSummary` characters. */
  readonly summary: string;
  readonly annotations: readonly CheckAnnotation[];
  /** Where more is said. */
  readonly address?: string | undefined;
}

/** docs.github.com, "REST API endpoints for check runs", `output.summary`. */
export const longestSummary = 65_535;

export interface Artifact {
  readonly id: number;
  readonly name: string;
  /** Of the zip. */
  readonly bytes: number;
  readonly expired: boolean;
  /** Of the zip, `sha256:…`; undefined for what an old client uploaded. */
  readonly digest: string | undefined;
}

/** Port: the conversation of a pull request, by its number. */
export interface Comments {
  /** The account that writes; undefined for a workflow's own token, which cannot ask. */
  identity(): Promise<Account | undefined>;
  /** All of them, the oldest first. */
  listComments(pullRequest: number): Promise<readonly Comment[]>;
  /** Writes one, and not two where the answer is lost. */
  createComment(pullRequest: number, body: string): Promise<Comment>;
  /** Undefined: it is not there any more. */
  editComment(id: number, body: string): Promise<Comment | undefined>;
  /** One that is gone already is no fault. */
  deleteComment(id: number): Promise<void>;
}

/** Port: what a forge knows of pull requests. */
export interface PullRequests {
  /** Undefined: there is none with that number. */
  pullRequest(number: number): Promise<PullRequest | undefined>;
  /** The open ones into this repository from a branch of that account, whichever of its repositories it is in. */
  pullRequestsFrom(owner: string, branch: string): Promise<readonly PullRequest[]>;
  /** The names of its labels. */
  labels(pullRequest: number): Promise<readonly string[]>;
  /** All of them, the oldest first. */
  reviews(pullRequest: number): Promise<readonly Review[]>;
  permissionOf(login: string): Promise<Permission>;
  /** The oldest first. */
  timeline(pullRequest: number): Promise<readonly Happening[]>;
}

/** Port: checks on commits. */
export interface Checks {
  /**
   * Makes the check, or brings the one of that name and commit up to date. Annotations can only be added: of those that
   * are there already none is sent again. Gives its id.
   */
  writeCheck(check: Check): Promise<number>;
}

/** A run of a workflow. */
export interface WorkflowRun {
  readonly id: number;
  readonly commit: string;
  readonly branch: string | undefined;
  /** The id of the repository that its code is from; undefined: it is gone. */
  readonly repository: number | undefined;
  /** The id of the workflow. */
  readonly workflow: number;
  /** When its event came, RFC 3339; a further attempt does not change it. */
  readonly at: string;
  readonly ended: boolean;
}

/** Port: files that a workflow's run left. */
export interface Artifacts {
  /** Those for pull requests that are at the commit, the newest first. */
  listRuns(commit: string): Promise<readonly WorkflowRun[]>;
  listArtifacts(run: number): Promise<readonly Artifact[]>;
  /** Its zip, in memory: never more than `limit` bytes, and with its digest where that is known. */
  downloadArtifact(artifact: Artifact, limit: number): Promise<Buffer>;
}

/** Port: what is committed. */
export interface Files {
  /**
   * A file as it is at a commit; undefined: nothing is there. A folder, and what is longer than the forge gives out in one piece
   * (GitHub: 1 MB), is E_FORGE.
   */
  readFile(path: string, commit: string): Promise<Buffer | undefined>;
  /** A commit and those before it in full, the newest first: a hundred at most. */
  lastCommits(commit: string): Promise<readonly string[]>;
}

/** Port: what a forge keeps of what is attested, for whoever asks by the digest of its subject. */
export interface Attestations {
  /**
   * Keeps a Sigstore bundle, as JSON, unless one with the same payload is there.
   * @param subject `sha256:…`
   * @returns false: it was there
   */
  writeAttestation(subject: string, bundle: object): Promise<boolean>;
}

/**
 * Port: one repository on a forge. Paging, limits of how often one may ask, and patience are inside. All of it throws
 * SlipwayError: MissingRight; E_AUTH when the token is not known; E_FORGE when the forge refuses, fails or answers with
 * something else; E_NETWORK when it does not answer.
 */
export interface Forge extends Comments, PullRequests, Checks, Artifacts, Files, Attestations {}

/** E_AUTH: the token is known, and may not do this. Who only wanted to tell something can go on without. */
export class MissingRight extends SlipwayError {
  constructor(message: string, hint: string) {
    super('E_AUTH', message, { hint });
  }
}
