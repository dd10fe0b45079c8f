import { SlipwayError } from '../support/errors.ts';
import { keptText } from './comment-text.ts';
import { type Account, type Comment, type Comments, MissingRight } from './forge.ts';
import { encodeMemory, joinMemories, longestMemory, type Remembered } from './remembered.ts';
import { keyText, lowestMarked, type Marked, markerOf, type SayingRun } from './sticky-marker.ts';

/** What a comment is to say, and on behalf of which run. */
export interface StickyComment {
  readonly pullRequest: number;
  /** Tells the comments apart of which a repository has several; any text. */
  readonly key: string;
  /** The run that says it: of two the later one has the last word, whichever is faster. */
  readonly run: SayingRun;
  /** Markdown, up to `longestBody` characters. */
  readonly body: string;
  /** What was approved, to be found by later runs; what is there already stays. */
  readonly remember?: readonly Remembered[];
}

export type StickyResult =
  /** `unchanged`: it said so already. `superseded`: a later run said something there before. */
  | { readonly kind: 'created' | 'edited' | 'unchanged' | 'superseded'; readonly id: number }
  /** The token may not comment; `why` is for people. */
  | { readonly kind: 'refused'; readonly why: string };

/** GitHub takes so many. */
const longestComment = 65_536;
const longestKey = 400;
/** The rest is for the marker. */
export const longestBody = longestComment - longestMemory - longestKey - 136;

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

/**
 * What an earlier run wrote down in the comment with that key. It is our own account's or, where we cannot know ours, that of workflows: the
 * words of anybody else are no memory, and then it is undefined.
 * @throws SlipwayError as a Forge does
 */
export async function recall(
  forge: Comments,
  pullRequest: number,
  key: string,
): Promise<readonly Remembered[] | undefined> {
  const self = await forge.identity();
  const first = lowestMarked(await forge.listComments(pullRequest), key, self);
  return first === undefined ? [] : first.memory;
}

/** Looks, does one thing, and looks again, until there is nothing left to do. */
async function settle(
  forge: Comments,
  wanted: StickyComment,
  self: Account | undefined,
): Promise<StickyResult> {
  const gone = new Set<number>();
  let made: Comment | undefined;
  let edited: number | undefined;
  for (let looks = 0; looks < mostLooks; looks++) {
    const listed = (await forge.listComments(wanted.pullRequest)).filter(({ id }) => !gone.has(id));
    const first = lowestMarked(withOwn(listed, made), wanted.key, self);
    if (first === undefined) {
      made = await forge.createComment(wanted.pullRequest, textOf(wanted, wanted, []));
      continue;
    }
    const { id } = first;
    if (made !== undefined && made.id !== id) {
      await forge.deleteComment(made.id);
      gone.add(made.id);
      made = undefined;
    }
    const kind = made?.id === id ? 'created' : edited === id ? 'edited' : 'unchanged';
    const isRemembered = remembers(first.memory, wanted);
    const order = compareRuns(first.run, wanted.run);
    if (isRemembered && first.said === keptText(wanted.body)) return { kind, id };
    if (isRemembered && order > 0) return { kind: 'superseded', id };
    if (isRemembered && order === 0 && kind !== 'unchanged') return { kind, id };
    // What was approved is so whichever run says it; all else is the later run's.
    const says = order > 0 ? { run: first.run, body: first.said } : wanted;
    if ((await forge.editComment(id, textOf(wanted, says, first.memory))) === undefined) gone.add(id);
    else edited = id;
    if (made !== undefined && gone.has(made.id)) made = undefined;
  }
  const what = `pull request ${wanted.pullRequest}: its comment does not stay as it is written`;
  throw new SlipwayError('E_FORGE', what, {
    hint: 'somebody, or another program, changes or deletes it at the same time',
  });
}

function textOf(
  { key, remember = [] }: StickyComment,
  { run, body }: Pick<StickyComment, 'run' | 'body'>,
  memory: Marked['memory'],
): string {
  return `${markerOf(key, run, memory === undefined ? [] : joinMemories(memory, remember))}\n${body.toWellFormed()}`;
}

function remembers(memory: Marked['memory'], { remember = [] }: StickyComment): boolean {
  return memory === undefined || encodeMemory(joinMemories(memory, remember)) === encodeMemory(memory);
}

/** A list may be older than what was written just before. */
function withOwn(listed: readonly Comment[], made: Comment | undefined): readonly Comment[] {
  return made === undefined || listed.some(({ id }) => id === made.id) ? listed : [...listed, made];
}

function compareRuns(a: StickyComment['run'], b: StickyComment['run']): number {
  return a.id - b.id || a.attempt - b.attempt;
}
