import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findProgram } from '../support/find-program.ts';
import type { Environment } from '../support/http.ts';
import { type LocalGo, readInstallation } from './local.ts';
import type { Host } from './ports.ts';

const finished = '.complete';

/**
 * The Go toolchains for a host in a runner's tool cache, where runner images and setup-go put them:
 * `$RUNNER_TOOL_CACHE/go/VERSION/ARCHITECTURE`, whole when `ARCHITECTURE.complete` lies beside (@actions/tool-cache,
 * src/tool-cache.ts, find; the runner sets the variable for every step). VERSION is a semantic version and ARCHITECTURE what
 * somebody called it (x64, amd64 …), so neither is believed: VERSION and pkg/tool inside tell. What is damaged, unfinished or
 * for another machine is passed over.
 */
export async function listRunnerTools(ports: {
  readonly env: Environment;
  readonly host: Host;
}): Promise<readonly LocalGo[]> {
  const cache = ports.env['RUNNER_TOOL_CACHE'] ?? '';
  if (cache === '') return [];
  const versions = await namesIn(join(cache, 'go'));
  const goroots = await Promise.all(versions.map((version) => finishedIn(join(cache, 'go', version))));
  const found = await Promise.all(goroots.flat().map((goroot) => readGoroot(goroot, ports.host)));
  return found.filter((go) => go !== undefined);
}

async function finishedIn(folder: string): Promise<string[]> {
  const names = await namesIn(folder);
  return names.filter((name) => names.includes(`${name}${finished}`)).map((name) => join(folder, name));
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((): string[] => []);
}

async function readGoroot(goroot: string, host: Host): Promise<LocalGo | undefined> {
  const program = await findProgram('go', { PATH: join(goroot, 'bin') }, host.os);
  return program === undefined ? undefined : readInstallation(program, host);
}
