import { stat } from 'node:fs/promises';
import { anyRepository, quietSettings } from '../gobuild/git.ts';
import { type BaseCommit, findBaseCommit } from '../gobuild/merge-base.ts';
import { type Worktree, withWorktree } from '../gobuild/worktree.ts';
import type { Report } from '../report/model.ts';
import { type AskedRun, baselineRequest } from '../request/baseline-request.ts';
import type { BuildRequest } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Environment } from '../support/http.ts';
import type { Ports } from './ports.ts';

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

/** The pipeline, which only an entry may import. */
export type Build = (request: BuildRequest, ports: Ports) => Promise<Report>;

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
  const { source, offline, cacheDirectory } = request;
  if (source.kind === 'module') return none('a published module has no base to compare with');
  const { directory } = source;
  const found = await findBaseCommit({ directory, head, offline, ...base }, ports);
  const { commit, how } = found;
  const say = (text: string) => ports.progress({ kind: 'notice', text });
  say(`building ${commit} to compare with (${how})`);
  return withWorktree({ directory, commit, cacheDirectory }, ports, async (tree) => {
    const folder = tree.moved(directory);
    if (!(await isFolder(folder))) return none(`${directory} is not there in commit ${commit}`);
    const attempt = await builtThere(question, tree, quietPorts(ports, tree), build);
    const told = (text: string) => text.replaceAll(folder, directory);
    if (attempt.report === undefined) return none(told(`commit ${commit} cannot be built: ${attempt.why}`));
    const notices = [...tree.notices, ...attempt.notices].map(told);
    return { kind: 'report', report: withoutPlaces(attempt.report, directory), commit, how, notices };
  });
}

function none(why: string): RebuiltBaseline {
  return { kind: 'none', why };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** The same outside for another checkout: nothing is told while it is built, and no git there runs a hook of the repository's. */
function quietPorts(ports: Ports, { moved }: Worktree): Ports {
  const env = anyRepository(ports.env);
  const { GOWORK } = env;
  return {
    ...ports,
    env: { ...withSettings(env), ...(GOWORK !== undefined && { GOWORK: moved(GOWORK) }) },
    progress: () => {},
  };
}

/** Settings for every git that is started in an environment, whoever starts it (git-config(1), GIT_CONFIG_COUNT). */
function withSettings(env: Readonly<Record<string, string>>): Environment {
  const first = Number(env['GIT_CONFIG_COUNT'] ?? '0') || 0;
  const settings = Object.entries(quietSettings);
  const numbered = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${first + at}`, key],
    [`GIT_CONFIG_VALUE_${first + at}`, value],
  ]);
  return { ...env, ...Object.fromEntries(numbered), GIT_CONFIG_COUNT: String(first + settings.length) };
}

type Attempt =
  | { readonly report: Report; readonly notices: readonly string[] }
  | { readonly report: undefined; readonly why: string };

async function builtThere(run: AskedRun, tree: Worktree, ports: Ports, build: Build): Promise<Attempt> {
  const asked = await orWhy(() => baselineRequest(run, tree));
  if ('why' in asked) return { report: undefined, why: asked.why };
  const request = asked.value;
  const whole = await built(request, ports, build);
  if (whole.report !== undefined || request.targets.length < 2) return whole;
  // Some of the targets may not have been there yet: each alone says whether it was, and what it needs is compiled then.
  const missing: string[] = [];
  const there: BuildRequest['targets'][number][] = [];
  for (const target of request.targets) {
    const alone = await built({ ...request, targets: [target] }, ports, build);
    if (alone.report === undefined) missing.push(`${target.name}: ${alone.why}`);
    else there.push(target);
  }
  if (there.length === 0) return whole;
  const rest = await built({ ...request, targets: there }, ports, build);
  const notices = missing.map((text) => `without a baseline: ${text}`);
  return rest.report === undefined ? rest : { ...rest, notices };
}

async function built(request: BuildRequest, ports: Ports, build: Build): Promise<Attempt> {
  const made = await orWhy(() => build(request, ports));
  if ('why' in made) return { report: undefined, why: made.why };
  // What is past its own caps is what a change that mends that is compared with.
  const refused = made.value.verdicts.filter(
    ({ check, status, severity }) =>
      status === 'fail' && severity === 'block' && !check.startsWith('budget/'),
  );
  if (refused.length === 0) return { report: made.value, notices: [] };
  const why = refused.map(({ check, subject, detail }) => `${check} (${subject}): ${detail}`).join('\n');
  return { report: undefined, why };
}

/** What a commit itself can be wrong in; everything else is the machine's or the network's. */
const ofTheCommit: ReadonlySet<string> = new Set([
  'E_CONFIG',
  'E_BASE',
  'E_BUILD',
  'E_BINARY',
  'E_TOOLCHAIN',
]);

async function orWhy<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly why: string }> {
  try {
    return { value: await work() };
  } catch (error) {
    if (!(error instanceof SlipwayError) || !ofTheCommit.has(error.code)) throw error;
    // The command that could be repeated names a folder that is gone by then.
    return { why: error.message.replace(/\n\$ [^\n]*$/, '') };
  }
}

/** The report of a source that lies where the user's lies; nothing of what was written on the way is left. */
function withoutPlaces(report: Report, directory: string): Report {
  return {
    ...report,
    request: { ...report.request, source: directory, outputs: [] },
    targets: report.targets.map((target) => ({ ...target, outputs: [] })),
  };
}
