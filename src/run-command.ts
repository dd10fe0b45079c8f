import { availableParallelism, freemem } from 'node:os';
import { host, openTerminal, print, printJson, terminalOf, writeReport } from './console.ts';
import { expectTables, portsOf } from './process.ts';
import type { Invocation } from './request/flags.ts';
import { runBuild, runMerge } from './run-build.ts';

/** A command line that was understood. */
type Command = Extract<Invocation, { kind: 'command' }>;

/** Runs a command and gives its exit status. */
export function runCommand(command: Command, signal: AbortSignal): Promise<number> {
  return runs[command.command](command, signal);
}

/** Each command loads what it needs when it is called: start-up is paid once per run, thousands of times a day. */
const runs = {
  build: runBuild,
  merge: runMerge,
  inspect: runInspect,
  compare: runCompare,
  'compare-go': runCompareGo,
  reproduce: async (command: Command, signal: AbortSignal) =>
    (await import('./run-reproduce.ts')).runReproduce(command, signal),
  verify: runVerify,
  run: runRun,
  tree: runTree,
  convert: runConvert,
  tags: runTags,
  lock: runLock,
  history: runHistory,
  sign: runSign,
  'sign-blob': runSignBlob,
  sbom: runSbom,
  doctor: runDoctor,
} as const;

async function runInspect(command: Command, signal: AbortSignal): Promise<number> {
  const { inspectRequest } = await import('./request/inspect-request.ts');
  const { inspectCommand, inspectedStatus, inspectedText } = await import('./commands/inspect.ts');
  const { values } = command;
  const request = await inspectRequest(command, host());
  const terminal = await openTerminal();
  const outside = {
    ports: () => portsOf(request, signal, terminal.progress),
    beforeProgram: expectTables,
  };
  const found = await inspectCommand(request, outside).finally(terminal.end);
  await writeReport(values.report, found);
  const { size, color } = terminalOf(process.stdout);
  if (values.json === true) printJson(found);
  else process.stdout.write(await inspectedText(found, { color, columns: size().columns }));
  return inspectedStatus(found);
}

async function runCompare(command: Command, signal: AbortSignal): Promise<number> {
  const { compareRequest } = await import('./request/compare-request.ts');
  const { compareCommand } = await import('./commands/compare.ts');
  const { values } = command;
  const request = await compareRequest(command, host());
  const result = await compareCommand(request, {
    ports: () => portsOf(request.before, signal),
    beforeProgram: expectTables,
  });
  await writeReport(values.report, result);
  if (values.json === true) return printJson(result);
  if (values.markdown === true) {
    const { comparisonMarkdown } = await import('./report/comparison-markdown.ts');
    process.stdout.write(comparisonMarkdown(result));
    return 0;
  }
  const { formatComparison } = await import('./report/comparison-text.ts');
  const { size, color } = terminalOf(process.stdout);
  process.stdout.write(formatComparison(result, { color, columns: size().columns }));
  return 0;
}

async function runCompareGo(command: Command, signal: AbortSignal): Promise<number> {
  const { compareGoRequest } = await import('./request/compare-go-request.ts');
  const { parsePlatform } = await import('./request/platform.ts');
  const { compareGoCommand } = await import('./commands/compare-go.ts');
  const { goHost } = await import('./outside.ts');
  const { os, architecture } = goHost();
  const machine = parsePlatform(`${os}/${architecture}`);
  const request = await compareGoRequest(command, host(), machine);
  const terminal = await openTerminal();
  const ports = await portsOf(request, signal, terminal.progress);
  const found = await compareGoCommand(request, ports).finally(terminal.end);
  await writeReport(command.values.report, found);
  if (command.values.json === true) return printJson(found);
  const { formatGoComparison } = await import('./report/go-versions/text.ts');
  const { size, color } = terminalOf(process.stdout);
  process.stdout.write(formatGoComparison(found, { color, columns: size().columns }));
  return 0;
}

async function runVerify(command: Command, signal: AbortSignal): Promise<number> {
  const { verifyAll } = await import('./commands/verify-all.ts');
  const { formatVerification } = await import('./report/verification-text.ts');
  const { values } = command;
  const result = await verifyAll(command, host(), (request) => portsOf(request, signal));
  await writeReport(values.report, result);
  if (values.json === true) printJson(result);
  else print(formatVerification(result));
  return result.outcome === 'pass' ? 0 : 1;
}

async function runRun(command: Command, signal: AbortSignal): Promise<number> {
  const { runRequest } = await import('./request/run-request.ts');
  const { runCommand } = await import('./commands/run.ts');
  const { formatTrial } = await import('./report/sandbox-text.ts');
  const { values } = command;
  const request = await runRequest(command, host());
  const result = await runCommand(request, await portsOf(request, signal));
  await writeReport(values.report, result);
  const { size, color } = terminalOf(process.stdout);
  if (values.json === true) printJson(result);
  else process.stdout.write(formatTrial(result, { columns: size().columns, color }));
  return result.outcome === 'pass' ? 0 : 1;
}

async function runTree(command: Command, signal: AbortSignal): Promise<number> {
  const { subjectRequest } = await import('./request/subject-request.ts');
  const { treeCommand } = await import('./commands/tree.ts');
  const { formatTree } = await import('./report/tree-text.ts');
  const request = await subjectRequest('tree', command, host());
  const result = await treeCommand(request, await portsOf(request, signal));
  await writeReport(command.values.report, result);
  if (command.values.json === true) return printJson(result);
  return print(formatTree(result, { color: terminalOf(process.stdout).color }));
}

