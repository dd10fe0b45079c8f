import assert from 'node:assert/strict';
import { chmod, copyFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunResult } from '../../src/commands/run.ts';
import type { TriedReport } from '../../src/report/sandbox-report.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { librariesOf, writeProgram } from './engines/engine.ts';
import { goProgram, shipped } from './go-programs.ts';
import { validateReport } from './report-schema.ts';
import { slipway } from './slipway.ts';
import { tool } from './tools.ts';

/** What a machine has anyway, and what the sandbox uses of it: sh, nsenter, unshare, setpriv. */
const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin';

/** PATH of a machine that has these tools of the tests' table beside what every machine has. */
export async function pathWithTools(folder: string, ...names: readonly string[]): Promise<string> {
  for (const name of names) {
    // qemu itself is put into roots; the others find their libraries by a script.
    if (name.startsWith('qemu-')) await link(folder, name);
    else await writeProgram(folder, name, [await reachable(folder, name)], librariesOf(name));
  }
  await chmod(folder, 0o755);
  return `${join(folder, 'bin')}:${systemPath}`;
}

/** bubblewrap is started as who the program is to be, and a repository may be its owner's alone. */
async function reachable(folder: string, name: string): Promise<string> {
  if (name !== 'bwrap') return tool(name);
  const copy = join(folder, 'bubblewrap');
  await copyFile(tool(name), copy);
  await chmod(copy, 0o755);
  return copy;
}

async function link(folder: string, name: string): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await symlink(tool(name), join(folder, 'bin', `${name}-static`));
}

/** The program whose fault its first argument names. */
export function trialProgramPath(architecture = 'amd64'): string {
  return goProgram({ source: 'trial', args: shipped, env: { GOOS: 'linux', GOARCH: architecture } }).path;
}

export interface Trial {
  readonly status: number | null;
  readonly result: RunResult;
  readonly tried: TriedReport;
  /** A check's verdict, by its name without `sandbox/`. */
  verdict(check: string): Verdict;
  /** `check: status`, of those that did not pass. */
  readonly notPassed: readonly string[];
}

/** `slipway run --json`; what it prints obeys the schema, and its status is that of its outcome. */
export async function trial(
  args: readonly string[],
  path: string,
  options: { readonly prefix?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Trial> {
  const { prefix = [], env = {} } = options;
  const ended = await slipway(['run', '--json', ...args], { prefix, env: { ...env, PATH: path } });
  assert.match(ended.stdout, /^\{/, ended.stderr);
  const result = JSON.parse(ended.stdout) as RunResult;
  assert.ok(result.verdicts !== undefined, ended.stdout);
  validateReport(result, 'trial');
  assert.equal(ended.status, result.outcome === 'pass' ? 0 : 1);
  const { verdicts, sandbox } = result;
  return {
    status: ended.status,
    result,
    tried: sandbox as TriedReport,
    verdict: (check) => {
      const found = verdicts.find((one) => one.check === `sandbox/${check}`);
      assert.ok(found, `there is no verdict of ${check} in ${JSON.stringify(verdicts)}`);
      return found;
    },
    notPassed: verdicts
      .filter(({ status }) => status !== 'pass')
      .map(({ check, status }) => `${check.replace('sandbox/', '')}: ${status}`),
  };
}

/** A server's contract on port 8080, as --smoke takes it. */
export function contract(fields: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ http: 'http://localhost:8080/healthz', within: '20s', ...fields });
}
