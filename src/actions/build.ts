import { join } from 'node:path';
import { buildCommand } from '../commands/build.ts';
import type { GitHubEvent } from '../forge/event.ts';
import { realPorts } from '../outside.ts';
import { plainLine } from '../report/plain-text.ts';
import { formatPlan } from '../report/plan-text.ts';
import type { ProgressEvent } from '../report/progress.ts';
import { type BuildRow, withEvent } from '../report/rows.ts';
import type { ActionValues } from '../request/action-inputs.ts';
import type { Ports } from '../stages/ports.ts';
import { slipwayVersion } from '../version.ts';
import { type RunnerHost, stepFolder } from './host.ts';
import { runnerLog } from './log.ts';
import { logGroups } from './log-groups.ts';
import { type ActionRequest, actionRequest } from './request.ts';
import { addPath } from './runner.ts';
import { tellReport } from './tell.ts';
import { writeProgram } from './tool-path.ts';

/** Builds what the workflow asks for, tells it as it goes and in the end, and gives the exit status. */
export async function buildOnRunner(
  inputs: ActionValues,
  event: GitHubEvent | undefined,
  host: RunnerHost,
): Promise<number> {
  const folder = await stepFolder(host.env);
  addPath(await writeProgram(folder, host.node, host.program));
  const asked = await actionRequest(inputs, event, host, folder);
  host.print(`${intention(asked)}\n`);
  const groups = logGroups(host.print);
  const watched = watch(runnerLog(groups, { now: host.now, version: slipwayVersion }), host.now);
  const ports: Ports = {
    ...realPorts(asked.request.cacheDirectory, watched.progress, host.signal),
    env: host.env,
  };
  const answer = await buildCommand(asked.request, ports).finally(groups.end);
  if (answer.kind === 'report')
    return tellReport(answer.report, asked, { rows: watched.rows(), folder }, host);
  host.print(`${formatPlan(answer.plan)}\n`);
  return 0;
}

/** The same progress, with the rows that a summary shows; and Go is offered to later steps as soon as it is known. */
function watch(
  tell: Ports['progress'],
  now: RunnerHost['now'],
): { readonly progress: Ports['progress']; readonly rows: () => readonly BuildRow[] } {
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
