import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { build } from '../../src/pipeline.ts';
import { hello, type Machine, machine, portsOf, requestOf } from '../support/build-run.ts';
import { type Buildkit, lacksBuildkit, startBuildkit } from '../support/buildkit.ts';
import {
  documentOf,
  engineOf,
  imagesOf,
  type Made,
  madeImages,
  onPlatforms,
} from '../support/buildkit-images.ts';
import { edit } from '../support/edits.ts';
import { refusal } from '../support/refusal.ts';
import { slipwayOk } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { digestOf, suiteContext } from '../support/workspace.ts';

const given = [
  'FROM scratch',
  'COPY --from=programs / /',
  'COPY note.txt /srv/',
  'LABEL own=kept org.opencontainers.image.title=other',
  'USER 65532:65532',
  'ENTRYPOINT ["/usr/local/bin/hello"]',
].join('\n');

/** Puts in a program that somebody else compiled. */
const making = [
  'FROM scratch',
  'COPY built/ /opt/',
  'USER 65532',
  'ENV PATH=/opt',
  'ENTRYPOINT ["tool"]',
].join('\n');

describe('a Dockerfile of the user', { skip: lacksBuildkit() }, () => {
  const context = suiteContext(after);
  let daemon: Buildkit;
  let here: Machine;
  let root: string;

  before(async () => {
    daemon = await startBuildkit(context);
    here = await machine(context, daemon.env);
    root = await folderOf(context);
    await edit(root, { ...hello, 'note.txt': 'note', 'given.Dockerfile': given, 'made.Dockerfile': making });
  });

  const made = (t: TestContext, dockerfile: string, ...flags: readonly string[]): Promise<Made> =>
    madeImages(t, here, root, '--dockerfile', join(root, dockerfile), '--builder', daemon.address, ...flags);

  /** What Slipway compiles, as bare files. */
  async function compiled(t: TestContext): Promise<string> {
    const folder = join(await folderOf(t), 'bin');
    const request = await requestOf(
      here,
      root,
      '--output',
      `bin:${folder}`,
      '--base',
      'scratch',
      ...onPlatforms('linux/arm64'),
    );
    await build(request, portsOf(here));
    return join(folder, 'hello_linux_arm64');
  }

  test('takes the programs that were compiled and checked, and its image is measured like every other', async (t) => {
    const one = await made(
      t,
      'given.Dockerfile',
      ...onPlatforms('linux/amd64', 'linux/arm64'),
      '--label',
      'more=said',
    );
    assert.deepEqual(engineOf(one), ['buildkit', 'buildctl', undefined]);
    assert.equal(one.report.engine?.why, '--dockerfile needs it');
    const own = await madeImages(
      t,
      here,
      root,
      '--base',
      'scratch',
      ...onPlatforms('linux/amd64', 'linux/arm64'),
    );
    for (const [platform, image] of Object.entries(imagesOf(one))) {
      assert.equal(image.executable.digest, imagesOf(own)[platform]?.executable.digest);
      assert.equal(image.executable.path, '/usr/local/bin/hello');
      assert.deepEqual(
        image.layers.map(({ kind }) => kind),
        ['binary', 'asset'],
      );
      const { config } = await documentOf(one, image.configDigest);
      const { own: kept, more, 'org.opencontainers.image.title': title } = config.Labels;
      assert.deepEqual([kept, more, title], ['kept', 'said', 'hello']);
      const { annotations } = await documentOf(one, image.manifestDigest);
      assert.equal(annotations['org.opencontainers.image.title'], 'hello');
    }
    await slipwayOk(['verify', one.out]);
  });

  test('that compiles by itself has its program found, wherever it is and whatever it is called', async (t) => {
    const program = await compiled(t);
    await edit(root, { 'built/tool': '', 'built/other.txt': 'x' });
    await copyFile(program, join(root, 'built/tool'));
    const one = await made(t, 'made.Dockerfile', ...onPlatforms('linux/arm64'), '--json');
    const { executable, layers } = imagesOf(one)['linux/arm64'] ?? {};
    assert.equal(executable?.path, '/opt/tool');
    assert.equal(executable?.digest, await digestOf(program));
    assert.deepEqual(
      layers?.map(({ kind }) => kind),
      ['binary'],
    );
    assert.ok(
      one.report.verdicts.some(({ check, status }) => check === 'binary/static' && status === 'pass'),
    );
  });

  test('without a Go program, or with another one in the place of the checked one, is refused', async (t) => {
    const program = await compiled(t);
    await edit(root, {
      'none.Dockerfile': 'FROM scratch\nCOPY note.txt /\nUSER 65532\nENTRYPOINT ["/note.txt"]\n',
      'other.Dockerfile': `${given}\nCOPY other /usr/local/bin/hello\n`,
      'gone.Dockerfile': 'FROM programs AS p\nFROM scratch\nCOPY note.txt /\n',
    });
    await copyFile(program, join(root, 'other'));
    const none = await refusal(() => made(t, 'none.Dockerfile', ...onPlatforms('linux/arm64')), 'E_CONFIG');
    assert.match(none.message, /for hello has no Go program/);
    for (const name of ['other.Dockerfile', 'gone.Dockerfile']) {
      const { message } = await refusal(() => made(t, name, ...onPlatforms('linux/amd64')), 'E_VERIFY');
      assert.match(message, /does not have the program that was checked/);
    }
  });

  test('with a step that fails ends the run with what BuildKit said', async (t) => {
    await edit(root, { 'bad.Dockerfile': 'FROM scratch\nCOPY nowhere /\n' });
    const { message } = await refusal(
      () => made(t, 'bad.Dockerfile', ...onPlatforms('linux/amd64')),
      'E_BUILD',
    );
    assert.match(message, /nowhere/);
    const missing = await refusal(() => made(t, 'no.Dockerfile', ...onPlatforms('linux/amd64')), 'E_CONFIG');
    assert.match(missing.message, /no\.Dockerfile/);
  });

  test('has its secrets and SSH keys in the steps that ask for them, and nowhere else', async (t) => {
    const tool = await folderOf(t);
    await edit(tool, { 'go.mod': 'module example.com/tool\n\ngo 1.25\n', 'main.go': telling });
    const bin = join(tool, 'bin');
    const flags = ['--output', `bin:${bin}`, '--base', 'scratch', ...onPlatforms('linux/amd64')];
    await build(await requestOf(here, tool, ...flags), portsOf(here));
    await copyFile(join(bin, 'tool_linux_amd64'), join(root, 'tool'));
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    await edit(tool, { key: privateKey, token: 's3cr3t-words' });
    await edit(root, { 'secret.Dockerfile': asking });
    const given = [
      '--secret',
      `id=token,src=${join(tool, 'token')}`,
      '--ssh',
      `default=${join(tool, 'key')}`,
    ];
    const one = await made(t, 'secret.Dockerfile', ...onPlatforms('linux/amd64'), ...given);
    const { configDigest } = imagesOf(one)['linux/amd64'] ?? {};
    const whole = JSON.stringify([await documentOf(one, configDigest), one.report]);
    assert.doesNotMatch(whole, /s3cr3t|PRIVATE KEY/);
    assert.match(JSON.stringify(one.report.targets), /"asset"/, 'what the step wrote is there');
    // Outside of git the image is of 1970, and so is what a step wrote now (POSIX.1-2017 pax, "ustar Interchange Format").
    const { digest = '' } = imagesOf(one)['linux/amd64']?.layers.at(-1) ?? {};
    const layer = gunzipSync(await readFile(join(one.out, 'blobs', digest.replace(':', '/'))));
    assert.equal(layer.toString('latin1', 0, 5), 'said\0');
    assert.equal(Number.parseInt(layer.toString('latin1', 136, 147), 8), 0);
  });
});

/** Ends badly where it has not been given both. */
const telling = `package main

import (
	"net"
	"os"
)

func main() {
	if os.Getenv("TOKEN") != "s3cr3t-words" {
		panic("no secret")
	}
	if _, err := net.Dial("unix", os.Getenv("SSH_AUTH_SOCK")); err != nil {
		panic(err)
	}
	if err := os.WriteFile("/said", []byte("both"), 0o644); err != nil {
		panic(err)
	}
}
`;

const asking = `FROM scratch AS asked
COPY tool /tool
RUN --mount=type=secret,id=token,env=TOKEN,required=true --mount=type=ssh,required=true ["/tool"]
FROM scratch
COPY --from=programs / /
COPY --from=asked /said /said
USER 65532
ENTRYPOINT ["/usr/local/bin/hello"]
`;
