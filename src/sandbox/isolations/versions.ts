import type { Exec } from '../../support/exec.ts';

/** A tool's name and version, for people: `runc 1.1.5`; its name alone when it does not say. */
export async function labelOf(
  name: string,
  file: string,
  exec: Exec,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { stdout, status } = await exec({ file, args: ['--version'], env });
  const version = status === 0 ? /\d+\.\d+[^\s,]*/.exec(stdout)?.[0] : undefined;
  return version === undefined ? name : `${name} ${version}`;
}

/** The environment that a tool of this machine runs in: its PATH, and where its libraries are. */
export function toolVariables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const names = ['PATH', 'HOME', 'LD_LIBRARY_PATH', 'XDG_RUNTIME_DIR', 'DOCKER_HOST', 'DOCKER_CONFIG'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
