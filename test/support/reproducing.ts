import { goHost } from '../../src/outside.ts';
import { build } from '../../src/pipeline.ts';
import type { Reproduction } from '../../src/report/reproduction/reproduction.ts';
import { readFlags } from '../../src/request/flags.ts';
import { reproduceRequest } from '../../src/request/reproduce-request.ts';
import type { BuildRequest } from '../../src/request/request.ts';
import type { Ports } from '../../src/stages/ports.ts';
import { reproduce } from '../../src/stages/reproduce/reproduce.ts';
import type { Build } from '../../src/stages/sizes/base-builds.ts';
import { readGoSettings } from '../../src/toolchain/go-settings.ts';
import { type Machine, portsOf } from './build-run.ts';
import { validateReport } from './report-schema.ts';

/** What is changed in one of the builds: its request, or what it sees of the outside. */
export type Fault = (
  request: BuildRequest,
  ports: Ports,
) => { readonly request?: BuildRequest; readonly ports?: Ports };

export interface Seen {
  readonly request: BuildRequest;
  readonly ports: Ports;
}

/**
 * Runs `slipway reproduce` in this process. Its builds take what is compiled already, which saves time and is no part of what is
 * looked at here; test/e2e/reproduce.test.ts begins from nothing.
 * @param faults what is changed in the first build, and in the second
 */
export async function reproducing(
  machine: Machine,
  argv: readonly string[],
  faults: readonly (Fault | undefined)[] = [],
  ports: Ports = portsOf(machine),
): Promise<{ readonly found: Reproduction; readonly seen: readonly Seen[] }> {
  const compiled = (await readGoSettings(machine.env, { host: goHost() })).GOCACHE.value;
  const seen: Seen[] = [];
  const quick: Build = async (request, own) => {
    seen.push({ request, ports: own });
    const near = { ...own, env: { ...own.env, GOCACHE: compiled } };
    const changed = faults[seen.length - 1]?.(request, near);
    return build(changed?.request ?? request, changed?.ports ?? near);
  };
  const host = { cwd: machine.cacheDirectory, env: machine.env, os: process.platform };
  const usual = argv.includes('--base') ? [] : ['--base', 'scratch'];
  const platform = argv.includes('--platform') ? [] : ['--platform', 'linux/amd64'];
  const flags = [...argv, ...usual, ...platform, '--cache-dir', machine.cacheDirectory];
  const request = await reproduceRequest(readFlags('reproduce', flags), host);
  const found = await reproduce(request, ports, quick);
  validateReport(found, 'reproduction');
  return { found, seen };
}

/** Linker flags of a build's own: a text that it alone has. */
export function linkedWith(ldflags: string): Fault {
  return (request) => ({
    request: { ...request, defaults: { ...request.defaults, ldflags } },
  });
}
