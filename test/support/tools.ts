import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ToolReport, toolReportPath } from '../../scripts/tools.ts';
import { type CommandResult, exec, failure } from '../../src/support/exec.ts';

/** What a test passes to its `skip` option: why a tool is not there, or false. Where CI is true a missing tool ends the run before. */
export function lacks(...names: readonly string[]): string | false {
  const { missing } = readReport();
  const name = names.find((each) => missing[each] !== undefined);
  return name === undefined ? false : `${name} could not be had: ${missing[name]}`;
}

/** What a test passes to its `skip` option when it needs root, on a machine without. */
export function lacksRoot(): string | false {
  return process.getuid?.() === 0 ? false : 'needs root';
}

/** Absolute path of a tool of scripts/tools/table.ts. */
export function tool(name: string): string {
  return found(name).path;
}

/** Runs a tool to its end, with the libraries it came with. The test judges the status. */
export async function runTool(
  name: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<CommandResult> {
  return exec({ ...options, file: tool(name), args, env: { ...toolEnvironment(name), ...options.env } });
}

/** The environment a tool runs in: with the libraries it came with. */
export function toolEnvironment(name: string): Record<string, string> {
  const { libraryPath } = found(name);
  return libraryPath === undefined ? environment() : { ...environment(), LD_LIBRARY_PATH: libraryPath };
}

/** Runs a tool and gives its standard output; any failure is an error that says everything. */
export async function output(
  name: string,
  args: readonly string[],
  options: { cwd?: string; env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const result = await runTool(name, args, options);
  if (result.status === 0) return result.stdout;
  throw new Error(`${name} ${args.join(' ')}: ${failure(result)}\n${result.stderr}${result.stdout}`);
}

/** An environment in which `go` does what the test says and not what the machine is set to. Caches stay shared. */
export function goEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(environment()).filter(
    ([name]) => !/^(GOOS|GOARCH|GOAMD64|GOARM|GOEXPERIMENT)$/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    GOENV: 'off',
    GOFLAGS: '',
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
    ...extra,
  };
}

/** This process's environment with the tests' Go first on PATH. */
export function environment(): Record<string, string> {
  const defined = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const inherited = Object.fromEntries(defined);
  const go = readReport().found['go'];
  return go === undefined
    ? inherited
    : { ...inherited, PATH: `${dirname(go.path)}:${inherited['PATH'] ?? ''}` };
}

function found(name: string): ToolReport['found'][string] {
  const report = readReport();
  const entry = report.found[name];
  if (entry !== undefined) return entry;
  throw new Error(
    `no tool ${name}: ${report.missing[name] ?? 'run npm test, or node scripts/with-node.mjs scripts/tools.ts'}`,
  );
}

function readReport(): ToolReport {
  try {
    return JSON.parse(readFileSync(toolReportPath, 'utf8')) as ToolReport;
  } catch {
    return { table: '', found: {}, missing: {} };
  }
}
