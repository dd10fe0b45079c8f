import type { GitHubEvent } from '../forge/event.ts';
import type { HistoryQuestion } from '../registry/snapshots/snapshot-history.ts';
import type { Report } from '../report/model.ts';
import { parseReference, type Repository } from '../request/reference.ts';
import { asSlipwayError } from '../support/errors.ts';
import { versionOf } from '../tags/version.ts';
import type { RunnerHost } from './host.ts';

const mostMoving = 3;

/** Of each target the first repository that it was pushed to. */
export function placesOf({ targets }: Report): Repository[] {
  const places = targets.flatMap(({ publications: [first] = [] }) => first?.repository ?? []);
  return [...new Set(places)].map((place) => {
    const { registry, repository } = parseReference(place);
    return { registry, repository };
  });
}

/**
 * What a run asks of its repositories: for a tag the releases; for a branch its last commits, with the releases among them. Which
 * commits are the last ones GitHub says, since a checkout has one only and tags have no order; where it does not, releases are told.
 */
export async function historyQuestion(
  report: Report,
  { tag, commit, repository }: GitHubEvent,
  { env, signal }: Pick<RunnerHost, 'env' | 'signal'>,
): Promise<{ readonly question: HistoryQuestion; readonly notices: readonly string[] }> {
  const moving = movingTags(report);
  const releases = { order: 'version', moving } as const;
  const token = env['GITHUB_TOKEN'] ?? '';
  if (tag !== undefined || commit === undefined || repository === undefined || token === '') {
    return { question: releases, notices: [] };
  }
  try {
    const { openGitHub } = await import('../forge/github/client.ts');
    const forge = openGitHub({ env, repository, token, signal });
    const commits = await forge.lastCommits(commit).finally(forge.close);
    return { question: { order: 'commit', moving, commits }, notices: [] };
  } catch (error) {
    if (signal.aborted) throw error;
    const notice = `releases only, since the last commits are not known: ${asSlipwayError(error).message}`;
    return { question: releases, notices: [notice] };
  }
}

/** The tags of this run's images that name neither a version, or a part of one, nor a commit: the branch's, as a rule. */
function movingTags({ targets }: Report): string[] {
  const tags = targets.flatMap(({ publications = [] }) => publications.flatMap((each) => each.tags));
  const other = tags.filter((tag) => !/^v?\d+(\.\d+)?$|^(sha-)?[0-9a-f]{7,64}$/.test(tag));
  return [...new Set(other.filter((tag) => versionOf(tag) === undefined))].slice(0, mostMoving);
}
