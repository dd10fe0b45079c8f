import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/**
 * The program of a name that PATH leads to; undefined when there is none. As Go's os/exec: entries that are not absolute
 * are not searched, so that a folder cannot bring its own.
 * @param os Go's name of the system that this process runs on
 */
export async function findProgram(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
  os: string,
): Promise<string | undefined> {
  const path = env['PATH'] ?? (os === 'windows' ? env['Path'] : undefined) ?? '';
  for (const folder of path.split(delimiter).filter((entry) => isAbsolute(entry))) {
    const program = join(folder, os === 'windows' ? `${name}.exe` : name);
    const isFile = await stat(program).then(
      (state) => state.isFile(),
      () => false,
    );
    const runs = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isFile && runs) return program;
  }
  return undefined;
}
