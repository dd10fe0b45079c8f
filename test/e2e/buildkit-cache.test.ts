import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { build as run } from '../../src/pipeline.ts';
import { exec } from '../../src/support/exec.ts';
import { type Machine, machine, portsOf, requestOf } from '../support/build-run.ts';
import { type Buildkit, lacksBuildkit, startBuildkit } from '../support/buildkit.ts';
import {
  archivesOf,
  documentOf,
  imagesOf,
  type Made,
  madeImages,
  onPlatforms,
} from '../support/buildkit-images.ts';
import { edit } from '../support/edits.ts';
import { publish } from '../support/file-proxy.ts';
import { serve } from '../support/go-proxy.ts';
import { refusal } from '../support/refusal.ts';
import { startCuttingProxy } from '../support/registry/cutting-proxy.ts';
import { type RunningRegistry, startDockerRegistry } from '../support/registry/real.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks } from '../support/tools.ts';
import { suiteContext } from '../support/workspace.ts';

const far = {
  'go.mod': 'module example.com/far\n\ngo 1.25\n',
  'far.go': 'package far\n\nconst Word = "far"\n',
};

const module = {
  'go.mod': 'module example.com/hello\n\ngo 1.25\n\nrequire example.com/far v1.0.0\n',
  'main.go': 'package main\n\nimport "example.com/far"\n\nfunc main() { println(far.Word) }\n',
};

describe("a cache of BuildKit's in a registry", { skip: lacksBuildkit() || lacks('docker-registry') }, () => {
  const context = suiteContext(after);
  let daemon: Buildkit;
  let registry: RunningRegistry;
  let root: string;
  let proxy: string;
  let modules: string;
  let cut: Awaited<ReturnType<typeof startCuttingProxy>>;

  before(async () => {
    registry = await startDockerRegistry(context as TestContext, { login: 'htpasswd' });
    cut = await startCuttingProxy(context as TestContext, registry.host, { after: 4096, times: Infinity });
    daemon = await startBuildkit(context, { registries: [registry.host, cut.host] });
    const files = await folderOf(context);
    await publish(files, [{ path: 'example.com/far', version: 'v1.0.0', files: far }]);
    proxy = await serve(context as TestContext, async ({ url = '' }, response) => {
      const content = await readFile(join(files, decodeURIComponent(url))).catch(() => undefined);
      response.writeHead(content === undefined ? 404 : 200).end(content);
    });
    root = await folderOf(context);
    modules = join(await folderOf(context), 'mod');
    await edit(root, module);
    const env = { ...(await machine(context)).env, GOPROXY: proxy, GOSUMDB: 'off', GOFLAGS: '-modcacherw' };
    const tidy = { file: 'go', args: ['mod', 'tidy'], cwd: root, env: { ...env, GOMODCACHE: modules } };
    assert.equal((await exec(tidy)).status, 0);
  });

  /** On a machine of its own: whatever is known, the registry has told. */
  const build = (t: TestContext, scope: string, host = registry.host, fetching = proxy): Promise<Made> =>
    cached(t, ['--compile', 'buildkit', '--buildkit-cache-scope', scope], host, fetching);

  /** A machine of its own, whose login lies in a variable. */
  function machineOf(t: TestContext, fetching: string): Promise<Machine> {
    const { user = '', password = '' } = registry.login ?? {};
    const env = { ...daemon.env, LOGIN: `${user}:${password}`, GOPROXY: fetching, GOSUMDB: 'off' };
    return machine(t, { ...env, GOMODCACHE: modules });
  }

  const through = (host: string): string[] => [
    ...['--builder', daemon.address, '--buildkit-cache', `${host}/acme/cache`],
    ...['--registry-auth', `${host}=LOGIN`, '--insecure-registry', host],
  ];

  async function cached(
    t: TestContext,
    flags: readonly string[],
    host = registry.host,
    fetching = proxy,
  ): Promise<Made> {
    const usual = ['--base', 'scratch', ...onPlatforms('linux/arm64'), ...through(host)];
    return madeImages(t, await machineOf(t, fetching), root, ...usual, ...flags);
  }

  async function tags(): Promise<string[]> {
    const { user, password } = registry.login ?? {};
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const answer = await fetch(`http://${registry.host}/v2/acme/cache/tags/list`, {
      headers: { authorization },
    });
    if (answer.status === 404) return [];
    const { tags: found } = (await answer.json()) as { tags: string[] };
    return found.map((tag) => tag.replace(/[0-9a-f]{20}$/, 'HASH')).sort();
  }

  const own = (scope: string): string[] =>
    ['image-hello', 'image-hello-HASH', 'programs', 'programs-HASH'].map((name) => `${scope}-${name}`);

  test('a registry that fails while it is written ends the run, and no tag leads to a half', async (t) => {
    const error = await refusal(() => build(t, 'release', cut.host), 'E_REGISTRY');
    assert.match(error.message, new RegExp(cut.host.replaceAll('.', '\\.')));
    assert.ok(cut.cuts() > 0);
    assert.deepEqual(await tags(), []);
  });

  test('gives another machine modules and packages, so that it fetches none and compiles the rest', async (t) => {
    const first = await build(t, 'release');
    assert.deepEqual(await tags(), own('release'));
    await daemon.buildctl('prune', '--all');
    await edit(root, { 'main.go': module['main.go'].replace('far.Word', '"so " + far.Word') });
    // What the go command lists here has its modules; there is no other way to them.
    const second = await build(t, 'pr-1', registry.host, 'off');
    const program = (made: Made): string | undefined => imagesOf(made)['linux/arm64']?.executable.digest;
    assert.notEqual(program(second), program(first));
    assert.deepEqual(await tags(), [...own('pr-1'), ...own('release')]);
  });

  test('lies in the image itself where it is inline, which is there under the same tags', async (t) => {
    const inline = ['--buildkit-cache-mode', 'inline', '--buildkit-cache-scope', 'in'];
    const one = await cached(t, inline);
    const config = await documentOf(one, imagesOf(one)['linux/arm64']?.configDigest);
    assert.ok('moby.buildkit.cache.v0' in config);
    const mine = (await tags()).filter((tag) => tag.startsWith('in-'));
    assert.deepEqual(mine, ['in-image-hello', 'in-image-hello-HASH']);
    await daemon.buildctl('prune', '--all');
    // It says when each step was made, so the image is another one, of the same layers.
    assert.deepEqual(archivesOf(await cached(t, inline)), archivesOf(one));
  });

  test('is of each platform what that one needs, also where programs are for several systems', async (t) => {
    const here = await machineOf(t, proxy);
    const flags = ['--compile', 'buildkit', '--buildkit-cache-scope', 'systems', ...through(registry.host)];
    const platforms = ['--base', 'scratch', ...onPlatforms('linux/arm64', 'windows/amd64')];
    const output = ['--output', `bin:${join(await folderOf(t), 'bin')}`];
    const { targets } = await run(
      await requestOf(here, root, ...platforms, ...flags, ...output),
      portsOf(here),
    );
    assert.deepEqual(
      targets.flatMap(({ files = [] }) => files.map(({ platform }) => platform.os)),
      ['linux', 'windows'],
    );
  });
});
