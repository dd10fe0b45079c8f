import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { quietEnvironment } from '../support/build-run.ts';
import { slipway } from '../support/slipway.ts';
import { folderOf } from '../support/temporary.ts';
import { commitAll, git } from '../support/workspace.ts';

const plain = { ...quietEnvironment(), GITHUB_ACTIONS: '' };

async function checkout(t: TestContext, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await folderOf(t, { 'go.mod': 'module example.com/shop\n', ...files });
  await commitAll(folder, 'v1.2.3');
  await git(folder, 'remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  return folder;
}

test('slipway tags prints one reference a line for each tag and each place', async (t) => {
  const folder = await checkout(t);
  const argv = ['tags', '--push', 'ghcr.io/acme/shop', '--image', 'shop:dev', '--tag', 'semver'];
  const { status, stdout, stderr } = await slipway(argv, { cwd: folder, env: plain });
  assert.deepEqual([status, stderr], [0, '']);
  assert.deepEqual(stdout.split('\n'), [
    ...['1.2.3', '1.2', '1'].map((tag) => `ghcr.io/acme/shop:${tag}`),
    ...['dev', '1.2.3', '1.2', '1'].map((tag) => `docker.io/library/shop:${tag}`),
    '',
  ]);
});

test("its JSON has the members that users of docker/metadata-action's json output read", async (t) => {
  const folder = await checkout(t);
  const argv = ['tags', folder, '--json', '--push', 'ghcr.io/acme/shop', '--tag', 'semver,branch'];
  const { status, stdout } = await slipway(argv, { env: plain });
  assert.equal(status, 0);
  const revision = await git(folder, 'rev-parse', 'HEAD');
  const labels = {
    'org.opencontainers.image.created': '2026-02-03T04:05:06Z',
    'org.opencontainers.image.revision': revision,
    'org.opencontainers.image.source': 'https://github.com/acme/shop',
    'org.opencontainers.image.version': '1.2.3',
  };
  const names = ['1.2.3', '1.2', '1', 'main'];
  assert.deepEqual(JSON.parse(stdout), {
    version: '1.2.3',
    'tag-names': names,
    tags: names.map((tag) => `ghcr.io/acme/shop:${tag}`),
    labels,
    annotations: Object.entries(labels).map(([key, value]) => `manifest:${key}=${value}`),
    notices: [],
  });
});

test('in GitHub Actions the event decides, and each target of the file has its own references', async (t) => {
  const folder = await checkout(t, {
    'slipway.yaml':
      'push: r.io/{target}\ntags: [semver, pr, "{{target}}-{{sha}}"]\ntargets: { api: {}, job: {} }\n',
  });
  const env = {
    ...plain,
    GITHUB_ACTIONS: 'true',
    GITHUB_REF: 'refs/pull/12/merge',
    GITHUB_EVENT_NAME: 'pull_request',
  };
  const { stdout } = await slipway(['tags'], { cwd: folder, env });
  const short = (await git(folder, 'rev-parse', 'HEAD')).slice(0, 7);
  assert.deepEqual(stdout.trim().split('\n'), [
    'r.io/api:pr-12',
    `r.io/api:api-${short}`,
    'r.io/job:pr-12',
    `r.io/job:job-${short}`,
  ]);
});

test('where no rule applies nothing is printed, and why is told beside it', async (t) => {
  const folder = await checkout(t);
  const { status, stdout, stderr } = await slipway(['tags', '--tag=pr'], { cwd: folder, env: plain });
  assert.deepEqual([status, stdout], [0, '']);
  assert.match(stderr, /no tag rule applies here/);
});

test('without a reference the tags themselves are printed; without a rule, latest', async (t) => {
  const folder = await checkout(t);
  const tags = async (...argv: readonly string[]): Promise<string> =>
    (await slipway(['tags', folder, ...argv], { env: plain })).stdout;
  assert.equal(await tags('--tag=branch'), 'main\n');
  assert.equal(await tags('--push=r.io/x'), 'r.io/x:latest\n');
  assert.equal(await tags(), 'latest\n');
  const published = await slipway(['tags', 'example.com/x@v2.0.0', '--tag=semver'], {
    cwd: join(folder),
    env: plain,
  });
  assert.equal(published.stdout, '2.0.0\n2.0\n2\n');
});
