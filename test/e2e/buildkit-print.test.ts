import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exec } from '../../src/support/exec.ts';
import { hello } from '../support/build-run.ts';
import { type Buildkit, lacksBuildkit, startBuildkit } from '../support/buildkit.ts';
import { edit } from '../support/edits.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { environment, tool } from '../support/tools.ts';
import { suiteContext } from '../support/workspace.ts';

describe('what --print says BuildKit would be given', { skip: lacksBuildkit() }, () => {
  const context = suiteContext(after);
  let daemon: Buildkit;
  let root: string;
  let own: string;
  const flags = [
    '--platform',
    'linux/amd64,linux/arm64',
    '--base',
    'scratch',
    '--label',
    `said=a,b "c" \${d} %{e}`,
  ];

  const print = async (...more: readonly string[]): Promise<string> =>
    (await slipwayOk(['build', ...flags, ...more, '--cache-dir', join(own, 'cache')], { cwd: root })).stdout;

  before(async () => {
    daemon = await startBuildkit(context);
    [root, own] = [await folderOf(context), await folderOf(context)];
    await edit(root, { ...hello, 'go.mod': 'module example.com/hello\n\ngo 1.25\n' });
    const out = ['--output', `oci:${own}/out`, '--vcs-stamp', 'label', '--cache-dir', join(own, 'cache')];
    await slipwayOk(['build', ...flags, ...out], { cwd: root });
  });

  /** Where the definition says that the image goes. */
  const made = (): string => join(root, '.slipway', 'buildkit', 'hello', 'out');

  async function run(file: string, args: readonly string[]): Promise<void> {
    const env = { ...environment(), ...daemon.env };
    const { status, stderr } = await exec({ file, args, cwd: root, env });
    assert.equal(status, 0, stderr);
  }

  test('makes the same image through docker buildx bake', async () => {
    const builder = await daemon.makeBuilder();
    const file = join(own, 'bake.json');
    await writeFile(file, await print('--print'));
    await run(tool('buildx'), ['--builder', builder, 'bake', '--allow', 'fs.read=*', '--file', file]);
    await slipwayOk(['verify', '--same', join(own, 'out'), made()]);
  });

  test('makes the same image through buildctl, also where BuildKit compiles', async () => {
    for (const more of [[], ['--compile', 'buildkit']]) {
      const line = (await print(...more, '--print', 'buildctl')).replace(/^buildctl/, '"$@"');
      await run('sh', ['-c', line, 'sh', tool('buildctl'), '--addr', daemon.address]);
      await slipwayOk(['verify', '--same', join(own, 'out'), made()]);
    }
  });

  test('asks no BuildKit, is of images that passed the checks, and is not there for a Dockerfile of the user', async () => {
    const dockerfile = await print('--print', 'dockerfile', '--builder', 'tcp://127.0.0.1:1');
    assert.match(dockerfile, /^FROM stem$/m);
    const one = ['build', ...flags, '--print', '--dockerfile', 'x'];
    const { status, stderr } = await slipway(one, { cwd: root });
    assert.equal(status, 2);
    assert.match(stderr, /--print: nothing is generated where --dockerfile says what is made/);
  });
});
