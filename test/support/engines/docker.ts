import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment, tool } from '../tools.ts';
import {
  type Engine,
  librariesOf,
  pathWith,
  runOnce,
  runProgram,
  startDaemon,
  writeProgram,
} from './engine.ts';

/** What dockerd needs of other programs, and docker, which speaks to it. */
export const dockerTools = ['docker', 'dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc'] as const;

/** dockerd, with a containerd of its own, on a socket in the folder. It touches neither bridges nor the firewall. */
export async function startDocker(folder: string): Promise<Engine> {
  await mkdir(folder, { recursive: true });
  const config = join(folder, 'daemon.json');
  await writeFile(config, '{}');
  const host = `unix://${join(folder, 'docker.sock')}`;
  const network = ['--iptables=false', '--ip6tables=false', '--bridge=none', '--ip-forward=false'];
  const state = ['--data-root', 'data', '--exec-root', 'exec', '--pidfile', 'pid'].map((word) =>
    word.startsWith('--') ? word : join(folder, word),
  );
  const command = [tool('dockerd'), '--config-file', config, '--host', host, ...state, ...network];
  const daemonEnv = {
    PATH: pathWith('dockerd', 'containerd', 'containerd-shim-runc-v2', 'runc'),
    ...librariesOf('dockerd'),
  };
  const bin = await writeProgram(folder, 'docker', [tool('docker')], librariesOf('docker'));
  const env = {
    PATH: `${bin}:${environment()['PATH'] ?? ''}`,
    DOCKER_HOST: host,
    DOCKER_CONFIG: join(folder, 'client'),
  };
  const run: Engine['run'] = (...args) => runProgram(join(bin, 'docker'), args, env);
  const daemon = await startDaemon(folder, command, daemonEnv, () => run('version'));
  return {
    env,
    run,
    runImage: (image, program, ...args) => run(...runOnce(image, program), ...args),
    stop: daemon.stop,
  };
}
