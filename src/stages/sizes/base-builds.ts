import { mkdtemp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { anyRepository, quietSettings } from '../../gobuild/git.ts';
import { type Worktree, withWorktree } from '../../gobuild/worktree.ts';
import type { Report } from '../../report/model.ts';
import { type AskedRun, baselineRequest } from '../../request/baseline-request.ts';
import type { BuildRequest } from '../../request/request.ts';
import { SlipwayError } from '../../support/errors.ts';
import type { Environment } from '../../support/http.ts';
import { deadCodeCheck } from '../attribution/dead-code.ts';
import type { Ports } from '../ports.ts';

/** The pipeline, which only an entry may import. */
export type Build = (request: BuildRequest, ports: Ports) => Promise<Report>;

/** What came of building a commit. */
export type BaseAttempt =
  | {
      readonly report: Report;
      /** Targets that it has not, or that do not compile there: they are not in the report. */
      readonly missing: readonly { readonly target: string; readonly why: string }[];
    }
  | { readonly report: undefined; readonly why: string };

/**
 * Builds a commit as its own configuration says, by the command line of the run.
 * @param vary makes another request of the one that follows from these
 * @throws SlipwayError for what is not the commit's fault: E_IO, E_NETWORK …; the signal's reason
 */
export type BaseBuild = (vary?: (own: BuildRequest) => BuildRequest) => Promise<BaseAttempt>;

/** A commit's files, and how to build them, for the time of one call. */
export interface BaseTree {
  readonly build: BaseBuild;
  /** What a person should know of the files. */
  readonly notices: readonly string[];
}

export type BaseAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'none'; readonly why: string };

/**
 * Does work with a commit that is here, in a work tree that is removed afterwards, over the caches of the run.
 * @param directory the run's own folder
 * @throws SlipwayError as withWorktree; what `work` throws
 */
export async function withBaseTree<T>(
  { asked, directory, commit }: { asked: AskedRun; directory: string; commit: string },
  ports: Ports,
  build: Build,
  work: (tree: BaseTree) => Promise<T>,
): Promise<BaseAnswer<T>> {
  const { cacheDirectory } = asked.request;
  return withWorktree({ directory, commit, cacheDirectory }, ports, async (tree) => {
    const folder = tree.moved(directory);
    if (!(await isFolder(folder))) {
      return { kind: 'none', why: `${directory} is not there in commit ${commit}` };
    }
    const told = (text: string): string => text.replaceAll(folder, directory);
    const quiet = quietPorts(ports, tree);
    const value = await work({
      notices: tree.notices.map(told),
      build: async (vary = (own) => own) => {
        const scratch = await mkdtemp(join(tree.scratch, 'build-'));
        const attempt = await builtThere(asked, tree, quiet, { build, vary, scratch });
        if (attempt.report === undefined) return { ...attempt, why: told(attempt.why) };
        const missing = attempt.missing.map(({ target, why }) => ({ target, why: told(why) }));
        return { report: withoutPlaces(attempt.report, directory, told), missing };
      },
    });
    return { kind: 'done', value };
  });
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
    env: { ...withQuietGit(env), ...(GOWORK !== undefined && { GOWORK: moved(GOWORK) }) },
    progress: () => {},
  };
}

/** Settings for every git that is started in an environment, whoever starts it (git-config(1), GIT_CONFIG_COUNT). */
export function withQuietGit(env: Readonly<Record<string, string>>): Environment {
  const first = Number(env['GIT_CONFIG_COUNT'] ?? '0') || 0;
  const settings = Object.entries(quietSettings);
  const numbered = settings.flatMap(([key, value], at) => [
    [`GIT_CONFIG_KEY_${first + at}`, key],
    [`GIT_CONFIG_VALUE_${first + at}`, value],
  ]);
  return { ...env, ...Object.fromEntries(numbered), GIT_CONFIG_COUNT: String(first + settings.length) };
}

interface Way {
  readonly build: Build;
  /** A folder of this build's own: what another left is in no way. */
  readonly scratch: string;
  readonly vary: (own: BuildRequest) => BuildRequest;
}

async function builtThere(run: AskedRun, tree: Worktree, ports: Ports, way: Way): Promise<BaseAttempt> {
  const asked = await orWhy(() => baselineRequest(run, { ...tree, scratch: way.scratch }));
  if ('why' in asked) return { report: undefined, why: asked.why };
  const request = way.vary(asked.value);
  const whole = await built(request, ports, way.build);
  if (whole.report !== undefined || request.targets.length < 2) return whole;
  // Some of the targets may not have been there yet: each alone says whether it was, and what it needs is compiled then.
  const missing: { target: string; why: string }[] = [];
  const there: BuildRequest['targets'][number][] = [];
  for (const target of request.targets) {
    const alone = await built({ ...request, targets: [target] }, ports, way.build);
    if (alone.report === undefined) missing.push({ target: target.name, why: alone.why });
    else there.push(target);
  }
  if (there.length === 0) return whole;
  const rest = await built({ ...request, targets: there }, ports, way.build);
  return rest.report === undefined ? rest : { ...rest, missing };
}

async function built(request: BuildRequest, ports: Ports, build: Build): Promise<BaseAttempt> {
  const made = await orWhy(() => build(request, ports));
  if ('why' in made) return { report: undefined, why: made.why };
  // What a gate on sizes refuses is what a change that mends that is compared with.
  const refused = made.value.verdicts.filter(
    ({ check, status, severity }) =>
      status === 'fail' && severity === 'block' && !check.startsWith('budget/') && check !== deadCodeCheck,
  );
  if (refused.length === 0) return { report: made.value, missing: [] };
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
function withoutPlaces(report: Report, directory: string, told: (text: string) => string): Report {
  return {
    ...report,
    request: { ...report.request, source: directory, outputs: [] },
    targets: report.targets.map((target) => ({
      ...target,
      settings: Object.fromEntries(
        Object.entries(target.settings).map(([name, value]) => [name, told(value)]),
      ),
      outputs: [],
    })),
  };
}
