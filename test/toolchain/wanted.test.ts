import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { GoRequest } from '../../src/request/request.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { goSpecification } from '../../src/toolchain/go-specification.ts';
import { wantedByGoMod, wantedGo } from '../../src/toolchain/wanted.ts';
import { temporaryFolder } from '../support/go-proxy.ts';

const nothing: GoRequest = {
  version: undefined,
  askedBy: undefined,
  sha256: undefined,
  versionFile: undefined,
  checkLatest: false,
};

async function tree(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder(t);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

const isConfigFault = (error: unknown): boolean => error instanceof SlipwayError && error.code === 'E_CONFIG';

test('what is said on the command line or in slipway.yaml wins over every file', async (t) => {
  const root = await tree(t, { 'go.mod': 'go 1.24\ntoolchain go1.25.0\n', '.go-version': '1.23.1\n' });
  const request = {
    ...nothing,
    version: '1.26.8',
    askedBy: 'slipway.yaml',
    versionFile: join(root, '.go-version'),
  };
  assert.deepEqual(await wantedGo(request, root), {
    kind: 'exact',
    version: 'go1.26.8',
    askedBy: 'slipway.yaml',
  });
});

test('a full version is asked for exactly, with or without its prefix', () => {
  const versions = ['1.26.8', 'go1.26.8', ' 1.27rc1\n', '1.20.3', 'go1.26.8-acme'];
  const names = versions.map((text) => goSpecification(text, '--go'));
  assert.deepEqual(
    names.map((wanted) => (wanted.kind === 'exact' ? wanted.version : wanted.kind)),
    ['go1.26.8', 'go1.26.8', 'go1.27rc1', 'go1.20.3', 'go1.26.8-acme'],
  );
});

test("setup-go's spelling of releases, in semantic versions, is understood as Go's own", () => {
  const spelled: Readonly<Record<string, string>> = {
    '1.24.0-rc.1': 'go1.24rc1',
    '1.23.0-beta.2': 'go1.23beta2',
    '1.21.0': 'go1.21.0',
    '1.20.0': 'go1.20',
    '1.20.14': 'go1.20.14',
  };
  for (const [text, version] of Object.entries(spelled)) {
    assert.deepEqual(goSpecification(text, '--go'), { kind: 'exact', version, askedBy: '--go' });
  }
  for (const text of [
    '1.25',
    '1.25.x',
    '1.x',
    '^1.25.1',
    '~1.24.1',
    '>=1.25.0-rc.1',
    '<1.25.0',
    '>=1.22.0 <1.24.0',
  ])
    assert.equal(goSpecification(text, '--go').kind, 'range', text);
});

test('check-latest goes with whatever asks for the Go, and says nothing where it is off', async (t) => {
  const root = await tree(t, { 'go.mod': 'go 1.25.3\n', '.go-version': '1.26\n' });
  const asked = { ...nothing, checkLatest: true };
  const requests = [
    asked,
    { ...asked, version: '^1.25' },
    { ...asked, versionFile: join(root, '.go-version') },
  ];
  for (const request of requests) {
    assert.equal((await wantedGo(request, root)).checkLatest, true);
    assert.ok(!('checkLatest' in (await wantedGo({ ...request, checkLatest: false }, root))));
  }
});

test('a line, a wildcard and an operator ask for a range', () => {
  for (const text of [
    '1.26',
    'go1.26',
    '1.20',
    '1',
    '1.26.x',
    '^1.25',
    '~1.25.3',
    '>=1.24 <1.27',
    'x',
    '>=1.27rc1',
  ]) {
    assert.equal(goSpecification(text, '--go').kind, 'range', text);
  }
  assert.equal(goSpecification('stable', '--go').kind, 'stable');
  assert.equal(goSpecification('oldstable', '--go').kind, 'oldstable');
});

test('a URL needs the SHA-256 of what lies there', () => {
  const url = 'https://mirror.example/go1.26.8.linux-amd64.tar.gz';
  const sha256 = 'AB'.repeat(32);
  assert.deepEqual(goSpecification(url, '--go', sha256), {
    kind: 'url',
    url: new URL(url),
    sha256: 'ab'.repeat(32),
    askedBy: '--go',
  });
  assert.throws(() => goSpecification(url, '--go'), isConfigFault);
  assert.throws(() => goSpecification(url, '--go', 'abc'), isConfigFault);
  assert.throws(() => goSpecification('1.26.8', '--go', sha256), isConfigFault);
});

test('anything else is refused by name, whatever it is', () => {
  for (const text of ['', 'latest', '-1.26', '1.26.8 --exec', 'go', '1.26\nrm', '../go', '1.02']) {
    assert.throws(
      () => goSpecification(text, 'slipway.yaml'),
      (error) => {
        assert.ok(isConfigFault(error), text);
        return (error as SlipwayError).message.startsWith('slipway.yaml: ');
      },
    );
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        const wanted = goSpecification(text, '--go');
        assert.ok(wanted.kind !== 'exact' || /^go[0-9][^\s/\\]*$/.test(wanted.version));
      } catch (error) {
        assert.ok(isConfigFault(error));
      }
    }),
  );
});

