import { join } from 'node:path';
import type { FoundSet } from '../commands/merge.ts';
import type { GitHubEvent } from '../forge/event.ts';
import { pushObstacle, usualPublishing } from '../forge/rights.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import type { BaselineRequest } from '../request/baseline.ts';
import type { AskedRun } from '../request/baseline-request.ts';
import { throwFaults } from '../request/faults.ts';
import type { HostEnvironment } from '../request/host-environment.ts';
import { mergeRequest } from '../request/merge-request.ts';
import { isTagged } from '../request/push.ts';
import type { BuildRequest } from '../request/request.ts';
import { buildRequest, type Usual } from '../request/resolve.ts';
import { formatShard } from '../request/shard.ts';
import { notOfShard } from '../request/shard-request.ts';
import { exchangeName } from '../stages/sizes/size-exchange.ts';
import { SlipwayError } from '../support/errors.ts';

/** What the action is to do, and what a reader of its log should know of why. */
export interface ActionRequest extends AskedRun {
  /** Its report has a place, whatever was said. */
  readonly request: BuildRequest & { readonly reportFile: string };
  /** `pull request 12`, `tag v1.2.3`, `default branch main`. */
  readonly about: string;
  /** The page of the run. */
  readonly address: string | undefined;
  /** Why nothing is pushed although the workflow says to; undefined otherwise. */
  readonly notPushed: string | undefined;
  /** What is merged in place of a build. */
  readonly shards?: FoundSet;
}

/** Tags of an image that is pushed when nobody says which: what the event gives of these. */
const usualTags = ['semver', 'branch', 'sha', 'pr'];

/**
 * The request of a run on a runner. What the event means is decided here and nowhere else: on the default branch and for
 * tags the image is pushed, elsewhere only when the workflow says so, and never from a fork.
 * @param folder where results go that nobody names a place for
 * @throws SlipwayError E_CONFIG as buildRequest; when push is true and nothing says where to
 */
export async function actionRequest(
  { values, push, own }: ActionValues,
  event: GitHubEvent | undefined,
  host: HostEnvironment,
  folder: string,
): Promise<ActionRequest> {
  const { publishes, why } =
    event === undefined ? { publishes: false, why: 'no event of GitHub' } : usualPublishing(event);
  const obstacle = event && pushObstacle(event);
  const asked = push ?? (values.push !== undefined ? true : undefined);
  const { shard } = values;
  if (shard !== undefined && push === true)
    throwFaults([notOfShard('the input push', shard)], "the action's inputs");
  const wanted = asked ?? publishes;
  let places: readonly string[] = [];
  const usual: Usual = {
    push: (said, image) => {
      places = said.length > 0 || image === undefined ? said : [image];
      if (push === true && places.length === 0) throw nowhere();
      return wanted && obstacle === undefined ? places : [];
    },
    outputs: () => [{ kind: 'oci', path: join(folder, 'layout') }],
    shard: ({ index }) => join(folder, `shard-${index}`),
    tags: (pushed) => (pushed.length > 0 && !pushed.every(isTagged) ? usualTags : []),
    baseline: (said) => baselineOf(said, event),
    attachSnapshot: true,
    cacheScope: cacheScope(event, publishes),
    sbomDirectory: join(folder, 'sbom'),
    exchangeFile: join(folder, exchangeName),
    sizePageFile: join(folder, 'slipway-size.html'),
  };
  const said = { values, positionals: [own.source] };
  const shards = await shardsOf(own, host);
  const run =
    shards === undefined
      ? { request: await buildRequest(said, host, usual), flags: said, host }
      : await mergeRequest(said, host, shards, usual);
  // What is in the programs is told to who reads the report, which every run leaves.
  const request = { ...run.request, reportFile: run.request.reportFile ?? join(folder, 'report.json') };
  const held = wanted && places.length > 0 ? obstacle : undefined;
  const about = shard === undefined ? why : `${why}, shard ${formatShard(shard)}`;
  const told = { about, address: event?.runAddress, notPushed: held };
  return { ...run, request, ...told, ...(shards !== undefined && { shards }) };
}

/** Nothing of merging is loaded where a job builds. */
async function shardsOf(
  { merge, 'setup-only': only }: ActionValues['own'],
  { cwd }: HostEnvironment,
): Promise<FoundSet | undefined> {
  const paths = merge.split('\n').flatMap((line) => line.trim() || []);
  if (paths.length === 0 || only === 'true') return undefined;
  const { findShards } = await import('../commands/merge.ts');
  return findShards(paths, cwd);
}

/** A pull request is compared with its base, which the event names. */
function baselineOf(said: BaselineRequest | undefined, event: GitHubEvent | undefined): BaselineRequest {
  const { baseRef: branch, baseCommit: commit, pullRequest } = event ?? {};
  const base = { ...(branch !== undefined && { branch }), ...(commit !== undefined && { commit }) };
  const usual: BaselineRequest = pullRequest === undefined ? { kind: 'none' } : { kind: 'auto' };
  const asked = said ?? usual;
  if (asked.kind === 'none' || asked.kind === 'file' || asked.kind === 'registry') return asked;
  return asked.branch === undefined ? { ...base, ...asked } : asked;
}

/** Whose results BuildKit's cache holds: what a pull request wrote is read by no run that publishes. */
function cacheScope(event: GitHubEvent | undefined, publishes: boolean): string {
  if (event?.pullRequest !== undefined) return `pr-${event.pullRequest.number ?? 'unknown'}`;
  return publishes ? 'release' : 'branch';
}

function nowhere(): SlipwayError {
  return new SlipwayError('E_CONFIG', 'the input push is true, and nothing says where to', {
    hint: 'add the input image, such as ghcr.io/acme/api, or write the reference itself: push: ghcr.io/acme/api',
  });
}
