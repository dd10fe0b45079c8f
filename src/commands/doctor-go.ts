import { composeGoEnvironment } from '../gobuild/environment.ts';
import type { BuildRequest, GoRequest } from '../request/request.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Exec } from '../support/exec.ts';
import type { Environment } from '../support/http.ts';
import type { GoSettings } from '../toolchain/go-settings.ts';
import type { Wanted } from '../toolchain/go-specification.ts';
import { compareGoVersions } from '../toolchain/go-version.ts';
import type { findLocalGo, LocalGo } from '../toolchain/local.ts';
import type { Host } from '../toolchain/ports.ts';
import { newestInRange } from '../toolchain/version-range.ts';
import { wantedGo } from '../toolchain/wanted.ts';
import { type Finding, finding } from './finding.ts';

const nothingAsked: GoRequest = {
  version: undefined,
  askedBy: undefined,
  sha256: undefined,
  versionFile: undefined,
  checkLatest: false,
};

/** The Go on PATH, and the one that the current folder asks for. */
export async function goFindings(
  local: Awaited<ReturnType<typeof findLocalGo>>,
  request: BuildRequest | undefined,
  cwd: string,
  gowork: string,
): Promise<Finding[]> {
  const { go, notices } = local;
  const onPath =
    go === undefined
      ? finding(
          'go on PATH',
          'note',
          notices[0] ?? 'none',
          'the Go that the code asks for is fetched, checked and kept',
        )
      : finding('go on PATH', 'ok', `${go.name} in ${go.goroot}`);
  return [onPath, await wantedFinding(request?.go ?? nothingAsked, go, cwd, gowork)];
}

async function wantedFinding(
  request: GoRequest,
  go: LocalGo | undefined,
  cwd: string,
  gowork: string,
): Promise<Finding> {
  const check = 'go wanted';
  try {
    const wanted = await wantedGo(request, cwd, { gowork });
    const what = `${describeWanted(wanted)} (${wanted.askedBy})`;
    if (fits(wanted, go)) {
      const others = wanted.kind === 'range' ? ', unless a tool cache has a newer one' : '';
      return finding(check, 'ok', `${what}: the one on PATH is used${others}`);
    }
    if (wanted.checkLatest === true && wanted.kind !== 'exact' && wanted.kind !== 'url')
      return finding(check, 'note', `${what}: looked up for each build, as check-latest asks`);
    return finding(
      check,
      'note',
      `${what}: not the one on PATH`,
      "a tool cache's is used where it fits; else it is fetched once through GOPROXY, checked and kept",
    );
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_CONFIG') throw error;
    // Not being in a module is no fault of the machine: doctor may run anywhere.
    return finding(check, 'note', error.message, error.hint);
  }
}

function describeWanted(wanted: Wanted): string {
  switch (wanted.kind) {
    case 'exact':
      return wanted.version;
    case 'minimum':
      return `go${wanted.version} or newer`;
    case 'range':
      return `the newest Go in ${wanted.range}`;
    case 'url':
      return `a Go distribution from ${wanted.url.host}`;
    default:
      return `the ${wanted.kind} Go`;
  }
}

function fits(wanted: Wanted, go: LocalGo | undefined): boolean {
  if (go === undefined) return false;
  if (wanted.kind === 'exact') return wanted.version === go.name;
  if (wanted.checkLatest === true) return false;
  if (wanted.kind === 'range') return newestInRange(wanted.range, [go.name]) !== undefined;
  return wanted.kind === 'minimum' && compareGoVersions(go.version, wanted.version) >= 0;
}

/** The machine's Go settings that would change bytes and are set aside. */
export function overruledFinding(env: Environment, settings: GoSettings, goroot: string): Finding {
  const { overruled } = composeGoEnvironment({
    env,
    settings,
    goroot,
    offline: false,
    cgo: false,
    gitAuth: {},
  });
  if (overruled.length === 0)
    return finding('go settings', 'ok', 'none that Slipway would have to set aside');
  const hint = 'they do not reach the build; say it with a flag or in slipway.yaml where it is meant';
  return finding('go settings', 'note', `set aside: ${overruled.join('\n')}`, hint);
}

/** The C compiler, which only cgo needs. */
export async function compilerFinding(
  request: BuildRequest | undefined,
  settings: GoSettings,
  ports: { readonly exec: Exec; readonly env: Environment; readonly host: Host },
): Promise<Finding[]> {
  const all =
    request === undefined ? [] : [request.defaults, ...request.targets.map((target) => target.settings)];
  if (!all.some(({ cgo }) => cgo)) return [];
  const usual = ['darwin', 'freebsd', 'openbsd'].includes(ports.host.os) ? 'clang' : 'gcc';
  const [file = usual, ...args] = (settings.CC.value || usual).split(/\s+/);
  const check = 'C compiler';
  try {
    const result = await ports.exec({ file, args: [...args, '--version'], env: definedOnly(ports.env) });
    const [line = file] = result.stdout.split('\n');
    if (result.status === 0) return [finding(check, 'ok', line)];
  } catch (error) {
    if (!(error instanceof SlipwayError) || error.code !== 'E_TOOL') throw error;
  }
  return [
    finding(
      check,
      'problem',
      `${file} does not run, and cgo is on`,
      'install it, set CC, or build with --no-cgo',
    ),
  ];
}

/** An environment without names that have no value. */
export function definedOnly(env: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
