import assert from 'node:assert/strict';
import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { hello, type Machine, machine } from '../support/build-run.ts';
import { type Buildkit, lacksBuildkit, startBuildkit } from '../support/buildkit.ts';
import {
  archivesOf,
  differences,
  documentOf,
  engineOf,
  imagesOf,
  type Made,
  madeImages,
  onPlatforms,
  rootOf,
} from '../support/buildkit-images.ts';
import { edit } from '../support/edits.ts';
import { folderOf } from '../support/temporary.ts';
import { output } from '../support/tools.ts';
import { suiteContext } from '../support/workspace.ts';

/** Words that something on the way from here to an image's config might read as its own. */
const awkward = {
  dollar: '$HOME ${HOME:-x} $$ %{if} \\${x} `id`',
  quotes: `it's "so", 'they' said`,
  commas: 'a,b,"c",type=oci,dest=/tmp/x',
  ends: ' \tone # two \\',
  marks: 'ü → 界 \u00a0 = ; & | < > [x]',
};

const texts = Object.entries(awkward);
const every = (flag: string): string[] => texts.flatMap(([name, text]) => [flag, `${name}=${text}`]);

describe('images that BuildKit puts together', { skip: lacksBuildkit() }, () => {
  const context = suiteContext(after);
  let daemon: Buildkit;
  let module: string;
  let here: Machine;
  let builder: string;

  before(async () => {
    daemon = await startBuildkit(context);
    builder = await daemon.makeBuilder();
    module = await folderOf(context);
    await edit(module, {
      ...hello,
      'web/index.html': '<p>hello',
      'web/tool.sh': '#!/bin/sh\n',
      'web/deep/er/note.txt': 'note',
      'web/odd name, "q" $x.txt': '',
    });
    await chmod(join(module, 'web/tool.sh'), 0o755);
    await symlink('../index.html', join(module, 'web/deep/link'));
    // The base static is made of a module.
    const GOPROXY = (await output('go', ['env', 'GOPROXY'])).trim();
    here = await machine(context, { ...daemon.env, GOPROXY });
  });

  const made = (t: TestContext, ...flags: readonly string[]): Promise<Made> =>
    madeImages(t, here, module, ...flags);
  const throughBuildctl = (): string[] => ['--engine', 'buildkit', '--builder', daemon.address];
  const throughBuildx = (): string[] => ['--engine', 'buildkit', '--builder', builder];

  test('are those of the embedded engine, through buildctl and buildx, whatever they say of themselves', async (t) => {
    const flags = [
      ...onPlatforms('linux/amd64', 'linux/arm64', 'linux/arm/v7'),
      ...['--asset', `${module}/web:/srv/web`, '--workdir', '/srv/we b', '--user', '1000:1000'],
      ...['--port', '8080,53/udp', ...texts.flatMap(([, text]) => ['--cmd', text])],
      ...[...every('--env'), ...every('--label'), ...every('--annotation')],
    ];
    const own = await made(t, ...flags);
    const one = await made(t, ...flags, ...throughBuildctl());
    assert.deepEqual(await differences(t, own, one), []);
    assert.deepEqual(engineOf(one), ['buildkit', 'buildctl', 'pass']);
    assert.deepEqual(archivesOf(one), archivesOf(own));
    const { config } = await documentOf(one, imagesOf(one)['linux/amd64']?.configDigest);
    assert.deepEqual(config.Cmd, Object.values(awkward));
    const other = await made(t, ...flags, ...throughBuildx());
    assert.deepEqual(engineOf(other), ['buildkit', 'buildx', 'pass']);
    assert.equal(rootOf(other), rootOf(one), 'both clients ask for the same');
  });
});