test('.go-version gives the first line that is not a comment', async (t) => {
  const root = await tree(t, { '.go-version': '# pinned\n\ngo1.25.3 # for the release\n1.26.0\n' });
  const wanted = await wantedGo({ ...nothing, versionFile: join(root, '.go-version') }, root);
  assert.deepEqual(wanted, { kind: 'exact', version: 'go1.25.3', askedBy: '.go-version' });
});

test('.tool-versions is read as asdf and mise write it', async (t) => {
  const root = await tree(t, {
    '.tool-versions': 'nodejs 24.1.0\ngolang   1.26.8 1.25.0 # first wins\n',
    'mise/.tool-versions': 'go 1.26\n',
    'odd/.tool-versions': 'golang system\n',
    'other/.tool-versions': 'nodejs 24.1.0\n',
  });
  const read = (folder: string) =>
    wantedGo({ ...nothing, versionFile: join(root, folder, '.tool-versions') }, root);
  assert.deepEqual(await read('.'), { kind: 'exact', version: 'go1.26.8', askedBy: '.tool-versions' });
  assert.equal((await read('mise')).kind, 'range');
  await assert.rejects(read('odd'), isConfigFault);
  await assert.rejects(read('other'), isConfigFault);
  await assert.rejects(read('missing'), isConfigFault);
});

test('a go.mod that is named as version file decides by its own lines', async (t) => {
  const root = await tree(t, {
    'go.mod': 'go 1.24\n',
    'tools/go.mod': 'module m\n\ngo 1.25.1\n\ntoolchain go1.26.3\n',
  });
  await writeFile(join(root, 'go.work'), 'go 1.25.9 // as the container has it\n\nuse ./tools\n');
  const byWorkspace = await wantedGo({ ...nothing, versionFile: join(root, 'go.work') }, join(root, 'tools'));
  assert.deepEqual(byWorkspace, { kind: 'minimum', version: '1.25.9', askedBy: 'go.work go line' });
  const wanted = await wantedGo({ ...nothing, versionFile: join(root, 'tools', 'go.mod') }, root);
  assert.deepEqual(wanted, { kind: 'exact', version: 'go1.26.3', askedBy: 'go.mod toolchain line' });
});

test('a toolchain line asks for exactly that version', async (t) => {
  const root = await tree(t, {
    'go.mod': 'module m\n\ngo 1.25.0 // at least\n\ntoolchain\tgo1.27.0 // but this\n',
  });
  assert.deepEqual(await wantedGo(nothing, root), {
    kind: 'exact',
    version: 'go1.27.0',
    askedBy: 'go.mod toolchain line',
  });
});

