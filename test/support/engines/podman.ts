import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment, tool } from '../tools.ts';
import {
  coveredCommand,
  type Engine,
  librariesOf,
  pathWith,
  runOnce,
  runProgram,
  writeProgram,
} from './engine.ts';

/** What podman needs of other programs. */
export const podmanTools = ['podman', 'conmon', 'runc'] as const;

/** podman for root, with a store of its own in the folder. It has no daemon. */
export async function startPodman(folder: string): Promise<Engine> {
  const home = join(folder, 'home');
  const settings = join(home, '.config', 'containers');
  await mkdir(settings, { recursive: true });
  const policy = { default: [{ type: 'insecureAcceptAnything' }] };
  await writeFile(join(settings, 'policy.json'), JSON.stringify(policy));
  const containersConf = join(folder, 'containers.conf');
  await writeFile(containersConf, configuration());
  const store = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run')];
  const rest = ['--tmpdir', join(folder, 'tmp'), '--storage-driver', 'vfs'];
  const command = await coveredCommand(folder, [tool('podman'), ...store, ...rest]);
  const own = { HOME: home, CONTAINERS_CONF: containersConf, ...librariesOf('podman') };
  const bin = await writeProgram(folder, 'podman', command, { ...own, PATH: pathWith('conmon', 'runc') });
  const env = { PATH: `${bin}:${environment()['PATH'] ?? ''}` };
  const run: Engine['run'] = (...args) => runProgram(join(bin, 'podman'), args, env);
  return {
    env,
    run,
    runImage: (image, program, ...args) => run(...runOnce(image, program), ...args),
    stop: async () => undefined,
  };
}

/** containers.conf(5). The limits are those that any machine grants; podman's own would have to be raised. */
function configuration(): string {
  // When a container ends, its monitor runs podman again, which says so in the store.
  const monitorEnv = Object.entries(librariesOf('podman')).map((variable) => variable.join('='));
  return `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
log_driver = "k8s-file"
netns = "host"
[engine]
cgroup_manager = "cgroupfs"
conmon_path = [${JSON.stringify(tool('conmon'))}]
conmon_env_vars = ${JSON.stringify(monitorEnv)}
events_logger = "none"
lock_type = "file"
runtime = "runc"
[engine.runtimes]
runc = [${JSON.stringify(tool('runc'))}]
`;
}
