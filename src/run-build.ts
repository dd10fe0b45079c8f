import type { BuildAnswer } from './commands/build.ts';
import { host, openTerminal, print, printJson, terminalOf, writeReport } from './console.ts';
import { portsOf } from './process.ts';
import type { TerminalProgress } from './report/terminal.ts';
import type { Flags } from './request/flags.ts';
import type { BuildRequest } from './request/request.ts';

/** `slipway build`, and gives its exit status. */
export async function runBuild(command: Flags, signal: AbortSignal): Promise<number> {
  const { commandLineRequest } = await import('./request/resolve.ts');
  const { buildCommand } = await import('./commands/build.ts');
  const request = await commandLineRequest(command, host());
  const terminal = await openTerminal();
  const ports = await portsOf(request, signal, terminal.progress);
  const answer = await buildCommand({ request, flags: command, host: host() }, ports).finally(terminal.end);
  if (answer.kind === 'plan') {
    const { formatPlan } = await import('./report/plan-text.ts');
    return request.json ? printJson(answer.plan) : print(formatPlan(answer.plan));
  }
  if (answer.kind === 'definition') {
    process.stdout.write(answer.text);
    return 0;
  }
  return tellBuild(answer, request, terminal);
}

/** What a build says at its end, and a merge, which is the end of one. */
async function tellBuild(
  { report, status }: Extract<BuildAnswer, { kind: 'report' }>,
  { json, reportFile }: Pick<BuildRequest, 'json' | 'reportFile'>,
  terminal: TerminalProgress,
): Promise<number> {
  const { formatSummary } = await import('./report/summary.ts');
  const stream = json ? process.stderr : process.stdout;
  const { size, color, isTTY } = terminalOf(stream);
  const { rows, told } = terminal.seen();
  const known = told && !isTTY;
  stream.write(formatSummary(report, { color, columns: size().columns, rows, told: known }));
  await writeReport(reportFile, report);
  if (json) printJson(report);
  return status;
}

/** `slipway merge`, and gives its exit status. */
export async function runMerge(command: Flags, signal: AbortSignal): Promise<number> {
  const { findShards, mergeCommand } = await import('./commands/merge.ts');
  const { mergeRequest } = await import('./request/merge-request.ts');
  const found = await findShards(command.positionals, host().cwd);
  const asked = await mergeRequest({ ...command, positionals: [] }, host(), found);
  const terminal = await openTerminal();
  const ports = await portsOf(asked.request, signal, terminal.progress);
  const answer = await mergeCommand(asked, found, ports).finally(terminal.end);
  return tellBuild(answer, asked.request, terminal);
}
