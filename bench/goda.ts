import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolsFolder } from '../scripts/tools.ts';
import { exec, failure } from '../src/support/exec.ts';
import { exists } from '../src/support/files.ts';
import type { Machine } from './machine.ts';

const version = 'v0.7.1';
const modulePath = 'github.com/loov/goda';

/** Where the checksum database cannot be asked about it, it is known by these. */
const sums = `${modulePath} ${version} h1:3aZVqEpAicLqui/AMfz3TRAKJbkv/E8/rCvG4ZT1rXk=
${modulePath} ${version}/go.mod h1:0gCFeSDVMkZ1VxoMyZ5BpEuZv0mTL8qru5rVCH+OFZE=
`;

/** goda, which only the bench runs. */
export async function getGoda({ go, environment }: Machine): Promise<{ path: string; version: string }> {
  const folder = join(toolsFolder, 'go', `goda@${version}`);
  const path = join(folder, 'goda');
  if (await exists(path)) return { path, version };
  const module = join(folder, 'module');
  await mkdir(module, { recursive: true });
  await writeFile(
    join(module, 'go.mod'),
    `module example.com/goda\n\ngo 1.24\n\nrequire ${modulePath} ${version}\n`,
  );
  await writeFile(join(module, 'go.sum'), sums);
  const args = ['build', '-mod=mod', '-trimpath', '-o', path, modulePath];
  const env = { ...environment, GOENV: 'off', GOFLAGS: '', CGO_ENABLED: '0' };
  const result = await exec({ file: go, args, cwd: module, env });
  if (result.status !== 0) throw new Error(`${failure(result)}\n${result.stderr}`);
  return { path, version };
}
