import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { ClientPorts } from '../../../src/engine/buildkit/client.ts';
import { goHost } from '../../../src/outside.ts';
import { exec } from '../../../src/support/exec.ts';
import { folderOf } from '../../support/temporary.ts';

/** A machine whose clients of BuildKit are tiny programs. */
export interface FakeMachine {
  readonly ports: ClientPorts;
  readonly folder: string;
}

/** @param programs name → the lines of a shell script */
export async function machineWith(
  t: TestContext,
  programs: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<FakeMachine> {
  const folder = await folderOf(t);
  for (const [name, body] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return { folder, ports: { exec, env: { PATH: folder, ...env }, host: goHost() } };
}

/** What buildctl says of a buildkitd. */
export const buildctlSaying = (version: string): string =>
  `case "$*" in
*"debug info"*) printf 'BuildKit:\\tgithub.com/moby/buildkit ${version} 0123abc\\n' ;;
*"debug workers"*) echo 'linux/amd64 linux/arm64 linux/amd64 ' ;;
esac`;

/** What buildx says of a builder with two nodes. */
export const buildxSaying = (text: string): string =>
  `case "$*" in
"version"|"buildx version") ;;
*inspect*) /bin/cat <<'END'
${text}
END
;;
esac`;