async function runConvert(command: Command, signal: AbortSignal): Promise<number> {
  const { convertRequest } = await import('./request/convert-request.ts');
  const { convertCommand, formatConversion } = await import('./commands/convert.ts');
  const request = await convertRequest(command, host());
  const terminal = await openTerminal();
  const ports = await portsOf(request, signal, terminal.progress);
  const conversion = await convertCommand(request, ports).finally(terminal.end);
  await writeReport(request.reportFile, conversion);
  return request.json ? printJson(conversion) : print(formatConversion(conversion));
}

async function runTags(command: Command, signal: AbortSignal): Promise<number> {
  const { tagsRequest } = await import('./request/tags-request.ts');
  const { tagsCommand } = await import('./commands/tags.ts');
  const { exec } = await import('./support/exec.ts');
  const request = await tagsRequest(command, host());
  const result = await tagsCommand(request, {
    exec: (one) => exec({ ...one, signal }),
    env: process.env,
    now: () => new Date(),
  });
  if (command.values.json === true) return printJson(result);
  for (const notice of result.notices) process.stderr.write(`slipway: ${notice}\n`);
  return result.tags.length === 0 ? 0 : print(result.tags.join('\n'));
}

async function runLock(command: Command, signal: AbortSignal): Promise<number> {
  const { lockRequest } = await import('./request/lock-request.ts');
  const { formatLock, lockCommand } = await import('./commands/lock.ts');
  const { runRegistry } = await import('./stages/registries.ts');
  const { resolve: resolveReference } = await import('./registry/manifests.ts');
  const { exec } = await import('./support/exec.ts');
  const request = await lockRequest(command, host());
  const { registries } = request;
  const clock = { seconds: () => performance.now() / 1000, now: () => Date.now() };
  const ports = {
    env: process.env,
    exec: (one: Parameters<typeof exec>[0]) => exec({ ...one, signal }),
    clock,
    signal,
  };
  const registry = runRegistry({ registries, offline: false }, ports);
  const result = await lockCommand(request, {
    base: async (reference) => (await resolveReference(registry, reference)).digest,
    packs: async (packing) => {
      const { packDecisions } = await import('./commands/build.ts');
      const terminal = await openTerminal();
      const building = await portsOf(packing, signal, terminal.progress);
      return packDecisions(packing, building).finally(terminal.end);
    },
  }).finally(registry.close);
  return command.values.json === true ? printJson(result) : print(formatLock(result));
}

async function runHistory(command: Command, signal: AbortSignal): Promise<number> {
  const { historyRequest } = await import('./request/history-request.ts');
  const { historyCommand } = await import('./commands/history.ts');
  const request = historyRequest(command, host());
  const result = await historyCommand(request, await portsOf(request, signal));
  await writeReport(command.values.report, result);
  if (command.values.json === true) return printJson(result);
  const { formatHistory } = await import('./report/history/text.ts');
  const { size, color } = terminalOf(process.stdout);
  process.stdout.write(formatHistory(result.points, { color, columns: size().columns }));
  for (const notice of result.notices) process.stderr.write(`slipway: ${notice}\n`);
  return 0;
}

async function runSign(command: Command, signal: AbortSignal): Promise<number> {
  const { signRequest } = await import('./request/sign-request.ts');
  const { formatSignatures, signCommand } = await import('./commands/sign.ts');
  const request = signRequest(command, host());
  const result = await signCommand(request, await portsOf(request, signal));
  await writeReport(command.values.report, result);
  return command.values.json === true ? printJson(result) : print(formatSignatures(result));
}

async function runSignBlob(command: Command, signal: AbortSignal): Promise<number> {
  const { signBlobRequest } = await import('./request/sign-request.ts');
  const { formatFileSignatures, signBlobCommand } = await import('./commands/sign-blob.ts');
  const { exec } = await import('./support/exec.ts');
  const { goHost } = await import('./outside.ts');
  const request = signBlobRequest(command, host());
  const result = await signBlobCommand(request, {
    env: process.env,
    exec: (one) => exec({ ...one, signal }),
    host: goHost(),
    now: () => Date.now(),
    cacheDirectory: request.cacheDirectory,
    signal,
  });
  await writeReport(command.values.report, result);
  return command.values.json === true ? printJson(result) : print(formatFileSignatures(result));
}

async function runSbom(command: Command, signal: AbortSignal): Promise<number> {
  const { sbomRequest } = await import('./request/sbom-request.ts');
  const { sbomCommand } = await import('./commands/sbom.ts');
  const request = await sbomRequest(command, host());
  const { document, notices } = await sbomCommand(request, () => portsOf(request, signal));
  process.stdout.write(document);
  for (const notice of notices) process.stderr.write(`slipway: ${notice}\n`);
  return 0;
}

async function runDoctor(command: Command, signal: AbortSignal): Promise<number> {
  const { doctor, doctorStatus, formatDoctor } = await import('./commands/doctor.ts');
  const { exec } = await import('./support/exec.ts');
  const { goHost } = await import('./outside.ts');
  const machine = {
    nodeVersion: process.versions.node,
    cores: availableParallelism(),
    freeMemoryBytes: freemem(),
  };
  const report = await doctor(command, {
    exec: (one) => exec({ ...one, signal }),
    ...host(),
    host: goHost(),
    machine,
    signal,
  });
  await writeReport(command.values.report, report);
  if (command.values.json === true) printJson(report);
  else print(formatDoctor(report));
  return doctorStatus(report);
}
