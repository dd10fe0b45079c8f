import assert from 'node:assert/strict';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { FoundTool } from '../../scripts/tools/debian.ts';
import type { Source } from '../../scripts/tools/table.ts';
import { exec } from '../../src/support/exec.ts';
import { repository } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';

const source: Source = {
  kind: 'browser',
  parts: [
    { package: 'shell', files: ['usr/lib/shell'] },
    { package: 'common', files: ['usr/lib/common'] },
  ],
  own: ['first-browser', 'second-browser'],
};

const unknown = '#!/bin/sh\necho "$0 $*" >> "$LOG"\nexit 100\n';
/** Stands for apt: knows every package, and what it downloads is a file of that name. */
const aptCache = '#!/bin/sh\nprintf "Package: x\\nFilename: x.deb\\n"\n';
const aptGet = `#!/bin/sh
case "$*" in
  *--simulate*) exit 0 ;;
  *download*) touch shell.deb common.deb ;;
esac
`;
const dpkg = `#!/bin/sh
mkdir -p usr/lib
touch "usr/lib/\${2%.deb}"
`;

/** What is found where these are the programs on PATH, and what failed on the way. */
async function get(
  t: TestContext,
  programs: Readonly<Record<string, string>>,
): Promise<{ answer: FoundTool | { failed: string }; log: string; folder: string }> {
  const files = Object.entries(programs).map(([name, text]) => [`bin/${name}`, text]);
  const folder = await folderOf(t, { ...Object.fromEntries(files), log: '' });
  for (const name of Object.keys(programs)) await chmod(join(folder, 'bin', name), 0o755);
  const program = `
    import { browser } from '${repository}/scripts/tools/browser.ts';
    const tool = { name: 'chromium', source: ${JSON.stringify(source)}, neededBy: '' };
    const answer = await browser(tool, ${JSON.stringify(join(folder, 'tools'))});
    console.log(JSON.stringify(answer instanceof Error ? { failed: answer.message } : answer));`;
  const { stdout, stderr } = await exec({
    file: process.execPath,
    args: ['--input-type=module', '--eval', program],
    env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, LOG: join(folder, 'log') },
  });
  assert.notEqual(stdout, '', stderr);
  return { answer: JSON.parse(stdout), log: await readFile(join(folder, 'log'), 'utf8'), folder };
}

test('the browser is unpacked from packages, where the machine knows them', async (t) => {
  const programs = { 'apt-cache': aptCache, 'apt-get': aptGet, dpkg, 'first-browser': unknown };
  const { answer, log, folder } = await get(t, programs);
  assert.deepEqual(answer, {
    path: join(folder, 'tools', 'browser', 'debian', 'usr', 'lib', 'shell'),
    version: 'Debian',
  });
  assert.equal(log, '', "the machine's own browser is not asked");
});

test("where no package is known the machine's own browser does", async (t) => {
  const { answer, log, folder } = await get(t, {
    'apt-cache': unknown,
    'apt-get': unknown,
    'second-browser': '#!/bin/sh\necho "Browser 1.2"\n',
  });
  assert.deepEqual(answer, { path: join(folder, 'bin', 'second-browser'), version: 'Browser 1.2' });
  assert.equal(log.includes('apt-get'), false, 'no list is fetched for it');
});

test('where there is none at all it is said which package is missing', async (t) => {
  const { answer, log } = await get(t, { 'apt-cache': unknown, 'apt-get': unknown });
  assert.ok('failed' in answer && answer.failed !== '', JSON.stringify(answer));
  assert.match(log, /apt-get .*update/, 'lists of its own were tried');
});
