import assert from 'node:assert/strict';
import { cp, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { slipwayVersion } from '../../src/version.ts';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { repository, slipwayOk } from '../support/slipway.ts';
import { temporaryFolders } from '../support/workspace.ts';

const dist = join(repository, 'dist');
const native = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

test('the committed program builds and verifies an image far from node_modules', async (t) => {
  const work = await temporaryFolders((action) => t.after(action))();
  await cp(dist, join(work, 'dist'), { recursive: true });
  const entry = join(work, 'dist', 'cli.js');
  const cwd = await writeModule(join(work, 'module'), { 'main.go': emptyMain });
  const { stdout } = await slipwayOk(['--version'], { entry, cwd });
  assert.match(stdout, new RegExp(`\\b${slipwayVersion.replaceAll('.', '\\.')}\\b`));
  const output = ['--platform', native, '--output', 'oci:out', '--cache-dir', join(work, 'cache')];
  await slipwayOk(['build', '.', ...output], { entry, cwd });
  await slipwayOk(['verify', 'out'], { entry, cwd });
});

test('package.json and the program say the same version', async () => {
  const { version } = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'));
  assert.equal(version, slipwayVersion);
});

test('a Node that is too old is told what Slipway needs', async (t) => {
  const old = await oldNode();
  if (old === undefined) return t.skip('no node on PATH is older than 22.15');
  const { status, stderr } = await exec({ file: old, args: [join(dist, 'cli.js'), '--version'] });
  assert.equal(status, 3);
  assert.match(stderr, /slipway needs Node\.js 22\.15 or newer, and this is /);
});

/** npm puts the pinned Node first on PATH; the machine's own comes behind. */
async function oldNode(): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, 'node');
    const answer = await exec({ file, args: ['--version'] }).catch(() => undefined);
    const [major = 0, minor = 0] = (answer?.stdout ?? '').slice(1).split('.').map(Number);
    if (answer?.status === 0 && (major < 22 || (major === 22 && minor < 15))) return file;
  }
  return undefined;
}
