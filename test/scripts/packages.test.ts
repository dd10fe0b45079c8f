import assert from 'node:assert/strict';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { FoundTool } from '../../scripts/tools/debian.ts';
import type { Source } from '../../scripts/tools/table.ts';
import { exec } from '../../src/support/exec.ts';
import { exists } from '../../src/support/files.ts';
import { repository } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';

/** Stands for pip: only version 1.1 of anything can be had, as a program that says so. */
const python3 = `#!/bin/sh
for word; do
  case $before in --target) target=$word ;; esac
  before=$word
done
mkdir -p "$target/bin"
echo "$*" >> "$LOG"
[ "$word" = linter==1.1 ] && exit 0
echo "ERROR: No matching distribution found for $word" >&2
exit 1
`;
/** Stands for npm: notes what it was asked for. */
const npm = `#!/bin/sh
cat package.json >> "$LOG"
mkdir node_modules
`;

/** What the answer for a tool is where these are python3 and npm, and what they were asked. */
async function get(
  t: TestContext,
  source: Source,
): Promise<{ answer: FoundTool | { failed: string }; asked: string; folder: string }> {
  const folder = await folderOf(t, { 'bin/python3': python3, 'bin/npm': npm, log: '' });
  for (const name of ['python3', 'npm']) await chmod(join(folder, 'bin', name), 0o755);
  const program = `
    import { packagedTool } from '${repository}/scripts/tools/packages.ts';
    const tool = { name: 'a-tool', source: ${JSON.stringify(source)}, neededBy: '' };
    const answer = await packagedTool(tool, ${JSON.stringify(join(folder, 'tools'))});
    console.log(JSON.stringify(answer instanceof Error ? { failed: answer.message } : answer));`;
  const { stdout, stderr } = await exec({
    file: process.execPath,
    args: ['--input-type=module', '--eval', program],
    env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, LOG: join(folder, 'log') },
  });
  assert.notEqual(stdout, '', stderr);
  return { answer: JSON.parse(stdout), asked: await readFile(join(folder, 'log'), 'utf8'), folder };
}

const wheel = (...versions: string[]): Source => ({
  kind: 'python-wheel',
  name: 'linter',
  versions,
  file: 'bin/linter',
});

test('a wheel whose version cannot be had is taken in the next one', async (t) => {
  const { answer, asked, folder } = await get(t, wheel('1.2', '1.1', '1.0'));
  const path = join(folder, 'tools', 'python', 'linter@1.1');
  assert.deepEqual(answer, { path: join(path, 'bin/linter'), version: '1.1' });
  assert.ok(await exists(path));
  assert.deepEqual(asked.match(/linter==\S+/g), ['linter==1.2', 'linter==1.1']);
});

test('where no version can be had the reasons are told, and nothing half-made is left', async (t) => {
  const { answer, folder } = await get(t, wheel('3.0', '2.0'));
  assert.match(JSON.stringify(answer), /failed.*linter==3\.0.*linter==2\.0/);
  assert.deepEqual(await readdir(join(folder, 'tools', 'python')), []);
});

test('packages for Node are asked for in exactly the versions of the table', async (t) => {
  const packages = { '@scope/client': '2.3.2', blobs: '12.15.0' };
  const { answer, asked, folder } = await get(t, { kind: 'npm', packages });
  const path = join(folder, 'tools', 'npm', 'a-tool@2.3.2+12.15.0');
  assert.deepEqual(answer, { path, version: '2.3.2+12.15.0' });
  assert.ok(await exists(join(path, 'node_modules')));
  assert.deepEqual(JSON.parse(asked).dependencies, packages);
});
