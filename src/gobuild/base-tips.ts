import { SlipwayError } from '../support/errors.ts';
import type { History } from './git-history.ts';

/** Who says where a base branch is. */
export interface TipsQuestion {
  readonly branch?: string | undefined;
  readonly commit?: string | undefined;
}

/**
 * The commits at the end of the base's history, each of them here: the branch's, and the one that an event names, which may
 * be older.
 * @throws SlipwayError E_CONFIG when neither is named, or there is no such branch; E_IO and E_NETWORK as `History.need`
 */
export async function findTips(
  history: History,
  { branch, commit }: TipsQuestion,
): Promise<readonly string[]> {
  if (branch === undefined && commit === undefined) {
    throw new SlipwayError('E_CONFIG', 'nothing says what the commit is to be compared with', {
      hint: 'name the branch that it goes to, such as --baseline rebuild:main',
    });
  }
  const ofBranch = branch === undefined ? undefined : await branchTip(history, branch);
  if (commit === undefined || commit === ofBranch) return ofBranch === undefined ? [] : [ofBranch];
  if (ofBranch === undefined) {
    await history.need(commit);
    return [commit];
  }
  // A commit that was taken out of the branch may be gone; then the branch says it.
  const isHere = await history.need(commit).then(
    () => true,
    (error: unknown) => {
      if (error instanceof SlipwayError && /^E_(IO|NETWORK)$/.test(error.code)) return false;
      throw error;
    },
  );
  return isHere ? [ofBranch, commit] : [ofBranch];
}

/** The branch as the remote had it when it was fetched, else this repository's own, else as the remote has it now. */
async function branchTip(history: History, name: string): Promise<string> {
  const branch = name.replace(/^refs\/heads\//, '');
  if (!(await history.isRefName(`refs/heads/${branch}`))) {
    throw new SlipwayError('E_CONFIG', `${JSON.stringify(name)} cannot be the name of a branch`, {
      hint: 'name the branch that the work goes to, such as main',
    });
  }
  const known =
    (await history.commitNamed(`refs/remotes/${history.remote}/${branch}`)) ??
    (await history.commitNamed(`refs/heads/${branch}`));
  if (known !== undefined) return known;
  const tip = await history.remoteTip(`refs/heads/${branch}`);
  if (tip === undefined) {
    throw new SlipwayError(
      'E_CONFIG',
      `there is no branch ${JSON.stringify(branch)}, here or in ${history.remote}`,
      {
        hint: 'name the branch that the work goes to, such as main',
      },
    );
  }
  await history.need(tip);
  return tip;
}
