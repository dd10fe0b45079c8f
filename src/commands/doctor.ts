import type { Flags } from '../request/flags.ts';
import { cacheDirectory } from '../request/host-environment.ts';
import type { BuildRequest } from '../request/request.ts';
import { buildRequest } from '../request/resolve.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Exec } from '../support/exec.ts';
import type { Environment, HttpClient } from '../support/http.ts';
import { readGoSettings } from '../toolchain/go-settings.ts';
import { findLocalGo } from '../toolchain/local.ts';
import type { Host } from '../toolchain/ports.ts';
import { slipwayVersion } from '../version.ts';
import { gitFindings } from './doctor-git.ts';
import { compilerFinding, goFindings, overruledFinding } from './doctor-go.ts';
import { folderFindings, type Machine, machineFindings } from './doctor-machine.ts';
import { networkFindings } from './doctor-network.ts';
import { runFindings } from './doctor-runs.ts';
import { type Finding, finding } from './finding.ts';

export interface DoctorPorts {
  readonly exec: Exec;
  readonly env: Environment;
  readonly cwd: string;
  readonly os: NodeJS.Platform;
  readonly host: Host;
  readonly machine: Machine;
  readonly signal?: AbortSignal | undefined;
  /** Undefined: a client with short timeouts, made for this call. */
  readonly http?: HttpClient | undefined;
}

/** `slipway doctor --json`; schema/report.schema.json says the same. */
export interface DoctorReport {
  readonly slipway: string;
  /** False when something stands in the way of a build. */
  readonly ready: boolean;
  readonly findings: readonly Finding[];
}

/**
 * What this machine and the current folder have and lack for `slipway build`. Changes nothing; a fault that it finds is a
 * finding, never an error.
 * @param flags of `slipway doctor`, as {@link readFlags} gives them
 */
export async function doctor(flags: Flags, ports: DoctorPorts): Promise<DoctorReport> {
  const { cwd, env, host } = ports;
  const configuration = await readConfiguration(flags, ports);
  const { request } = configuration;
  const local = await findLocalGo(ports);
  const settings = await readGoSettings(env, { goroot: local.go?.goroot, host });
  const offline = flags.values.offline === true;
  const cache = request?.cacheDirectory ?? cacheDirectory(flags.values.cacheDirectory, ports, []);
  const findings = await Promise.all([
    machineFindings(ports.machine),
    configuration.finding,
    goFindings(local, request, cwd, settings.GOWORK.value),
    overruledFinding(env, settings, local.go?.goroot ?? ''),
    compilerFinding(request, settings, ports),
    networkFindings(settings, offline, ports),
    gitFindings(ports),
    runFindings({ ...ports, signal: ports.signal ?? new AbortController().signal }),
    folderFindings({
      'cache folder': cache,
      GOCACHE: settings.GOCACHE.value,
      GOMODCACHE: settings.GOMODCACHE.value,
    }),
  ]);
  const all = findings.flat();
  return { slipway: slipwayVersion, ready: all.every(({ status }) => status !== 'problem'), findings: all };
}

/** Exit status of `slipway doctor`: 3, the environment is missing something, as for E_TOOL. */
export function doctorStatus(report: DoctorReport): 0 | 3 {
  return report.ready ? 0 : 3;
}

async function readConfiguration(
  { values }: Flags,
  ports: DoctorPorts,
): Promise<{ readonly request: BuildRequest | undefined; readonly finding: Finding }> {
  try {
    const request = await buildRequest({ values, positionals: [] }, ports);
    const { length } = request.targets;
    const detail =
      length === 0
        ? 'no targets named: the main packages are found'
        : `${length} target${length === 1 ? '' : 's'} named`;
    return { request, finding: finding('configuration', 'ok', detail) };
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_CONFIG') throw error;
    return { request: undefined, finding: finding('configuration', 'problem', error.message, error.hint) };
  }
}

const marks = { ok: '✓', note: '!', problem: '✗' } as const;

/** The findings for a terminal: one line each, what to do below it, and the conclusion last; ends without a line break. */
export function formatDoctor({ slipway, findings }: DoctorReport): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const indent = ' '.repeat(width + 6);
  const lines = findings.flatMap(({ check, status, detail, hint }) => {
    const [first = '', ...rest] = printable(detail).split('\n');
    const advice =
      hint === undefined
        ? []
        : printable(hint)
            .split('\n')
            .map((line) => `${indent}→ ${line}`);
    return [
      `  ${marks[status]} ${check.padEnd(width)}  ${first}`,
      ...rest.map((line) => indent + line),
      ...advice,
    ];
  });
  const problems = findings.filter(({ status }) => status === 'problem').length;
  const conclusion =
    problems === 0
      ? 'Nothing stands in the way of a build.'
      : `${problems} ${problems === 1 ? 'problem stands' : 'problems stand'} in the way of a build.`;
  return [`slipway ${slipway} doctor`, '', ...lines, '', conclusion].join('\n');
}

/** Text of other programs and of files, without what a terminal would obey. */
function printable(text: string): string {
  return text.replaceAll(/[\0-\x09\x0b-\x1f\x7f-\x9f]/g, ' ');
}
