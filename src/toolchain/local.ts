import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SlipwayError } from '../support/errors.ts';
import { type Exec, failure } from '../support/exec.ts';
import { exists } from '../support/files.ts';
import { findProgram } from '../support/find-program.ts';
import type { Environment } from '../support/http.ts';
import { versionOfToolchain } from './go-version.ts';
import type { Host } from './ports.ts';

/** A Go installation that was there before: PATH leads to it, or it lies in a runner's tool cache. */
export interface LocalGo {
  /** As its VERSION file or `go env GOVERSION` says: go1.26.8, go1.26.8-acme, devel go1.28-1a2b3c4 … */
  readonly name: string;
  /** What it can stand in for: 1.26.8; a development build counts as its line, 1.28. */
  readonly version: string;
  readonly goroot: string;
  /** The go program itself. */
  readonly go: string;
}

/**
 * The Go on PATH. It is not run where its files tell what it is: `go` or the file it links to lies in GOROOT/bin. A wrapper
 * script is asked with `go env`. One that does not work, or is for another machine than the host, is passed over with a notice.
 */
export async function findLocalGo(ports: {
  readonly env: Environment;
  readonly host: Host;
  readonly exec: Exec;
  readonly signal?: AbortSignal | undefined;
}): Promise<{ readonly go: LocalGo | undefined; readonly notices: readonly string[] }> {
  const program = await findProgram('go', ports.env, ports.host.os);
  if (program === undefined) return { go: undefined, notices: [] };
  const byFiles = await readInstallation(program, ports.host);
  if (byFiles !== undefined) return { go: byFiles, notices: [] };
  const asked = await askProgram(program, ports);
  return typeof asked === 'string'
    ? { go: undefined, notices: [`the Go on PATH (${program}) is passed over: ${asked}`] }
    : { go: asked, notices: [] };
}

/**
 * What an installation's files tell, when the program's own folder is GOROOT/bin: VERSION and pkg/tool beside it (cmd/go,
 * internal/cfg, isGOROOT). Undefined where they tell nothing, or another machine than the host.
 */
export async function readInstallation(program: string, host: Host): Promise<LocalGo | undefined> {
  const go = await realpath(program);
  const goroot = dirname(dirname(go));
  const name = await readVersionName(goroot);
  if (name === undefined) return undefined;
  const tools = join(goroot, 'pkg', 'tool', `${host.os}_${host.architecture}`);
  return (await exists(tools)) ? describe(name, goroot, go) : undefined;
}

/** The first line of GOROOT/VERSION; undefined when there is none. */
export async function readVersionName(goroot: string): Promise<string | undefined> {
  const text = await readFile(join(goroot, 'VERSION'), 'utf8').catch(() => '');
  const name = text.split('\n')[0]?.trim() ?? '';
  return name === '' ? undefined : name;
}

function describe(name: string, goroot: string, go: string): LocalGo | undefined {
  const version = versionOfToolchain(name) ?? /^devel go(\d+\.\d+)/.exec(name)?.[1];
  return version === undefined ? undefined : { name, version, goroot, go };
}

/** What the program says about itself, or why it is of no use. */
async function askProgram(
  program: string,
  { env, host, exec, signal }: Parameters<typeof findLocalGo>[0],
): Promise<LocalGo | string> {
  const kept = ['PATH', 'HOME', 'USERPROFILE', 'SystemRoot', 'TMPDIR', 'TEMP', 'LocalAppData'];
  const given = kept.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  try {
    const result = await exec({
      file: program,
      args: ['env', 'GOROOT', 'GOVERSION', 'GOHOSTOS', 'GOHOSTARCH'],
      env: { ...Object.fromEntries(given), GOTOOLCHAIN: 'local', GOENV: 'off', GO111MODULE: 'off' },
      signal,
    });
    if (result.status !== 0) return `"go env" ends with ${failure(result)}`;
    const lines = result.stdout.split('\n').map((line) => line.trim());
    const [goroot = '', name = '', os, architecture] = lines;
    const go = join(goroot, 'bin', 'go');
    const found = describe(name, goroot, (await exists(go)) ? go : program);
    if (found === undefined) return `"go env" does not name its version (${JSON.stringify(name)})`;
    if (os === host.os && architecture === host.architecture) return found;
    return `it is for ${os}/${architecture}, and one for ${host.os}/${host.architecture} is wanted`;
  } catch (error) {
    if (error instanceof SlipwayError && error.code === 'E_TOOL') return error.message;
    throw error;
  }
}
