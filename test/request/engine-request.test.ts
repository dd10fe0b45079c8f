import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { usesBuildkit } from '../../src/request/engine-request.ts';
import { readFlags } from '../../src/request/flags.ts';
import type { BuildRequest } from '../../src/request/request.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

/** The request of a command line and a file. */
async function requestOf(t: TestContext, yaml: string, ...argv: readonly string[]): Promise<BuildRequest> {
  const cwd = await folderOf(t, { 'go.mod': 'module example.com/m\n', 'slipway.yaml': yaml });
  return buildRequest(readFlags('build', argv), { cwd, env: { HOME: cwd }, os: 'linux' });
}

describe('--engine', () => {
  it('is Slipway itself as long as nothing needs BuildKit', async (t) => {
    const { engine } = await requestOf(t, '');
    assert.equal(usesBuildkit(engine), false);
    assert.deepEqual([engine.choice, engine.compile, engine.provenance], ['auto', 'host', 'off']);
  });

  const needs = [
    ['--compile', 'buildkit'],
    ['--builder', 'many'],
    ['--dockerfile', 'Dockerfile'],
    ['--buildkit-cache', 'ghcr.io/acme/cache'],
    ['--buildkit-provenance', 'min'],
    ['--print'],
  ] as const;
  for (const need of needs) {
    it(`is BuildKit for ${need.join(' ')}, and refused where it may not be`, async (t) => {
      assert.equal(usesBuildkit((await requestOf(t, '', ...need)).engine), true);
      const error = await refusal(() => requestOf(t, 'engine: embedded\n', ...need));
      const name = need[0] === '--compile' ? '--compile buildkit' : need[0];
      assert.match(
        error.message,
        new RegExp(`^${name}: needs BuildKit, and --engine embedded says to use none`, 'm'),
      );
    });
  }

  it('takes a name or an address for its builder, and certificates for a tcp:// one alone', async (t) => {
    for (const builder of ['many', 'tcp://host:1', 'unix:///run/x', 'docker-container://x', 'ssh://me@host'])
      assert.equal((await requestOf(t, '', '--builder', builder)).engine.builder, builder);
    for (const builder of ['http://host:1', 'two words', '-x', ''])
      await refusal(() => requestOf(t, '', `--builder=${builder}`));
    const { engine } = await requestOf(t, '', '--builder', 'tcp://host:1', '--builder-tls', '/tls');
    assert.equal(engine.tls, '/tls');
    for (const builder of ['many', 'unix:///run/x']) {
      const error = await refusal(() => requestOf(t, '', '--builder', builder, '--builder-tls', '/tls'));
      assert.match(error.message, /--builder-tls: is for a builder at a tcp:\/\/ address/);
    }
  });

  it('takes secrets and keys from the command line alone', async (t) => {
    const flags = [
      '--secret',
      'id=a,src=/x',
      '--secret',
      'id=b,env=B',
      '--ssh',
      'default',
      '--engine',
      'buildkit',
    ];
    const { engine } = await requestOf(t, '', ...flags);
    assert.deepEqual([engine.secrets, engine.ssh], [['id=a,src=/x', 'id=b,env=B'], ['default']]);
    await refusal(() => requestOf(t, 'secret: [ "id=a,src=/x" ]\n'));
    for (const secret of ['a', 'id=a', 'src=/x', 'id=a,env=1x'])
      await refusal(() => requestOf(t, '', '--secret', secret));
  });

  it('keeps a cache of its own scope, which is local where nobody says it', async (t) => {
    const flags = ['--buildkit-cache', 'ghcr.io/acme/cache'];
    const { engine } = await requestOf(t, '', ...flags);
    assert.deepEqual(engine.cache, { repository: 'ghcr.io/acme/cache', mode: 'max', scope: 'local' });
    const other = await requestOf(t, '', ...flags, '--buildkit-cache-scope', 'pr-17');
    // A pull request brings its own slipway.yaml.
    await refusal(() => requestOf(t, 'buildkit-cache-scope: release\n', ...flags));
    assert.equal(other.engine.cache?.scope, 'pr-17');
    await refusal(() => requestOf(t, '', '--buildkit-cache', 'ghcr.io/acme/cache:tag'));
  });
});

describe('--vcs-stamp with --compile buildkit', () => {
  it('is label, since no git is there', async (t) => {
    assert.equal((await requestOf(t, '', '--compile', 'buildkit')).defaults.vcsStamp, 'label');
    assert.equal((await requestOf(t, '')).defaults.vcsStamp, 'auto');
    const never = await requestOf(t, 'vcs-stamp: never\n', '--compile', 'buildkit');
    assert.equal(never.defaults.vcsStamp, 'never');
  });

  it('cannot be auto', async (t) => {
    const error = await refusal(() => requestOf(t, '', '--compile', 'buildkit', '--vcs-stamp', 'auto'));
    assert.match(error.message, /--vcs-stamp: auto has the go command ask git/);
  });
});

describe('--print', () => {
  it('prints a file for bake where no form is named, and lies below the folder it is called in', async (t) => {
    const { engine } = await requestOf(t, '', '--print');
    assert.equal(engine.print?.form, 'bake');
    assert.ok(engine.print?.folder.endsWith(join('.slipway', 'buildkit')));
    assert.equal((await requestOf(t, '', '--print=dockerfile')).engine.print?.form, 'dockerfile');
  });
});
