import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes the program `slipway` into a folder, as a script that runs the one beside the action on the action's Node; the folder
 * is for PATH.
 * @param program path of dist/cli.js
 */
export async function writeProgram(folder: string, node: string, program: string): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin, { recursive: true });
  const script = join(bin, 'slipway');
  await writeFile(script, `#!/bin/sh\nexec ${shellWord(node)} ${shellWord(program)} "$@"\n`);
  await chmod(script, 0o755);
  await writeFile(join(bin, 'slipway.cmd'), `@"${node}" "${program}" %*\r\n`);
  return bin;
}

/** One word of a POSIX shell, whatever is in it (POSIX.1-2017, 2.2.2 "Single-Quotes"). */
function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
