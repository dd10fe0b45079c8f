import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Service, startService } from './service.ts';
import { output, runTool, tool, toolEnvironment } from './tools.ts';

interface RuntimeConfig {
  process: { terminal: boolean; args: string[]; capabilities: Record<string, string[]> };
  root: { readonly?: boolean };
  mounts: { type: string }[];
  linux: { namespaces: { type: string }[]; resources?: object };
}

/** Unpacks an image (LAYOUT:REFERENCE of one platform) with umoci into a runtime bundle; gives its root file system. */
export async function unpack(image: string, bundle: string): Promise<string> {
  await output('umoci', ['unpack', '--image', image, bundle]);
  return join(bundle, 'rootfs');
}

/**
 * Starts an unpacked image with runc, as strictly as a careful cluster would: read-only root, no capabilities, 64 MiB of
 * memory, the user that the image says. It shares this machine's network, so that its port can be asked.
 */
export async function startContainer(
  bundle: string,
  args: readonly string[],
  port: number,
): Promise<Service & { containerPid(): Promise<number> }> {
  const path = join(bundle, 'config.json');
  const config = JSON.parse(await readFile(path, 'utf8')) as RuntimeConfig;
  config.process.terminal = false;
  config.process.args.push(...args);
  for (const set of Object.keys(config.process.capabilities)) config.process.capabilities[set] = [];
  config.root.readonly = true;
  config.mounts = config.mounts.filter(({ type }) => type !== 'sysfs' && type !== 'cgroup');
  config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'network');
  config.linux.resources = { memory: { limit: 64 * 1024 * 1024 } };
  await writeFile(path, JSON.stringify(config));
  const name = `slipway-test-${randomBytes(6).toString('hex')}`;
  const state = ['--root', join(bundle, 'state')];
  const service = startService(
    tool('runc'),
    [...state, 'run', '--bundle', bundle, name],
    port,
    toolEnvironment('runc'),
  );
  return {
    ...service,
    async containerPid() {
      const { stdout } = await runTool('runc', [...state, 'state', name]);
      return (JSON.parse(stdout) as { pid: number }).pid;
    },
  };
}
