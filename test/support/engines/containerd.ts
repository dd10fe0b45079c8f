import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment, tool } from '../tools.ts';
import { type Engine, librariesOf, pathWith, runProgram, startDaemon, writeProgram } from './engine.ts';

/** What containerd needs of other programs, and ctr, which speaks to it. */
export const containerdTools = ['containerd', 'containerd-shim-runc-v2', 'ctr', 'runc'] as const;

/** containerd on a socket in the folder. */
export async function startContainerd(folder: string): Promise<Engine> {
  await mkdir(folder, { recursive: true });
  const socket = join(folder, 'containerd.sock');
  const config = join(folder, 'config.toml');
  await writeFile(config, configuration(folder, socket));
  const daemonEnv = {
    PATH: pathWith('containerd', 'containerd-shim-runc-v2', 'runc'),
    ...librariesOf('containerd'),
  };
  const bin = await writeProgram(folder, 'ctr', [tool('ctr')], librariesOf('ctr'));
  const env = { PATH: `${bin}:${environment()['PATH'] ?? ''}`, CONTAINERD_ADDRESS: socket };
  const run: Engine['run'] = (...args) => runProgram(join(bin, 'ctr'), args, env);
  const daemon = await startDaemon(folder, [tool('containerd'), '--config', config], daemonEnv, () =>
    run('version'),
  );
  const limits = ['--rm', '--read-only', '--net-host', '--memory-limit', String(64 * 2 ** 20)];
  const pipes = ['--fifo-dir', join(folder, 'pipes')];
  return {
    env,
    run,
    runImage: (image, program, ...args) =>
      run('run', ...limits, ...pipes, image, `run-${randomBytes(4).toString('hex')}`, program, ...args),
    stop: daemon.stop,
  };
}

/** containerd-config.toml(5); Kubernetes' interface is left out, which wants a network of its own. */
function configuration(folder: string, socket: string): string {
  return `version = 2
root = ${JSON.stringify(join(folder, 'root'))}
state = ${JSON.stringify(join(folder, 'state'))}
disabled_plugins = ["io.containerd.grpc.v1.cri"]
[grpc]
  address = ${JSON.stringify(socket)}
[ttrpc]
  address = ${JSON.stringify(`${socket}.ttrpc`)}
`;
}
