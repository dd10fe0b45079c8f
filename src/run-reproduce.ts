import { reproduction } from './commands/build.ts';
import { host, openTerminal, printJson, terminalOf, writeReport } from './console.ts';
import { portsOf } from './process.ts';
import { formatReproduction } from './report/reproduction/text.ts';
import type { Flags } from './request/flags.ts';
import { reproduceRequest } from './request/reproduce-request.ts';

/** Runs `slipway reproduce` and gives its exit status: 1 where something differs. */
export async function runReproduce(command: Flags, signal: AbortSignal): Promise<number> {
  const request = await reproduceRequest(command, host());
  const terminal = await openTerminal();
  const ports = await portsOf(request, signal, terminal.progress);
  const found = await reproduction(request, ports).finally(terminal.end);
  await writeReport(command.values.report, found);
  const { size, color } = terminalOf(process.stdout);
  if (command.values.json === true) printJson(found);
  else process.stdout.write(formatReproduction(found, { color, columns: size().columns }));
  return found.outcome === 'pass' ? 0 : 1;
}
