import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { SlipwayError } from '../../src/support/errors.ts';
import { exec } from '../../src/support/exec.ts';
import { openHttp } from '../../src/support/http.ts';
import type { Patience } from '../../src/support/retry.ts';
import { goSpecification } from '../../src/toolchain/go-specification.ts';
import type { ToolchainPorts } from '../../src/toolchain/ports.ts';
import { resolveToolchain, type Toolchain } from '../../src/toolchain/resolve.ts';
import { temporaryFolder, testHost, toolchainFiles } from '../support/go-proxy.ts';

/** Patient, but without waiting. */
export const noPause: Patience = { attempts: 3, wait: async () => undefined, random: () => 0 };

export interface World {
  readonly ports: ToolchainPorts;
  readonly said: string[];
  readonly cacheDirectory: string;
  /** Resolves what `--go` would say, or a whole wish. */
  readonly resolve: (
    wanted: string | Parameters<typeof resolveToolchain>[0],
    patience?: Patience,
  ) => Promise<Toolchain>;
  /** The error that resolving ends with. */
  readonly fault: (wanted: string | Parameters<typeof resolveToolchain>[0]) => Promise<SlipwayError>;
}

/** A machine with a home, a cache and this environment, and nothing on PATH unless the environment says so. */
export async function makeWorld(
  t: TestContext,
  env: Readonly<Record<string, string>>,
  changes: Partial<ToolchainPorts> = {},
): Promise<World> {
  const root = await temporaryFolder(t);
  const cacheDirectory = join(root, 'cache');
  const said: string[] = [];
  const all = { HOME: root, PATH: join(root, 'empty'), ...env };
  const http = openHttp(all, { connectMilliseconds: 2000, headersMilliseconds: 400, stallMilliseconds: 400 });
  t.after(() => http.close());
  const ports: ToolchainPorts = {
    exec,
    env: all,
    host: testHost,
    cacheDirectory,
    offline: false,
    progress: (text) => said.push(text),
    http,
    ...changes,
  };
  const resolve: World['resolve'] = (wanted, patience = noPause) =>
    resolveToolchain(typeof wanted === 'string' ? goSpecification(wanted, '--go') : wanted, ports, patience);
  const fault: World['fault'] = async (wanted) => {
    const error = await resolve(wanted).then(
      (found) => assert.fail(`it gave ${found.version}`),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof SlipwayError, String(error));
    return error;
  };
  return { ports, said, cacheDirectory, resolve, fault };
}

/** Installs a tiny toolchain and gives its bin folder, to be put on PATH. */
export async function installOnPath(t: TestContext, version: string): Promise<string> {
  const goroot = await temporaryFolder(t);
  await install(goroot, version);
  return join(goroot, 'bin');
}

/** A runner's tool cache with a tiny toolchain in each `VERSION/ARCHITECTURE`, finished as setup-go leaves it. */
export async function runnerTools(
  t: TestContext,
  toolchains: Readonly<Record<string, string>>,
): Promise<{ RUNNER_TOOL_CACHE: string }> {
  const cache = await temporaryFolder(t);
  for (const [place, version] of Object.entries(toolchains)) {
    await install(join(cache, 'go', place), version);
    await writeFile(join(cache, 'go', `${place}.complete`), '');
  }
  return { RUNNER_TOOL_CACHE: cache };
}

async function install(goroot: string, version: string): Promise<void> {
  for (const [path, text] of Object.entries(toolchainFiles(version))) {
    await mkdir(dirname(join(goroot, path)), { recursive: true });
    await writeFile(join(goroot, path), text);
  }
  await chmod(join(goroot, 'bin', 'go'), 0o755);
}
