import { join } from 'node:path';
import { buildCommand } from '../commands/build.ts';
import type { GitHubEvent } from '../forge/event.ts';
import { goHost, realPorts } from '../outside.ts';
import { plainLine } from '../report/plain-text.ts';
import { formatPlan } from '../report/plan-text.ts';
import type { Progress, ProgressEvent } from '../report/progress.ts';
import { type BuildRow, withEvent } from '../report/rows.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import type { BuildRequest } from '../request/request.ts';
import type { Ports } from '../stages/ports.ts';
import { slipwayVersion } from '../version.ts';
import { type RunnerHost, stepFolder } from './host.ts';
import { type Kept, restoreKept } from './kept.ts';
import { runnerLog } from './log.ts';
import { type LogGroups, logGroups } from './log-groups.ts';
import { type ActionRequest, actionRequest } from './request.ts';
import { addPath, saveState, setOutputs } from './runner.ts';
import { setUpGo } from './set-up.ts';
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
  const only = inputs.own['setup-only'] === 'true';
  host.print(`${only ? 'sets up Go, and builds nothing' : intention(asked)}\n`);
  const groups = logGroups(host.print);
  try {
    const kept = await restoreKept(inputs, asked.request, goHost(), host, groups);
    if (kept !== undefined) setOutputs({ 'cache-hit': String(kept.hit) });
    return await (only ? setUp : build)(asked, folder, host, groups).finally(() => keep(kept, host));
  } finally {
    groups.end();
  }
}

/** A build that failed is kept as well: what it fetched and compiled is whole. One that was broken off is not. */
function keep(kept: Kept | undefined, { signal }: RunnerHost): void {
  if (kept !== undefined && !signal.aborted) saveState(keptState, JSON.stringify(kept.state));
}

async function setUp(
  { request }: ActionRequest,
  _folder: string,
  host: RunnerHost,
  groups: LogGroups,
): Promise<0> {
  const ports = portsOf(request, host, () => undefined);
  await setUpGo(request, ports, groups);
  return 0;
}

async function build(
  asked: ActionRequest,
  folder: string,
  host: RunnerHost,
  groups: LogGroups,
): Promise<number> {
  const watched = watch(runnerLog(groups, { now: host.now, version: slipwayVersion }), host.now);
  const answer = await buildCommand(asked.request, portsOf(asked.request, host, watched.progress));
  groups.end();
  if (answer.kind === 'report')
    return tellReport(answer.report, asked, { rows: watched.rows(), folder }, host);
  host.print(`${formatPlan(answer.plan)}\n`);
  return 0;
}

function portsOf({ cacheDirectory }: BuildRequest, { env, signal }: RunnerHost, progress: Progress): Ports {
  return { ...realPorts(cacheDirectory, progress, signal), env };
}

/** The same progress, with the rows that a summary shows; and Go is offered to later steps as soon as it is known. */
function watch(
  tell: Progress,
  now: RunnerHost['now'],
): { readonly progress: Progress; readonly rows: () => readonly BuildRow[] } {
  let rows: readonly BuildRow[] = [];
  return {
    progress(event) {
      rows = withEvent(rows, event, now());
      if (event.kind === 'start') offerGo(event);
      tell(event);
    },
    rows: () => rows,
  };
}

/** The steps that follow find the same Go first; the one on PATH is there already. */
function offerGo({ source, goroot }: ProgressEvent & { kind: 'start' }): void {
  if (source !== 'PATH') addPath(join(goroot, 'bin'));
}

/** What this run will do, and what it will not although the workflow says so. */
function intention({ request, notPushed }: ActionRequest): string {
  if (request.push.length > 0) return plainLine(`builds, verifies, and pushes to ${request.push.join(', ')}`);
  return plainLine(`builds and verifies${notPushed === undefined ? '' : `; does not push: ${notPushed}`}`);
}
