import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { openBlobStore } from '../../src/cache/local-store.ts';
import { goHost } from '../../src/outside.ts';
import type { UpxPorts } from '../../src/pack/upx.ts';
import { exec } from '../../src/support/exec.ts';
import { tool, toolEnvironment } from './tools.ts';

/** A folder for PATH in which `upx` is the real one of the tests; and the environment in which it runs. */
export async function upxOnPath(folder: string): Promise<Record<string, string>> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  await symlink(tool('upx'), join(bin, 'upx'));
  const { LD_LIBRARY_PATH } = toolEnvironment('upx');
  return { PATH: bin, ...(LD_LIBRARY_PATH !== undefined && { LD_LIBRARY_PATH }) };
}

/** What finding and running UPX needs, with a cache of the test's own and nothing of the network. */
export function packingPorts(
  folder: string,
  env: Readonly<Record<string, string>>,
  said: string[] = [],
): UpxPorts {
  const cacheDirectory = join(folder, 'cache');
  return {
    exec,
    env,
    host: goHost(),
    store: openBlobStore(cacheDirectory),
    cacheDirectory,
    offline: true,
    signal: new AbortController().signal,
    say: (text) => said.push(text),
  };
}