test('a go line alone is a minimum', async (t) => {
  const root = await tree(t, {
    'go.mod': 'module m\ngo 1.26\ngodebug default=go1.21\n',
    'cmd/api/main.go': '',
  });
  assert.deepEqual(await wantedGo(nothing, root), {
    kind: 'minimum',
    version: '1.26',
    askedBy: 'go.mod go line',
  });
  assert.deepEqual(await wantedGo(nothing, join(root, 'cmd', 'api')), {
    kind: 'minimum',
    version: '1.26',
    askedBy: '../../go.mod go line',
  });
});

test('a toolchain line below the go line does not count, one equal to it does', async (t) => {
  const low = await tree(t, { 'go.mod': 'go 1.26.2\ntoolchain go1.25.9\n' });
  assert.deepEqual(await wantedGo(nothing, low), {
    kind: 'minimum',
    version: '1.26.2',
    askedBy: 'go.mod go line',
  });
  const equal = await tree(t, { 'go.mod': 'go 1.26.2\ntoolchain go1.26.2\n' });
  assert.equal((await wantedGo(nothing, equal)).kind, 'exact');
});

test('"toolchain default" allows the Go on PATH only', async (t) => {
  const root = await tree(t, { 'go.mod': 'go 1.26.2\ntoolchain default\n' });
  const wanted = await wantedGo(nothing, root);
  assert.ok(wanted.kind === 'minimum' && wanted.localOnly === true && wanted.version === '1.26.2');
});

test('a go.work decides instead of go.mod, unless GOWORK says otherwise', async (t) => {
  const root = await tree(t, {
    'go.work': 'go 1.26.0\n\ntoolchain go1.27.1\n\nuse ./api\n',
    'api/go.mod': 'module api\n\ngo 1.24.0\n\ntoolchain go1.25.2\n',
    'elsewhere/go.work': 'use ../api\n',
  });
  const api = join(root, 'api');
  const versionOf = async (gowork?: string) => {
    const wanted = await wantedGo(nothing, api, { gowork });
    return `${'version' in wanted ? wanted.version : ''} ${wanted.askedBy}`;
  };
  assert.equal(await versionOf(), 'go1.27.1 ../go.work toolchain line');
  assert.equal(await versionOf('auto'), 'go1.27.1 ../go.work toolchain line');
  assert.equal(await versionOf('off'), 'go1.25.2 go.mod toolchain line');
  assert.equal(await versionOf(join(root, 'elsewhere', 'go.work')), '1.18 ../elsewhere/go.work go line');
  await assert.rejects(versionOf('go.work'), isConfigFault);
});

test('a go.mod without a go line counts as Go 1.16, as for the go command', async (t) => {
  const root = await tree(t, { 'go.mod': 'module m\n' });
  assert.deepEqual(await wantedGo(nothing, root), {
    kind: 'minimum',
    version: '1.16',
    askedBy: 'go.mod go line',
  });
});

test('no go.mod, and one with a version that is none, are clear errors', async (t) => {
  const root = await temporaryFolder(t);
  await assert.rejects(wantedGo(nothing, root), (error) => {
    assert.ok(isConfigFault(error));
    return (
      /no go\.mod in/.test((error as SlipwayError).message) && (error as SlipwayError).hint !== undefined
    );
  });
  for (const text of [
    'go latest\n',
    'go 1.26.\n',
    'go 1.26\ntoolchain 1.27.0\n',
    'go 1.26\ntoolchain go1.x\n',
  ]) {
    const bad = await tree(t, { 'go.mod': text });
    await assert.rejects(wantedGo(nothing, bad), isConfigFault);
  }
});

test("of a published module's go.mod only the go line counts", () => {
  const text = 'module filippo.io/age\n\ngo 1.24.0\n\ntoolchain go1.27.0\n';
  assert.deepEqual(wantedByGoMod(text, 'filippo.io/age'), {
    kind: 'minimum',
    version: '1.24.0',
    askedBy: 'the go line of filippo.io/age',
    published: true,
  });
});
