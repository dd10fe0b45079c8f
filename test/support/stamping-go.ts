import { chmod, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { go } from './go-programs.ts';

/**
 * A Go distribution whose go command links the time into a variable, as build scripts do that nobody can repeat. Everything else in it is
 * the real one's.
 * @param folder an empty one, which becomes its GOROOT
 * @returns the folder to put on PATH
 */
export async function stampingGo(folder: string, variable: string): Promise<string> {
  const real = go(['env', 'GOROOT'], {}).trim();
  for (const name of (await readdir(real)).filter((each) => each !== 'bin')) {
    await symlink(join(real, name), join(folder, name));
  }
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const script = `#!/bin/sh
now=$(date +%s%N)
count=$#
while [ "$count" -gt 0 ]; do
  word=$1
  shift
  case $word in -ldflags=*) word="$word -X ${variable}=$now" ;; esac
  set -- "$@" "$word"
  count=$((count - 1))
done
exec '${join(real, 'bin', 'go')}' "$@"
`;
  await writeFile(join(bin, 'go'), script);
  await chmod(join(bin, 'go'), 0o755);
  return bin;
}
