import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readFlags } from '../../src/request/flags.ts';
import { inspectRequest } from '../../src/request/inspect-request.ts';
import type { ModuleRequest } from '../../src/request/module-request.ts';
import { writeModule } from '../support/go-module.ts';
import { refusal } from '../support/refusal.ts';
import { temporaryFolders } from '../support/workspace.ts';

const program = { 'main.go': 'package main\n\nfunc main() {}\n' };

/** The request of `slipway inspect` with these arguments, in a folder. */
function ask(cwd: string, ...argv: readonly string[]) {
  const env = { HOME: cwd };
  return inspectRequest(readFlags('inspect', argv), { cwd, env, os: 'linux' });
}

async function askModule(cwd: string, ...argv: readonly string[]): Promise<ModuleRequest> {
  const request = await ask(cwd, ...argv);
  assert.ok('question' in request, 'something is asked of the module');
  return request;
}

test('each --tags is a set of build tags, the empty one is none, and the same set counts once', async (t) => {
  const cwd = await writeModule(await temporaryFolders(t.after.bind(t))(), program);
  const { question } = await askModule(cwd, '.', '--tags', '', '--tags', 'a, b', '--tags=b,a,a', '--tags=c');
  assert.deepEqual(question, { kind: 'tags', sets: [[], ['a', 'b'], ['c']] });
});

test('a single set is compared with no tags', async (t) => {
  const cwd = await writeModule(await temporaryFolders(t.after.bind(t))(), program);
  const sets = async (...argv: readonly string[]) => {
    const { question } = await askModule(cwd, '.', ...argv);
    return question.kind === 'tags' ? question.sets : undefined;
  };
  assert.deepEqual(await sets('--tags', 'a,b'), [[], ['a', 'b']]);
  assert.deepEqual(await sets('--tags', ''), [[]]);
});

test('--vendor asks of a vendor folder, and one thing is asked at a time', async (t) => {
  const cwd = await writeModule(await temporaryFolders(t.after.bind(t))(), program);
  assert.deepEqual((await askModule(cwd, '.', '--vendor')).question, { kind: 'vendor' });
  const both = await refusal(() => ask(cwd, '.', '--vendor', '--tags=a'));
  assert.match(both.message, /--vendor.*one thing is asked/s);
  const unasked = await refusal(() => ask(cwd, '.', '--vendor=false'));
  assert.match(unasked.hint ?? '', /--vendor says whether its vendor folder/);
});

test('--why asks of things by any name, each once, and of the source of a program, not of a file', async (t) => {
  const cwd = await writeModule(await temporaryFolders(t.after.bind(t))(), program);
  const why = ['--why', 'net/http.(*Server).Serve', '--why', 'example.com/a,b', '--why=net', '--why=net'];
  const { question, name } = await askModule(cwd, ...why);
  assert.deepEqual(question, { kind: 'why', names: ['net/http.(*Server).Serve', 'example.com/a,b', 'net'] });
  assert.equal(name, '.');
  assert.match((await refusal(() => ask(cwd, '.', '--why='))).message, /--why/);
  const file = await refusal(() => ask(cwd, './main.go', '--why=net'));
  assert.equal(file.code, 'E_CONFIG');
  assert.match(file.message, /--why is for the source of a program, and "\.\/main\.go" is a file/);
  assert.match(file.hint ?? '', /name the folder of its module, or MODULE@VERSION/);
});

test('a module is built as slipway.yaml has it, for one platform, and nothing is written or pushed', async (t) => {
  const cwd = await writeModule(await temporaryFolders(t.after.bind(t))(), {
    ...program,
    'slipway.yaml': [
      'platforms: [linux/arm64, linux/amd64]',
      'outputs: [oci:out]',
      'push: registry.example.com/api',
      'ldflags: -X main.a=b',
      'targets: { api: { main: ".", build-tags: [x] } }',
    ].join('\n'),
  });
  const { build, platform } = await askModule(cwd, '.', '--tags=a');
  assert.deepEqual(platform, { os: 'linux', architecture: 'arm64' });
  const settings = [build.defaults, ...build.targets.map((target) => target.settings)];
  assert.equal(settings.length, 2);
  for (const each of settings) {
    assert.deepEqual([each.platforms, each.ldflags], [[platform], '-X main.a=b']);
  }
  assert.deepEqual([build.push, build.outputs.map(({ kind }) => kind)], [[], ['bin']]);
  const other = await askModule(cwd, '.', '--tags=a', '--platform', 'windows/amd64');
  assert.deepEqual(other.build.targets[0]?.settings.platforms, [{ os: 'windows', architecture: 'amd64' }]);
  const none = await writeModule(join(cwd, 'other'), program);
  assert.deepEqual((await askModule(none, '.', '--tags=a')).platform, { os: 'linux', architecture: 'amd64' });
});

test('a module of which nothing is asked is refused with what can be asked', async (t) => {
  const cwd = await writeModule(await temporaryFolders(t.after.bind(t))(), program);
  await mkdir(join(cwd, 'cmd', 'api'), { recursive: true });
  for (const folder of ['.', './cmd/api', join(cwd, 'cmd')]) {
    const { code, message, hint } = await refusal(() => ask(cwd, folder));
    assert.equal(code, 'E_CONFIG');
    assert.match(message, /is the folder of a Go module, and nothing is asked of it$/);
    assert.match(hint ?? '', /--tags 'a,b' says what sets of build tags add/);
  }
});

test('an image layout inside a module is an image, and a folder of no module is looked at as before', async (t) => {
  const folder = temporaryFolders(t.after.bind(t));
  const cwd = await writeModule(await folder(), program);
  await mkdir(join(cwd, 'out'));
  await writeFile(join(cwd, 'out', 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}');
  assert.ok('subject' in (await ask(cwd, './out')));
  assert.ok('subject' in (await ask(await folder(), '.')));
});

test('flags of the one subject are refused for the other', async (t) => {
  const cwd = await writeModule(await temporaryFolders(t.after.bind(t))(), program);
  const module = await refusal(() => ask(cwd, '.', '--tags=a', '--html=x.html', '--twin=x', '--symbols'));
  for (const flag of ['--html', '--twin', '--symbols']) assert.ok(module.message.includes(flag), flag);
  const several = await refusal(() => ask(cwd, '.', '--tags=a', '--platform=linux/amd64,linux/arm64'));
  assert.match(several.message, /one platform/);
  const file = await refusal(() => ask(cwd, './main.go', '--offline', '--go=1.26', '--ldflags=-X a.b=c'));
  for (const flag of ['--offline', '--go', '--ldflags']) assert.ok(file.message.includes(flag), flag);
  assert.match((await refusal(() => ask(cwd, './main.go', '--tags=a'))).message, /is a file, not the folder/);
});
