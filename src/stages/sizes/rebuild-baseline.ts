import { needCommit } from '../../gobuild/git-history.ts';
import { type BaseCommit, findBaseCommit } from '../../gobuild/merge-base.ts';
import type { Report } from '../../report/model.ts';
import type { AskedRun } from '../../request/baseline-request.ts';
import type { Ports } from '../ports.ts';
import { type BaseAnswer, type BaseBuild, type Build, withBaseTree } from './base-builds.ts';

/** A run, and what its pull request goes to: the branch by name, its commit by hash, or both. */
export interface BaselineQuestion extends AskedRun {
  readonly base: {
    /** Such as main (GITHUB_BASE_REF). */
    readonly branch?: string | undefined;
    /** Such as pull_request.base.sha. */
    readonly commit?: string | undefined;
    /** Undefined: origin. */
    readonly remote?: string | undefined;
  };
  /** Hash of the commit to compare; undefined: what is checked out. */
  readonly head?: string | undefined;
}

/** What was built, or why nothing was. */
export type RebuiltBaseline =
  | {
      readonly kind: 'report';
      readonly report: Report;
      /** Hash of the commit that was built. */
      readonly commit: string;
      readonly how: BaseCommit['how'];
      readonly notices: readonly string[];
    }
  | { readonly kind: 'none'; readonly why: string };

const unpublished = 'a published module has no base to compare with';

/**
 * Builds the commit that a pull request is compared with as this run was built, over the same caches, for its report. What that
 * commit lacks is no failure: targets that it has not, or that do not compile there, are not in the report, and the notices say so.
 * @throws SlipwayError E_CONFIG when nothing or nonsense names the base; E_IO, E_NETWORK, E_REGISTRY, E_AUTH, E_TOOL when the commit or
 *   what it is built of cannot be had, with what to do; the signal's reason
 */
export async function rebuildBaseline(
  question: BaselineQuestion,
  ports: Ports,
  build: Build,
): Promise<RebuiltBaseline> {
  const { request, base, head } = question;
  const { source, offline } = request;
  if (source.kind === 'module') return { kind: 'none', why: unpublished };
  const { directory } = source;
  const found = await findBaseCommit({ directory, head, offline, ...base }, ports);
  const { commit, how } = found;
  const say = (text: string) => ports.progress({ kind: 'notice', text });
  say(`building ${commit} to compare with (${how})`);
  const answer = await withBaseTree({ asked: question, directory, commit }, ports, build, async (tree) => ({
    attempt: await tree.build(),
    notices: tree.notices,
  }));
  if (answer.kind === 'none') return answer;
  const { attempt, notices } = answer.value;
  if (attempt.report === undefined) {
    return { kind: 'none', why: `commit ${commit} cannot be built: ${attempt.why}` };
  }
  const missing = attempt.missing.map(({ target, why }) => `without a baseline: ${target}: ${why}`);
  return { kind: 'report', report: attempt.report, commit, how, notices: [...notices, ...missing] };
}

/**
 * Builds a commit as often as `work` asks for it. What a shallow clone lacks is fetched.
 * @throws SlipwayError E_IO, E_NETWORK when the commit cannot be had; what `work` throws; the signal's reason
 */
export async function rebuildAgain<T>(
  asked: AskedRun,
  commit: string,
  ports: Ports,
  build: Build,
  work: (build: BaseBuild) => Promise<T>,
): Promise<BaseAnswer<T>> {
  const { source, offline } = asked.request;
  if (source.kind === 'module') return { kind: 'none', why: unpublished };
  const { directory } = source;
  ports.progress({
    kind: 'notice',
    text: `building ${commit} again, to tell what of the change is not the code's`,
  });
  await needCommit(commit, { directory, offline }, ports);
  return withBaseTree({ asked, directory, commit }, ports, build, (tree) => work(tree.build));
}
