import { SlipwayError } from '../support/errors.ts';
import { findTips } from './base-tips.ts';
import { isCommitHash } from './git.ts';
import { type History, type HistoryPorts, openHistory } from './git-history.ts';

/** What the commit that is checked out is to be compared with. */
export interface BaseQuestion {
  /** A folder of the checkout. */
  readonly directory: string;
  /** Hash of the commit to compare; undefined: HEAD. */
  readonly head?: string | undefined;
  /** The branch that the work goes to, such as main. */
  readonly branch?: string | undefined;
  /** Hash of that branch's commit as an event names it (pull_request.base.sha). */
  readonly commit?: string | undefined;
  /** Where missing history comes from; undefined: origin. */
  readonly remote?: string | undefined;
  /** True: nothing is fetched. */
  readonly offline: boolean;
}

export interface BaseCommit {
  /** Hash of the commit to compare with. */
  readonly commit: string;
  /** Hash of the commit that is compared. */
  readonly head: string;
  /**
   * `merge base`: the last commit that both histories have. `first parent`: HEAD is GitHub's test merge of a pull request,
   * whose first parent is what it was merged with. `base commit`: the histories have nothing in common.
   */
  readonly how: 'merge base' | 'first parent' | 'base commit';
}

/** How a shallow clone's history is got, until there is an answer (git-fetch(1)). */
const deepenings = ['--deepen=50', '--deepen=200', '--deepen=1000', '--unshallow'] as const;

/**
 * The commit that a pull request is to be compared with. What a shallow clone lacks is fetched; no branch, tag, HEAD or
 * FETCH_HEAD of the user's moves.
 * @throws SlipwayError E_CONFIG when nothing or nonsense says what to compare with; E_IO when there is no repository, or history is
 *   missing and cannot be asked for; E_NETWORK when the remote does not give it; E_TOOL without git
 */
export async function findBaseCommit(question: BaseQuestion, ports: HistoryPorts): Promise<BaseCommit> {
  checkHashes(question);
  const history = await openHistory(question, ports);
  const head = await history.commitNamed(question.head ?? 'HEAD');
  if (head === undefined) {
    throw new SlipwayError('E_IO', `git knows no commit ${question.head ?? 'HEAD'} in ${question.directory}`);
  }
  const parent = await testMergeParent(history, head);
  if (parent !== undefined) {
    await history.need(parent);
    return { commit: parent, head, how: 'first parent' };
  }
  const tips = await findTips(history, question);
  const commit = await mergeBase(history, head, tips);
  const [tip = head] = tips;
  return commit === undefined
    ? { commit: tip, head, how: 'base commit' }
    : { commit, head, how: 'merge base' };
}

function checkHashes({ head, commit }: BaseQuestion): void {
  for (const hash of [head, commit]) {
    if (hash === undefined || isCommitHash(hash)) continue;
    throw new SlipwayError('E_CONFIG', `${JSON.stringify(hash)} is not the hash of a commit`, {
      hint: 'a whole one is needed: 40 or 64 hexadecimal digits in lower case',
    });
  }
}

/**
 * What GitHub merged a pull request with: the first parent of refs/pull/N/merge, which actions/checkout keeps as
 * refs/remotes/pull/N/merge. Undefined for every other commit.
 */
async function testMergeParent(history: History, head: string): Promise<string | undefined> {
  const names = await history.refsAt(head, ['refs/pull', 'refs/remotes/pull']);
  if (!names.some((name) => /^refs\/(?:remotes\/)?pull\/\d+\/merge$/.test(name))) return undefined;
  const parents = await history.parents(head);
  return parents.length === 2 ? parents[0] : undefined;
}

/**
 * What GitHub merged the pull request with whose test merge is checked out, as that commit itself says: nothing is fetched.
 * Undefined for everything else that is checked out, and where git knows of nothing.
 */
export async function mergedWith(directory: string, ports: HistoryPorts): Promise<string | undefined> {
  try {
    const history = await openHistory({ directory, offline: true }, ports);
    const head = await history.commitNamed('HEAD');
    return head === undefined ? undefined : await testMergeParent(history, head);
  } catch (error) {
    if (error instanceof SlipwayError) return undefined;
    throw error;
  }
}

/** The last commit that `head` has in common with any of the tips; undefined when they have none. */
async function mergeBase(
  history: History,
  head: string,
  tips: readonly string[],
): Promise<string | undefined> {
  for (const deepening of [...deepenings, undefined]) {
    const found = await history.mergeBase(head, tips);
    // No commit is nearer than one of the two ends.
    if (found === head || (found !== undefined && tips.length === 1 && tips[0] === found)) return found;
    const hidden = await history.boundaries([head, ...tips], found);
    // Behind a cut that is not part of the common history a nearer one may hide.
    if (hidden.length === 0 || deepening === undefined) return found;
    await history.deepen(deepening, hidden);
  }
  return undefined;
}
