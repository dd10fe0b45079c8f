import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinParts } from '../../../src/attest/sbom/bill.ts';
import { goProgramPart } from '../../../src/attest/sbom/go-program.ts';
import { standardLibrary } from '../../../src/attest/sbom/standard-library.ts';
import { parseModuleInfo } from '../../../src/binary/go/module-info.ts';
import { sha256 } from '../../../src/support/hashing.ts';

const text = [
  'path\texample.com/app/cmd/api',
  'mod\texample.com/app\t(devel)\t',
  'dep\texample.com/a\tv1.0.0\th1:aaaa',
  'dep\texample.com/b\tv1.0.0',
  '=>\texample.com/fork/b\tv1.5.0\th1:bbbb',
  'dep\texample.com/near\tv0.3.0',
  '=>\t./near\t(devel)\t',
  'dep\texample.com/far\tv0.4.0',
  '=>\t/home/somebody/src/far\t(devel)\t',
  'dep\texample.com/vendored\tv1.1.0',
  'build\t-ldflags="-X main.token=secret"',
  'build\tGOOS=linux',
  '',
].join('\n');
const program = {
  file: '/usr/local/bin/api',
  digest: sha256('api'),
  info: { goVersion: 'go1.26.8', ...parseModuleInfo(text) },
};
const named = (part: ReturnType<typeof goProgramPart>, name: string) => {
  const found = part.components.find((component) => component.name === name);
  assert.ok(found, `${name} is listed`);
  return found;
};

test('a replaced module is listed as what replaces it, with its hash, and says whose place it takes', () => {
  const part = goProgramPart(program);
  const fork = named(part, 'example.com/fork/b');
  assert.equal(fork.purl, 'pkg:golang/example.com/fork/b@v1.5.0');
  assert.equal(fork.h1, 'h1:bbbb');
  assert.deepEqual(fork.facts, { 'go:replaces': 'example.com/b@v1.0.0' });
  assert.ok(!part.components.some(({ name }) => name === 'example.com/b'));
});

test('a folder has no version, and where it lies outside of the module is told nowhere', () => {
  const part = goProgramPart(program);
  const near = named(part, 'example.com/near');
  assert.equal(near.version, undefined);
  assert.equal(near.purl, 'pkg:golang/example.com/near');
  assert.deepEqual(near.facts, { 'go:replaces': 'example.com/near@v0.3.0', 'go:replacement': './near' });
  assert.ok(!JSON.stringify(part).includes('somebody'));
});

test('linker flags are not told: people put secrets into them', () => {
  const part = goProgramPart(program);
  assert.ok(!JSON.stringify(part).includes('secret'));
  assert.equal(part.program.facts?.['go:build:GOOS'], 'linux');
});

test('what the build knows fills in what the program does not say: the version of the main module, a vendored hash', () => {
  const sumOf = (path: string, version: string) =>
    path === 'example.com/vendored' && version === 'v1.1.0' ? 'h1:cccc' : undefined;
  const part = goProgramPart({ ...program, mainVersion: 'v1.2.3', sumOf });
  assert.equal(named(part, 'example.com/app').version, 'v1.2.3');
  assert.equal(named(part, 'api').version, 'v1.2.3');
  assert.equal(named(part, 'example.com/vendored').h1, 'h1:cccc');
  assert.equal(named(goProgramPart(program), 'example.com/app').version, undefined);
});

test('which module needs which is told by the build graph alone; without it only that the program has them', () => {
  const known = goProgramPart({
    ...program,
    imports: new Map([
      ['example.com/app', ['example.com/a', 'std']],
      ['example.com/a', ['example.com/b', 'std', 'example.com/only-tested']],
      ['example.com/b', []],
      ['std', []],
    ]),
  });
  const needs = new Map(known.dependencies.map(({ from, to }) => [from, to]));
  assert.deepEqual(needs.get('program /usr/local/bin/api'), ['module example.com/app', 'stdlib go1.26.8']);
  assert.deepEqual(needs.get('module example.com/a@v1.0.0'), [
    'module example.com/fork/b@v1.5.0',
    'stdlib go1.26.8',
  ]);
  assert.deepEqual(needs.get('module example.com/fork/b@v1.5.0'), []);
  const alone = goProgramPart(program);
  const linked = alone.dependencies.find(({ from }) => from === alone.program.id);
  assert.equal(linked?.to.length, alone.components.length - 1);
  assert.ok(!alone.dependencies.some(({ from }) => from.startsWith('module ')));
});

test('the standard library has the name and version that scanners know, and a CPE where it is a release', () => {
  const of = (goVersion: string) => {
    const { version, purl, cpe, facts } = standardLibrary(goVersion);
    return { version, purl, cpe, facts };
  };
  assert.deepEqual(of('go1.26.8'), {
    version: '1.26.8',
    purl: 'pkg:golang/stdlib@1.26.8',
    cpe: 'cpe:2.3:a:golang:go:1.26.8:-:*:*:*:*:*:*',
    facts: undefined,
  });
  assert.deepEqual(of('go1.27rc1'), {
    version: '1.27rc1',
    purl: 'pkg:golang/stdlib@1.27rc1',
    cpe: undefined,
    facts: undefined,
  });
  assert.deepEqual(of('go1.26.8 X:jsonv2').facts, { 'go:build:GOEXPERIMENT': 'jsonv2' });
  const devel = 'devel go1.28-0123456789 Mon Jan 5 00:00:00 2026 +0000';
  assert.deepEqual(of(devel), {
    version: devel,
    purl: 'pkg:golang/stdlib',
    cpe: undefined,
    facts: undefined,
  });
});

test('what cgo may have linked stands nowhere, and that is told of the program', () => {
  const withCgo = { ...program, info: { ...program.info, settings: { CGO_ENABLED: '1' } } };
  assert.deepEqual(goProgramPart(withCgo).gaps, [
    { of: 'program /usr/local/bin/api', what: 'C code that cgo linked into api, if any' },
  ]);
  assert.deepEqual(goProgramPart(program).gaps, []);
});

test('two modules that one replaces are that one, which does not need itself', () => {
  const lines = ['a', 'b'].map(
    (name) => `dep\texample.com/${name}\tv1.0.0\n=>\texample.com/fork\tv1.5.0\th1:bbbb\n`,
  );
  const info = { goVersion: 'go1.26.8', ...parseModuleInfo(lines.join('')) };
  const imports = new Map([['example.com/a', ['example.com/b']]]);
  const { components, dependencies } = joinParts([goProgramPart({ ...program, info, imports })]);
  assert.equal(components.filter(({ name }) => name === 'example.com/fork').length, 1);
  const fork = dependencies.find(({ from }) => from === 'module example.com/fork@v1.5.0');
  assert.deepEqual(fork?.to, []);
});
