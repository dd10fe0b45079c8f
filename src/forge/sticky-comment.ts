import { SlipwayError } from '../support/errors.ts';
import { keptText } from './comment-text.ts';
import { type Account, type Comment, type Comments, MissingRight } from './forge.ts';

/** What a comment is to say, and on behalf of which run. */
export interface StickyComment {
  readonly pullRequest: number;
  /** Tells the comments apart of which a repository has several; any text. */
  readonly key: string;
  /** The run that says it: of two the later one has the last word, whichever is faster. GITHUB_RUN_ID and GITHUB_RUN_ATTEMPT. */
  readonly run: { readonly id: number; readonly attempt: number };
  /** Markdown, up to `longestBody` characters. */
  readonly body: string;
}

export type StickyResult =
  /** `unchanged`: it said so already. `superseded`: a later run said something there before. */
  | { readonly kind: 'created' | 'edited' | 'unchanged' | 'superseded'; readonly id: number }
  /** The token may not comment; `why` is for people. */
  | { readonly kind: 'refused'; readonly why: string };

/** GitHub takes 65,536 characters; the rest is for the marker. */
export const longestBody = 65_000;
const longestKey = 400;

/** Looks in all, each after a change: whoever deletes comments by hand so often does not want one. */
const mostLooks = 8;

/**
 * Keeps one comment on a pull request up to date. Runs that do so at once come to the same: each looks again after what it wrote,
 * the comment with the lowest id stays, and a run deletes no other than the one that it made itself.
 * GitHub cannot be told to edit only what has not changed: an edit of an earlier run that arrives after the later one's last look
 * stays until the next run.
 * @throws SlipwayError E_INTERNAL for a body or key that is too long; else as a Forge does
 */
export async function keepComment(forge: Comments, wanted: StickyComment): Promise<StickyResult> {
  const { body, key } = wanted;
  if (body.length > longestBody || keyText(key).length > longestKey) {
    const what = `a comment of ${body.length} characters with a key of ${key.length}`;
    throw new SlipwayError('E_INTERNAL', `${what} is longer than ${longestBody} and ${longestKey}`);
  }
  try {
    return await settle(forge, wanted, await forge.identity());
  } catch (error) {
    if (error instanceof MissingRight) {
      return { kind: 'refused', why: `${error.message}; ${error.hint}` };
    }
    throw error;
  }
}

/** Looks, does one thing, and looks again, until there is nothing left to do. */
async function settle(
  forge: Comments,
  wanted: StickyComment,
  self: Account | undefined,
): Promise<StickyResult> {
  const text = `${markerOf(wanted)}\n${wanted.body.toWellFormed()}`;
  const gone = new Set<number>();
  let made: Comment | undefined;
  let edited: number | undefined;
  for (let looks = 0; looks < mostLooks; looks++) {
    const listed = (await forge.listComments(wanted.pullRequest)).filter(({ id }) => !gone.has(id));
    const first = lowest(withOwn(listed, made), wanted.key, self);
    if (first === undefined) {
      made = await forge.createComment(wanted.pullRequest, text);
      continue;
    }
    const { id } = first;
    if (made !== undefined && made.id !== id) {
      await forge.deleteComment(made.id);
      gone.add(made.id);
      made = undefined;
    }
    const kind = made?.id === id ? 'created' : edited === id ? 'edited' : 'unchanged';
    const order = compareRuns(first.run, wanted.run);
    if (first.said === keptText(wanted.body)) return { kind, id };
    if (order > 0) return { kind: 'superseded', id };
    if (order === 0 && kind !== 'unchanged') return { kind, id };
    if ((await forge.editComment(id, text)) === undefined) gone.add(id);
    else edited = id;
    if (made !== undefined && gone.has(made.id)) made = undefined;
  }
  const what = `pull request ${wanted.pullRequest}: its comment does not stay as it is written`;
  throw new SlipwayError('E_FORGE', what, {
    hint: 'somebody, or another program, changes or deletes it at the same time',
  });
}

/** A list may be older than what was written just before. */
function withOwn(listed: readonly Comment[], made: Comment | undefined): readonly Comment[] {
  return made === undefined || listed.some(({ id }) => id === made.id) ? listed : [...listed, made];
}

/** A comment with the marker. */
interface Marked {
  readonly id: number;
  readonly run: StickyComment['run'];
  /** Without the marker. */
  readonly said: string;
}

/** Of the comments with the marker the one with the lowest id: of those of our own account; of any app's where we cannot know ours. */
function lowest(comments: readonly Comment[], key: string, self: Account | undefined): Marked | undefined {
  const [first] = comments
    .filter(({ author }) => author !== undefined && (self === undefined ? author.bot : author.id === self.id))
    .flatMap((comment) => readMarked(comment, key))
    .toSorted((a, b) => a.id - b.id);
  return first;
}

/** At the start alone: what a body says further down may be anybody's words. */
const marker = /^<!-- slipway:size key=(\S*) run=(\d{1,15})\.(\d{1,9}) -->(?:\n|$)/;

function markerOf({ key, run }: StickyComment): string {
  return `<!-- slipway:size key=${keyText(key)} run=${run.id}.${run.attempt} -->`;
}

/** What a key cannot do is end the HTML comment. */
function keyText(key: string): string {
  return encodeURIComponent(key.toWellFormed());
}

function readMarked({ id, body }: Comment, key: string): Marked[] {
  const text = keptText(body);
  const [whole = '', itsKey, run, attempt] = marker.exec(text) ?? [];
  if (itsKey !== keyText(key)) return [];
  return [
    { id, run: { id: Number(run), attempt: Number(attempt) }, said: keptText(text.slice(whole.length)) },
  ];
}

function compareRuns(a: StickyComment['run'], b: StickyComment['run']): number {
  return a.id - b.id || a.attempt - b.attempt;
}
