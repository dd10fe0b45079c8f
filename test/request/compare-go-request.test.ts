import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type CompareGoRequest,
  compareGoRequest,
  isGoVersion,
} from '../../src/request/compare-go-request.ts';
import { readFlags } from '../../src/request/flags.ts';
import { goSpecification } from '../../src/toolchain/go-specification.ts';
import { emptyMain, writeModule } from '../support/go-module.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const machine = { os: 'linux', architecture: 'arm64' } as const;
const files = { 'main.go': emptyMain };

/** The request of `slipway compare-go` with these arguments, in a folder. */
function ask(cwd: string, ...argv: readonly string[]): Promise<CompareGoRequest> {
  return compareGoRequest(readFlags('compare-go', argv), { cwd, env: { HOME: cwd }, os: 'linux' }, machine);
}

const versions = [
  '1',
  '1.23',
  '1.23.4',
  'go1.24',
  'go1.24.10',
  '1.27rc1',
  'go1.28beta2',
  '1.24.0-rc.1',
  'go1.26.8-acme',
  '1.x',
  '1.26.x',
  '^1.25',
  '~1.25.3',
  '>=1.24 <1.27',
  '1.24 - 1.26',
  'stable',
  'oldstable',
];
const others = [
  '.',
  './1.23',
  '1.23/',
  'go',
  'gopher',
  'api',
  'v1.2.3',
  '1password',
  'example.com/api@v1.2.3',
  'go1.26.8/../x',
  'latest',
  '',
];

test('what looks like a Go version is one, and toolchains are found by it; what else there is, is not', () => {
  assert.deepEqual(
    versions.filter((text) => !isGoVersion(text)),
    [],
  );
  for (const text of versions) assert.ok(goSpecification(text, 'test').kind !== 'url', text);
  assert.deepEqual(others.filter(isGoVersion), []);
});

test('versions keep the order in which they are asked for, each once, and the module stands anywhere', async (t) => {
  const cwd = await folderOf(t);
  await writeModule(join(cwd, 'api'), files);
  const { name, versions: asked, build } = await ask(cwd, '1.27', 'api', 'go1.24', '1.24', 'stable', '1.27');
  assert.deepEqual([name, asked], ['api', ['1.27', '1.24', 'stable']]);
  assert.deepEqual(build.source, { kind: 'directory', directory: join(cwd, 'api') });
  const here = await ask(join(cwd, 'api'), '1.27');
  assert.deepEqual([here.name, here.build.source], ['.', { kind: 'directory', directory: join(cwd, 'api') }]);
  const published = await ask(cwd, 'filippo.io/age/cmd/age@v1.2.1', '1.27');
  assert.deepEqual(published.build.source, {
    kind: 'module',
    path: 'filippo.io/age/cmd/age',
    version: 'v1.2.1',
  });
});

test('a folder that is called like a version is given as ./1.23', async (t) => {
  const cwd = await folderOf(t);
  await writeModule(join(cwd, '1.23'), files);
  const { versions: asked, build } = await ask(cwd, '1.24', './1.23');
  assert.deepEqual(asked, ['1.24']);
  assert.deepEqual(build.source, { kind: 'directory', directory: join(cwd, '1.23') });
});

test("this machine's platform is compared on, whatever slipway.yaml builds for; a flag names others", async (t) => {
  const cwd = await writeModule(await folderOf(t), {
    ...files,
    'slipway.yaml':
      'platforms: [linux/amd64, linux/s390x]\noutputs: ["oci:out"]\npush: ghcr.io/acme/api\ntargets: { api: { main: ".", ldflags: "-X main.a=b" } }\n',
  });
  const { build } = await ask(cwd, '1.26');
  const [target] = build.targets;
  assert.deepEqual([target?.settings.platforms, target?.settings.ldflags], [[machine], '-X main.a=b']);
  assert.deepEqual([build.push, build.outputs.map(({ kind }) => kind)], [[], ['bin']]);
  const named = await ask(cwd, '1.26', '--platform', 'linux/amd64,windows/amd64');
  assert.deepEqual(named.build.targets[0]?.settings.platforms, [
    { os: 'linux', architecture: 'amd64' },
    { os: 'windows', architecture: 'amd64' },
  ]);
});

test('what is said of the comparison itself: runs and the page', async (t) => {
  const cwd = await writeModule(await folderOf(t), files);
  const usual = await ask(cwd, '1.26');
  assert.deepEqual([usual.runs, usual.page], [10, undefined]);
  const said = await ask(cwd, '1.26', '--runs', '0', '--html', 'go.html');
  assert.deepEqual([said.runs, said.page], [0, join(cwd, 'go.html')]);
});

test('arguments that cannot be meant are refused with what can', async (t) => {
  const cwd = await writeModule(await folderOf(t), files);
  await mkdir(join(cwd, 'api'));
  const refused = async (...argv: readonly string[]): Promise<string> => {
    const { message, hint } = await refusal(() => ask(cwd, ...argv));
    return `${message}\n${hint}`;
  };
  assert.match(await refused(), /VERSION is missing\nusage: slipway compare-go VERSION … \[DIR\|MODULE/);
  assert.match(await refused('api'), /no Go version is named: "api" is none\nfor example slipway compare-go/);
  assert.match(await refused('1.2a'), /no Go version is named: "1\.2a" is none/);
  assert.match(await refused('1.26', 'api', 'web'), /one module .*these are no Go versions: "api" "web"/);
  assert.match(await refused('1.26', 'nowhere'), /there is no folder "nowhere"/);
  assert.match(await refused('1.26', 'https://go.dev/dl/x.tgz'), /there is no folder/);
  assert.match(await refused('1.26', '--go', '1.25'), /--go: there is no such flag/);
  assert.match(await refused('1.26', '--runs', '1001'), /--runs/);
  assert.match(await refused('1.26', '--push', 'ghcr.io/a/b'), /--push: there is no such flag/);
  assert.match(await refused('1.26', '-x'), /-x: there is no such flag/);
});
