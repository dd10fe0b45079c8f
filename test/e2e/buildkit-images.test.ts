import assert from 'node:assert/strict';
import { chmod, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { debianLike } from '../support/bases/debian.ts';
import { partOf, pushBase } from '../support/bases/places.ts';
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
  ofImages,
  onPlatforms,
  rootOf,
} from '../support/buildkit-images.ts';
import { edit } from '../support/edits.ts';
import { mutualTls } from '../support/mutual-tls.ts';
import { refusal } from '../support/refusal.ts';
import { startDockerRegistry } from '../support/registry/real.ts';
import { slipway, slipwayOk } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { output } from '../support/tools.ts';
import { suiteContext } from '../support/workspace.ts';

/** Words that something on the way from here to an image's config might read as its own. */
const awkward = {
  dollar: `$HOME \${HOME:-x} $$ %{if} \\\${x} \`id\``,
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
    const plain = await machine(context, { ...daemon.env, GOPROXY });
    here = { ...plain, cacheDirectory: join(plain.cacheDirectory, 'an odd, "quoted" $place') };
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

  test('on scratch for one platform is the same too, and asks nothing of any registry', async (t) => {
    const flags = ['--base', 'scratch', ...onPlatforms('linux/riscv64')];
    const [own, one] = [await made(t, ...flags), await made(t, ...flags, ...throughBuildctl())];
    assert.deepEqual(await differences(t, own, one), []);
    assert.deepEqual(archivesOf(one), archivesOf(own));
    assert.deepEqual(Object.keys(imagesOf(one)), ['linux/riscv64']);
  });

  test('on a base that others made, behind a login, keep its layers as they are, and compress their own as asked', async (t) => {
    const { host, login } = await startDockerRegistry(t, { login: 'htpasswd' });
    const words = `${login?.user}:${login?.password}`;
    const authorization = `Basic ${Buffer.from(words).toString('base64')}`;
    const base = debianLike();
    const reference = await pushBase(base, `${host}/debian:13`, { authorization });
    const from = { ...here, env: { ...here.env, LOGIN: words } };
    const flags = [
      ...['--base', reference, '--registry-auth', `${host}=LOGIN`, '--asset', `${module}/web:/tmp/web`],
      ...onPlatforms('linux/amd64', 'linux/arm64'),
    ];
    for (const compression of ['gzip:9', 'zstd:3']) {
      const all = [...flags, '--compression', compression];
      const own = await madeImages(t, from, module, ...all);
      const one = await madeImages(t, from, module, ...all, ...throughBuildctl());
      assert.deepEqual(await differences(t, own, one), [], compression);
      assert.deepEqual(archivesOf(one), archivesOf(own), compression);
      assert.deepEqual(engineOf(one), ['buildkit', 'buildctl', 'pass']);
      const [type] = compression.split(':');
      for (const [platform, { layers }] of Object.entries(imagesOf(one))) {
        const below = partOf(base, platform).layers.map(({ digest }) => digest);
        assert.deepEqual(
          layers.slice(0, below.length).map(({ digest }) => digest),
          below,
          'layers of a base are passed on byte for byte',
        );
        const types = layers.slice(below.length).map(({ mediaType }) => mediaType.split('+')[1]);
        assert.deepEqual(types, [type, type]);
      }
    }
  });

  test('have the same digest from a builder that remembers, one that forgot and one that never knew', async (t) => {
    const flags = [...onPlatforms('linux/amd64', 'linux/arm64'), '--asset', `${module}/web:/web`];
    const roots: (string | undefined)[] = [];
    const again = async (address: string): Promise<void> => {
      const fresh = { ...here, cacheDirectory: await folderOf(t) };
      const how = ['--engine', 'buildkit', '--builder', address];
      roots.push(rootOf(await madeImages(t, fresh, module, ...flags, ...how)));
    };
    await again(daemon.address);
    await again(daemon.address);
    await daemon.buildctl('prune', '--all');
    await again(daemon.address);
    const other = await startBuildkit(t);
    await again(other.address);
    assert.equal(new Set(roots).size, 1, roots.join('\n'));
    assert.ok(roots[0]);
  });

  for (const mode of ['min', 'max'] as const) {
    test(`with provenance ${mode} are the same images, and what BuildKit says of them lies beside`, async (t) => {
      const flags = [...onPlatforms('linux/amd64', 'linux/arm64'), '--base', 'scratch'];
      const bare = await made(t, ...flags, ...throughBuildctl());
      const through = mode === 'min' ? throughBuildctl() : throughBuildx();
      const told = await made(t, ...flags, ...through, '--buildkit-provenance', mode);
      const manifests = (one: Made) => ofImages(one, ({ manifestDigest }) => manifestDigest);
      assert.deepEqual(manifests(told), manifests(bare));
      const index = await documentOf(told, rootOf(told));
      const beside = index.manifests.filter(
        ({ platform }: { platform: { os: string } }) => platform.os === 'unknown',
      );
      assert.deepEqual(
        beside.map(({ annotations }: { annotations: Record<string, string> }) => annotations),
        Object.values(manifests(bare)).map((digest) => ({
          'vnd.docker.reference.digest': digest,
          'vnd.docker.reference.type': 'attestation-manifest',
        })),
      );
      for (const { digest } of beside) {
        const { layers } = await documentOf(told, digest);
        const statement = await documentOf(told, layers[0].digest);
        assert.match(statement.predicateType, /^https:\/\/slsa\.dev\/provenance\/v1/);
      }
      await slipwayOk(['verify', told.out]);
    });
  }

  test('are made by a buildkitd that is reached over TLS, by whom it knows', async (t) => {
    const tls = await mutualTls(t);
    const far = await startBuildkit(t, { tls });
    const flags = ['--base', 'scratch', ...onPlatforms('linux/amd64'), '--builder', far.address];
    const one = await made(t, ...flags, '--builder-tls', tls);
    assert.deepEqual(engineOf(one), ['buildkit', 'buildctl', 'pass']);
    const { message } = await refusal(() => made(t, ...flags), 'E_TOOL');
    assert.match(message, /does not answer/);
  });

  test('are built again by the other engine, and held to be the same by what is in them', async (t) => {
    const cache = ['--cache-dir', await folderOf(t)];
    const flags = ['--base', 'scratch', ...onPlatforms('linux/arm64'), '--builder', daemon.address, ...cache];
    const one = await slipwayOk(['reproduce', module, '--second-engine', 'buildkit', ...flags], {
      env: here.env,
    });
    assert.match(one.stdout, /same .*sha256:\w+…\w+ ≙ sha256:\w+…\w+/);
    const { status, stderr } = await slipway(
      ['reproduce', module, '--second-engine', 'buildkit', '--against', './x', ...flags],
      { env: here.env },
    );
    assert.equal(status, 2);
    assert.match(stderr, /--second-engine and --against/);
  });
});
