import { join } from 'node:path';
import type { KeptSizes } from '../cache/kept-sizes.ts';
import { type BuildAnswer, buildCommand } from '../commands/build.ts';
import { runOrigin, savingBranch } from '../forge/cache-trust.ts';
import type { GitHubEvent } from '../forge/event.ts';
import { goHost, realPorts } from '../outside.ts';
import type { Report } from '../report/model.ts';
import { plainLine } from '../report/plain-text.ts';
import { formatPlan } from '../report/plan-text.ts';
import type { Progress } from '../report/progress.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import { formatShard } from '../request/shard.ts';
import type { Ports } from '../stages/ports.ts';
import { goArchitecture } from '../toolchain/architecture.ts';
import type { Host } from '../toolchain/ports.ts';
import { slipwayVersion } from '../version.ts';
import { tellHistory } from './history.ts';
import { type RunnerHost, stepFolder } from './host.ts';
import { type Kept, restoreKept } from './kept.ts';
import { runnerLog } from './log.ts';
import { type LogGroups, logGroups } from './log-groups.ts';
import { matrixOf } from './outputs.ts';
import { discuss, keyOf } from './pull-request.ts';
import { type ActionRequest, actionRequest } from './request.ts';
import { addPath, saveState, setOutputs } from './runner.ts';
import { setUpGo } from './set-up.ts';
import { leaveBuiltPage } from './size-page.ts';
import { keptState } from './state.ts';
import { tellReport } from './tell.ts';
import { writeProgram } from './tool-path.ts';

/** Does what the workflow asks for, tells it as it goes and in the end, and gives the exit status. */
export async function workOnRunner(
  inputs: ActionValues,
  event: GitHubEvent | undefined,
  host: RunnerHost,
): Promise<number> {
  const folder = await stepFolder(host.env);
  addPath(await writeProgram(folder, host.node, host.program));
  const asked = await actionRequest(inputs, event, host, folder);
  const machine = goMachine(inputs);
  const only = inputs.own['setup-only'] === 'true';
  host.print(`${only ? 'sets up Go, and builds nothing' : intention(asked)}\n`);
  const groups = logGroups(host.print);
  try {
    // Who merges compiles nothing, and who signs had better take nothing that others may have written.
    const kept =
      asked.shards === undefined
        ? await restoreKept(inputs, asked.request, machine, host, groups)
        : undefined;
    if (kept !== undefined) setOutputs({ 'cache-hit': String(kept.hit) });
    const work = { asked, host, machine, groups, inputs, event, folder, served: kept?.served !== false };
    return await (only ? setUp : build)(work).finally(() => keep(kept, host));
  } finally {
    groups.end();
  }
}

/** A build that failed is kept as well: what it fetched and compiled is whole. One that was broken off is not. */
function keep(kept: Kept | undefined, { signal }: RunnerHost): void {
  if (kept !== undefined && !signal.aborted) saveState(keptState, JSON.stringify(kept.state));
}

/** What both kinds of work are done with. */
interface Work {
  readonly asked: ActionRequest;
  readonly host: RunnerHost;
  /** The machine that Go is for. */
  readonly machine: Host;
  readonly groups: LogGroups;
  readonly inputs: ActionValues;
  readonly event: GitHubEvent | undefined;
  /** Where results go that nobody names a place for. */
  readonly folder: string;
  /** False: the cache service was asked, and does not answer. */
  readonly served: boolean;
}

async function setUp(work: Work): Promise<0> {
  await setUpGo(
    work.asked.request,
    portsOf(work, () => undefined),
    work.groups,
  );
  return 0;
}

async function build(work: Work): Promise<number> {
  const { asked, host, groups, inputs, event } = work;
  const log = runnerLog(groups, { now: host.now, version: slipwayVersion });
  const ports = portsOf(work, offeringGo(log.progress));
  const answer = await answerOf(work, ports);
  groups.end();
  if (answer.kind === 'report') {
    await keepReport(answer.report, work);
    const key = keyOf(inputs, host.env);
    const page = await leaveBuiltPage(answer.report, asked.request.sizePageFile, key, event ?? {}, host);
    const { report, notices } = await discuss(answer.report, inputs, event, host, page.address);
    const history = await tellHistory(report, { ...work, request: asked.request, ports });
    const told = { rows: log.rows(), notices: [...page.notices, ...notices], page: page.address, history };
    return tellReport(report, asked, told, host);
  }
  // A run of the action prints no definition.
  if (answer.kind !== 'plan') return 0;
  host.print(`${formatPlan(answer.plan)}\n`);
  setOutputs({ matrix: matrixOf(answer.plan) });
  return 0;
}

/** What was built, or put together of what others built. */
async function answerOf(work: Work, ports: Ports): Promise<BuildAnswer> {
  const { asked } = work;
  const kept = await keptOf(work);
  if (asked.shards === undefined) return buildCommand(asked, ports, kept);
  const { mergeCommand } = await import('../commands/merge.ts');
  return mergeCommand(asked, asked.shards, ports, kept);
}

/** What this run can be compared with; undefined: nothing that others kept. */
async function keptOf({ asked, ...run }: Work): Promise<KeptSizes | undefined> {
  const { kind } = asked.request.baseline;
  if (kind !== 'auto' && kind !== 'cache') return undefined;
  const { keptSizes } = await import('./kept-sizes.ts');
  return keptSizes(asked, run);
}

async function keepReport(report: Report, { asked, ...run }: Work): Promise<void> {
  const branch = savingBranch(runOrigin(run.host.env));
  // A part of the sizes is none that others could be compared with.
  if (branch === undefined || report.shard !== undefined) return;
  const { keepSizes } = await import('./kept-sizes.ts');
  await keepSizes(report, branch, asked, run);
}

function portsOf({ asked, host, machine }: Work, progress: Progress): Ports {
  const { env, signal } = host;
  return { ...realPorts(asked.request.cacheDirectory, progress, signal), env, host: machine };
}

/** This machine, or the architecture that the workflow wants Go to be for. */
function goMachine({ own: { architecture } }: ActionValues): Host {
  return architecture === '' ? goHost() : { ...goHost(), architecture: goArchitecture(architecture) };
}

/** The same progress; the steps that follow find the same Go first, as soon as it is known. The one on PATH is there already. */
function offeringGo(tell: Progress): Progress {
  return (event) => {
    const isElsewhere = event.kind === 'start' && event.source !== 'PATH' && event.goroot !== '';
    if (isElsewhere) addPath(join(event.goroot, 'bin'));
    tell(event);
  };
}

/** What this run will do, and what it will not although the workflow says so. */
function intention({ request, notPushed, shards }: ActionRequest): string {
  const { shard } = request;
  if (shard !== undefined) return plainLine(`builds and verifies shard ${formatShard(shard)}`);
  const work =
    shards === undefined ? 'builds, verifies' : `merges ${shards.set.shards.length} shards, verifies`;
  if (request.push.length > 0) return plainLine(`${work}, and pushes to ${request.push.join(', ')}`);
  return plainLine(
    `${work.replace(', ', ' and ')}${notPushed === undefined ? '' : `; does not push: ${notPushed}`}`,
  );
}
