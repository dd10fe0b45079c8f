import { type Fields, isFields } from '../../support/fields.ts';
import {
  type Account,
  type Artifact,
  type Comment,
  type Happening,
  type Permission,
  type PullRequest,
  permissions,
  type Review,
  type Tip,
  type WorkflowRun,
} from '../forge.ts';
import { type GitHubApi, unreadable } from './api.ts';
import type { GitHubCall } from './call.ts';

/** An answer, or a part of one, is not what GitHub's description of the API promises. */
class Unexpected extends Error {}

/**
 * Reads an answer.
 * @throws SlipwayError E_FORGE when it is not what the API's description promises
 */
export function readAs<T>(api: GitHubApi, call: GitHubCall, value: unknown, read: (value: unknown) => T): T {
  try {
    return read(value);
  } catch (error) {
    throw error instanceof Unexpected ? unreadable(api, call) : error;
  }
}

/** Schema `simple-user`. */
export function readAccount(value: unknown): Account {
  const fields = object(value);
  return { id: id(fields), login: text(fields, 'login'), bot: fields['type'] === 'Bot' };
}

/** Accounts that are gone are null. */
function readAuthor(value: unknown): Account | undefined {
  return value === null || value === undefined ? undefined : readAccount(value);
}

/** Schema `issue-comment`. */
export function readComment(value: unknown): Comment {
  const fields = object(value);
  return { id: id(fields), body: text(fields, 'body', ''), author: readAuthor(fields['user']) };
}

/** Schemas `pull-request` and `pull-request-simple`. */
export function readPullRequest(value: unknown): PullRequest {
  const fields = object(value);
  return {
    number: whole(fields, 'number'),
    open: fields['state'] === 'open',
    head: readTip(fields['head']),
    base: readTip(fields['base']),
  };
}

function readTip(value: unknown): Tip {
  const fields = object(value);
  const { repo } = fields;
  return {
    branch: text(fields, 'ref'),
    commit: text(fields, 'sha'),
    repository: repo === null || repo === undefined ? undefined : id(object(repo)),
  };
}

/** Schema `label`. */
export function readLabel(value: unknown): string {
  return text(object(value), 'name');
}

/** Schema `pull-request-review`. */
export function readReview(value: unknown): Review {
  const fields = object(value);
  return {
    id: id(fields),
    author: readAuthor(fields['user']),
    state: text(fields, 'state'),
    commit: text(fields, 'commit_id', '') || undefined,
    at: text(fields, 'submitted_at', ''),
  };
}

/** What a branch becomes another by (docs.github.com, "Issue event types"). That it is deleted closes the pull request. */
const moves: Readonly<Record<string, 'forced' | 'reopened'>> = {
  head_ref_force_pushed: 'forced',
  reopened: 'reopened',
};

/** Schema `timeline-issue-events`, of which each kind has fields of its own; none for those that nothing goes by. */
export function readHappening(value: unknown): Happening[] {
  const fields = object(value);
  const { event } = fields;
  if (event === 'labeled' || event === 'unlabeled') {
    const label = readLabel(fields['label']);
    return [{ kind: event, id: id(fields), at: time(fields), label, by: readAuthor(fields['actor']) }];
  }
  const move = typeof event === 'string' && Object.hasOwn(moves, event) ? moves[event] : undefined;
  if (move === undefined) return [];
  if (move === 'reopened') return [{ kind: move, at: time(fields) }];
  return [{ kind: move, at: time(fields), commit: text(fields, 'commit_id', '') || undefined }];
}

/** Schema `repository-collaborator-permission`: `permission` has what a custom role comes to. */
export function readPermission(value: unknown): Permission {
  const said = text(object(value), 'permission');
  return permissions.find((one) => one === said) ?? 'none';
}

/** Schema `check-run`. */
export function readCheckRun(value: unknown): { id: number; ours: string; annotations: number } {
  const fields = object(value);
  const output = object(fields['output']);
  return {
    id: id(fields),
    ours: text(fields, 'external_id', ''),
    annotations: whole(output, 'annotations_count'),
  };
}

/** Schema `workflow-run`. */
export function readRun(value: unknown): WorkflowRun & { readonly event: string } {
  const fields = object(value);
  const { head_repository: head } = fields;
  return {
    id: id(fields),
    event: text(fields, 'event'),
    commit: text(fields, 'head_sha'),
    branch: text(fields, 'head_branch', '') || undefined,
    repository: head === null || head === undefined ? undefined : id(object(head)),
    workflow: whole(fields, 'workflow_id'),
    at: time(fields),
    ended: fields['status'] === 'completed',
  };
}

/** Schema `content-file`: a file that is given out in one piece; undefined for all else. */
export function readContent(value: unknown): Buffer | undefined {
  if (Array.isArray(value)) return undefined;
  const fields = object(value);
  if (fields['type'] !== 'file' || fields['encoding'] !== 'base64') return undefined;
  return Buffer.from(text(fields, 'content'), 'base64');
}

/** A list of the schema `commit`: their names in full. */
export function readCommits(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Unexpected();
  return value.map((one) => {
    const commit = text(object(one), 'sha');
    if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) throw new Unexpected();
    return commit;
  });
}

/** Schema `artifact`. */
export function readArtifact(value: unknown): Artifact {
  const fields = object(value);
  return {
    id: id(fields),
    name: text(fields, 'name'),
    bytes: whole(fields, 'size_in_bytes'),
    expired: fields['expired'] !== false,
    digest: text(fields, 'digest', '') || undefined,
  };
}

function object(value: unknown): Fields {
  if (!isFields(value)) throw new Unexpected();
  return value;
}

function id(fields: Fields): number {
  return whole(fields, 'id');
}

/** Whole and not negative. */
function whole(fields: Fields, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw new Unexpected();
  return value;
}

/** When it came to be. */
function time(fields: Fields): string {
  const at = text(fields, 'created_at');
  if (Number.isNaN(Date.parse(at))) throw new Unexpected();
  return at;
}

/** @param instead where it is null or not there; undefined: it must be */
function text(fields: Fields, name: string, instead?: string): string {
  const value = fields[name] ?? instead;
  if (typeof value !== 'string') throw new Unexpected();
  return value;
}
