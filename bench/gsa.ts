import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolsFolder } from '../scripts/tools.ts';
import { exec, failure } from '../src/support/exec.ts';
import { exists } from '../src/support/files.ts';
import type { Machine } from './machine.ts';

const version = 'v1.7.7';
const modulePath = 'github.com/Zxilly/go-size-analyzer';

/** Not all of its modules are in the checksum database any more, so they are known by their digests here. */
const sums = `${modulePath} ${version} h1:z+OwZgSENyR5EYh2Oce3qvDgC/ghEIwL2cf86ilKkJA=
${modulePath} ${version}/go.mod h1:zanxPHgC5cVqi9D2l3X6Up9cfSePAVFUn8Bnoixf05Y=
github.com/ZxillyFork/gore v0.0.0-20250212071411-56f1a74740b2 h1:2H4tzbdntoU7JdP096mOIIk/nLoDF+V1xOCvI5JmBic=
github.com/ZxillyFork/gore v0.0.0-20250212071411-56f1a74740b2/go.mod h1:sSIhs/qonuXnrcWFzxoAlCwcef2NiWqcrXYjJPP+DXE=
github.com/ZxillyFork/gosym v0.0.0-20240510024817-deed2b882525 h1:JtN7QBnRxeyMvDJjVdfjhGHL/msqqapHMG5jPVYh32A=
github.com/ZxillyFork/gosym v0.0.0-20240510024817-deed2b882525/go.mod h1:AC2xDL/KBa60pBB/m0zRCDCGvzLrMkmW/aY0q+uThFE=
github.com/ZxillyFork/trie v0.0.0-20240512061834-f75150731646 h1:Mkm17zXN+CiAXdV9/7mdCUGuEzlUNu73mB6En++kUkE=
github.com/ZxillyFork/trie v0.0.0-20240512061834-f75150731646/go.mod h1:wbU6+GbSHDwVSMpzFyOVrX/WdFHXH4j7j8Rg8rbyo+4=
`;

/** go-size-analyzer, which only the bench runs. */
export async function getGsa({ go, environment }: Machine): Promise<{ path: string; version: string }> {
  const folder = join(toolsFolder, 'go', `gsa@${version}`);
  const path = join(folder, 'gsa');
  if (await exists(path)) return { path, version };
  const module = join(folder, 'module');
  await mkdir(module, { recursive: true });
  await writeFile(
    join(module, 'go.mod'),
    `module example.com/gsa\n\ngo 1.24\n\nrequire ${modulePath} ${version}\n`,
  );
  await writeFile(join(module, 'go.sum'), sums);
  const args = ['build', '-mod=mod', '-trimpath', '-o', path, `${modulePath}/cmd/gsa`];
  const env = { ...environment, GOENV: 'off', GOFLAGS: '', CGO_ENABLED: '0' };
  const result = await exec({ file: go, args, cwd: module, env });
  if (result.status !== 0) throw new Error(`${failure(result)}\n${result.stderr}`);
  return { path, version };
}
