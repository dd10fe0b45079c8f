import { keptText } from './comment-text.ts';
import type { Account, Comment } from './forge.ts';
import { decodeMemory, encodeMemory, type Remembered } from './remembered.ts';

/** A run of a workflow: of two the one that began later has the last word. GITHUB_RUN_ID and GITHUB_RUN_ATTEMPT. */
export interface SayingRun {
  readonly id: number;
  readonly attempt: number;
}

/** A comment with the marker. */
export interface Marked {
  readonly id: number;
  readonly run: SayingRun;
  /** Undefined: it may be somebody else's, so it is none. */
  readonly memory: readonly Remembered[] | undefined;
  /** Without the marker. */
  readonly said: string;
}

/** Of the comments with the marker the one with the lowest id: of those of our own account; of any app's where we cannot know ours. */
export function lowestMarked(
  comments: readonly Comment[],
  key: string,
  self: Account | undefined,
): Marked | undefined {
  const [first] = comments
    .filter(({ author }) => author !== undefined && (self === undefined ? author.bot : author.id === self.id))
    .flatMap((comment) => readMarked(comment, key, self))
    .toSorted((a, b) => a.id - b.id);
  return first;
}

/** At the start alone: what a body says further down may be anybody's words. */
const marker =
  /^<!-- slipway:size key=(\S*) run=(\d{1,15})\.(\d{1,9})(?: approved=([\w:@.,;-]+))? -->(?:\n|$)/;

/** What a comment begins with, which nobody sees. */
export function markerOf(key: string, { id, attempt }: SayingRun, memory: readonly Remembered[]): string {
  const approved = memory.length === 0 ? '' : ` approved=${encodeMemory(memory)}`;
  return `<!-- slipway:size key=${keyText(key)} run=${id}.${attempt}${approved} -->`;
}

/** What a key cannot do is end the HTML comment. */
export function keyText(key: string): string {
  return encodeURIComponent(key.toWellFormed());
}

/** Whose comments a workflow's own token writes (docs.github.com, "GITHUB_TOKEN"). */
const workflowLogin = 'github-actions[bot]';

function readMarked({ id, body, author }: Comment, key: string, self: Account | undefined): Marked[] {
  const text = keptText(body);
  const [whole = '', itsKey, run, attempt, approved = ''] = marker.exec(text) ?? [];
  if (itsKey !== keyText(key)) return [];
  // Other apps may say what somebody tells them to.
  const isOurs = self !== undefined || author?.login === workflowLogin;
  const memory = isOurs ? decodeMemory(approved) : undefined;
  return [
    {
      id,
      run: { id: Number(run), attempt: Number(attempt) },
      memory,
      said: keptText(text.slice(whole.length)),
    },
  ];
}
