import assert from 'node:assert/strict';
import { isAbsolute, join, relative } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { readFlags } from '../../src/request/flags.ts';
import { outputsFor } from '../../src/request/output.ts';
import { allFilePlatforms, allImagePlatforms, formatPlatform } from '../../src/request/platform.ts';
import type { BuildRequest } from '../../src/request/request.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const env = { HOME: '/home/u' };

/** The request of a command line in a folder that holds the given slipway.yaml. */
async function requestIn(
  context: Pick<TestContext, 'after'>,
  yaml: string | undefined,
  ...argv: readonly string[]
): Promise<BuildRequest & { readonly folder: string }> {
  const folder = await folderOf(context, yaml === undefined ? {} : { 'slipway.yaml': yaml });
  return { ...(await buildRequest(readFlags('build', argv), { cwd: folder, env, os: 'linux' })), folder };
}

test('without flags and file the defaults hold', async (t) => {
  const { folder, ...request } = await requestIn(t, undefined);
  assert.deepEqual(request.source, { kind: 'directory', directory: folder });
  assert.deepEqual(request.outputs, [{ kind: 'oci', path: join(folder, 'out') }]);
  assert.deepEqual(request.targets, []);
  assert.deepEqual(request.go, {
    version: undefined,
    askedBy: undefined,
    sha256: undefined,
    versionFile: undefined,
    checkLatest: false,
  });
  assert.equal(request.cacheDirectory, '/home/u/.cache/slipway');
  assert.equal(request.sourceDateEpoch, undefined);
  const { defaults } = request;
  assert.deepEqual(defaults.platforms.map(formatPlatform), ['linux/amd64', 'linux/arm64']);
  assert.deepEqual(defaults.compression, { algorithm: 'gzip', level: 6 });
  assert.deepEqual(
    [defaults.base, defaults.user, defaults.cgo, defaults.vcsStamp, defaults.ldflags, defaults.timezones],
    ['static', undefined, false, 'auto', '', false],
  );
  assert.deepEqual(
    [defaults.entrypoint, defaults.workdir, defaults.cmd, defaults.env],
    [undefined, undefined, [], {}],
  );
});

const layered = [
  'compression: gzip:1',
  'user: 1:1',
  'build-tags: [top]',
  'env: { A: top, B: top, C: top }',
  'cgo: true',
  'targets:',
  '  api: { user: "2:2", build-tags: [own], env: { B: own, C: own }, cgo: false }',
  '  job: {}',
].join('\n');

test("flags win over a target's entry, that over the file's top, and that over defaults", async (t) => {
  const { targets, defaults } = await requestIn(t, layered, '--env', 'C=flag', '--user', '3');
  const [api, job] = targets.map(({ settings }) => settings);
  assert.deepEqual([api?.user, job?.user, defaults.user], ['3', '3', '3']);
  assert.deepEqual([api?.buildTags, job?.buildTags], [['own'], ['top']]);
  assert.deepEqual(api?.env, { A: 'top', B: 'own', C: 'flag' });
  assert.deepEqual(job?.env, { A: 'top', B: 'top', C: 'flag' });
  assert.deepEqual([api?.cgo, job?.cgo], [false, true]);
  assert.deepEqual(api?.compression, { algorithm: 'gzip', level: 1 });
  assert.equal(api?.base, 'static');
});

test('what kept methods mean is a warning, unless the top of the file, a target or a flag says otherwise', async (t) => {
  const yaml = 'dead-code-elimination: off\ntargets: { api: { dead-code-elimination: required }, job: {} }';
  const gates = async (...flags: readonly string[]) => {
    const { defaults, targets } = await requestIn(t, yaml, ...flags);
    return [defaults, ...targets.map(({ settings }) => settings)].map(({ deadCode }) => deadCode);
  };
  assert.equal((await requestIn(t, undefined)).defaults.deadCode, 'warn');
  assert.deepEqual(await gates(), ['off', 'required', 'off']);
  assert.deepEqual(await gates('--dead-code-elimination', 'warn'), ['warn', 'warn', 'warn']);
  const { message } = await refusal(() => requestIn(t, 'targets: { api: { dead-code-elimination: yes } }'));
  assert.match(message, /^slipway\.yaml:1:42: "yes" is not one of off, warn, required/);
});

test('a switch that the file turns on is turned off by its flag', async (t) => {
  assert.equal((await requestIn(t, 'cgo: true', '--no-cgo')).defaults.cgo, false);
});

test('of two sources of a map, each name comes from the one that wins', async (t) => {
  const map = fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2', ''));
  const folder = await folderOf(t);
  await fc.assert(
    fc.asyncProperty(map, map, async (first, second) => {
      const argv = Object.entries(second).map(([key, value]) => `--label=${key}=${value}`);
      const file = await folderOf(t, { 'slipway.yaml': `labels: ${JSON.stringify(first)}` });
      const request = await buildRequest(readFlags('build', [file, ...argv]), {
        cwd: folder,
        env,
        os: 'linux',
      });
      assert.deepEqual(request.defaults.labels, { ...first, ...second });
    }),
    { numRuns: 30 },
  );
});

test('--target selects from the file, or names a main package', async (t) => {
  const yaml = 'targets: { api: { main: ./cmd/api, user: "7" }, job: {} }';
  const { targets } = await requestIn(t, yaml, '--target', 'api,./cmd/tool', '--target=job=./cmd/other');
  assert.deepEqual(
    targets.map(({ name, main, settings }) => [name, main, settings.user]),
    [
      ['api', './cmd/api', '7'],
      ['tool', './cmd/tool', undefined],
      ['job', './cmd/other', undefined],
    ],
  );
  const error = await refusal(() => requestIn(t, yaml, '--target', 'api', '--target', './x/api'));
  assert.match(error.message, /two targets are called api/);
});

test('"all" platforms are those that every output can hold, each platform once', async (t) => {
  const platformsOf = async (...argv: readonly string[]) =>
    (await requestIn(t, undefined, ...argv)).defaults.platforms.map(formatPlatform);
  assert.deepEqual(await platformsOf('--platform=all'), allImagePlatforms);
  assert.deepEqual(
    await platformsOf('--platform=all', '--output=bin:x', '--output=oci:y'),
    allImagePlatforms,
  );
  assert.deepEqual(
    (await platformsOf('--platform=all', '--output=bin:x')).toSorted(),
    allFilePlatforms.map((text) => (text === 'linux/arm' ? 'linux/arm/v7' : text)).toSorted(),
  );
  assert.deepEqual(await platformsOf('--platform=linux/arm64,linux/arm64/v8'), ['linux/arm64']);
});

test('an image for a system without a base is refused, and bare files are not', async (t) => {
  const error = await refusal(() => requestIn(t, undefined, '--platform', 'linux/amd64,darwin/arm64'));
  assert.match(error.message, /no image for darwin\/arm64/);
  assert.match(error.hint ?? '', /--output bin:DIR/);
  await requestIn(t, undefined, '--platform', 'darwin/arm64', '--output', 'bin:dist');
  await requestIn(t, undefined, '--platform=linux/amd64,darwin/arm64', '--output=bin:b', '--output=oci:o');
});

test("paths of flags start at the current folder, paths of the file at the file's", async (t) => {
  const cwd = await folderOf(t, {
    'app/slipway.yaml':
      'outputs: oci:dist\nreport: r.json\nassets: [{ from: web, to: /web }]\ngo-version-file: .v',
  });
  const of = (...argv: readonly string[]) =>
    buildRequest(readFlags('build', argv), { cwd, env, os: 'linux' });
  const fromFile = await of('app');
  assert.deepEqual(fromFile.outputs, [{ kind: 'oci', path: join(cwd, 'app/dist') }]);
  assert.equal(fromFile.reportFile, join(cwd, 'app/r.json'));
  assert.deepEqual(fromFile.defaults.assets, [{ from: join(cwd, 'app/web'), to: '/web' }]);
  assert.equal(fromFile.go.versionFile, join(cwd, 'app/.v'));
  const fromFlags = await of(
    'app',
    '--output=oci:dist',
    '--report=r.json',
    '--asset=web:/web',
    '--cache-dir=c',
  );
  assert.deepEqual(fromFlags.outputs, [{ kind: 'oci', path: join(cwd, 'dist') }]);
  assert.equal(fromFlags.reportFile, join(cwd, 'r.json'));
  assert.deepEqual(fromFlags.defaults.assets, [{ from: join(cwd, 'web'), to: '/web' }]);
  assert.equal(fromFlags.cacheDirectory, join(cwd, 'c'));
});

test('the Go version comes from the flag, the version file of the flag, the file, and the version file of the file', async (t) => {
  const yaml = `go: "https://example.com/go.tgz"\ngo-sha256: ${'a'.repeat(64)}\ngo-version-file: .go-version`;
  const go = async (text: string, ...argv: readonly string[]) => (await requestIn(t, text, ...argv)).go;
  const byFlag = await go(yaml, '--go', '1.26', '--go-version-file', 'x');
  assert.deepEqual([byFlag.version, byFlag.askedBy, byFlag.sha256], ['1.26', '--go', undefined]);
  const byVersionFile = await go(yaml, '--go-version-file', 'x');
  assert.equal(byVersionFile.version, undefined);
  assert.match(byVersionFile.versionFile ?? '', /\/x$/);
  const byFile = await go(yaml);
  assert.deepEqual(
    [byFile.askedBy, byFile.sha256, byFile.versionFile],
    ['slipway.yaml', 'a'.repeat(64), undefined],
  );
  assert.match((await go('go-version-file: .go-version')).versionFile ?? '', /\.go-version$/);
  const error = await refusal(() => go('', '--go-sha256', 'a'.repeat(64)));
  assert.match(error.message, /no --go is given/);
});

const cacheFolders: readonly (readonly [NodeJS.Platform, Record<string, string>, string])[] = [
  ['linux', { HOME: '/h', SLIPWAY_CACHE_DIR: '/c' }, '/c'],
  ['linux', { HOME: '/h', SLIPWAY_CACHE_DIR: '', XDG_CACHE_HOME: '/x' }, '/x/slipway'],
  ['linux', { HOME: '/h', XDG_CACHE_HOME: 'relative' }, '/h/.cache/slipway'],
  ['darwin', { HOME: '/h', XDG_CACHE_HOME: '/x' }, '/h/Library/Caches/slipway'],
];

for (const [os, variables, expected] of cacheFolders) {
  test(`the cache on ${os} with ${JSON.stringify(variables)} is ${expected}`, async (t) => {
    const cwd = await folderOf(t);
    const request = await buildRequest(readFlags('build', []), { cwd, env: variables, os });
    assert.equal(request.cacheDirectory, expected);
  });
}

test('a user without a home is told to name a cache folder', async (t) => {
  const cwd = await folderOf(t);
  const error = await refusal(() => buildRequest(readFlags('build', []), { cwd, env: {}, os: 'linux' }));
  assert.match(error.message, /^--cache-dir: this user has no home folder/);
  assert.match(error.hint ?? '', /SLIPWAY_CACHE_DIR/);
});

test('SOURCE_DATE_EPOCH is a number of seconds or refused', async (t) => {
  const cwd = await folderOf(t);
  const epoch = async (text: string) =>
    (
      await buildRequest(readFlags('build', []), {
        cwd,
        env: { ...env, SOURCE_DATE_EPOCH: text },
        os: 'linux',
      })
    ).sourceDateEpoch;
  assert.equal(await epoch('1700000000'), 1_700_000_000);
  assert.equal(await epoch('0'), 0);
  assert.equal(await epoch(''), undefined);
  for (const text of ['-1', '1.5', 'now', '99999999999', '1e9']) {
    assert.match((await refusal(() => epoch(text))).message, /^SOURCE_DATE_EPOCH: /);
  }
});

test('a token whose variable is not set is refused without saying what was given', async (t) => {
  const cwd = await folderOf(t);
  const of = (variables: Record<string, string>) =>
    buildRequest(readFlags('build', ['--git-auth=github.com=ghp_S3cret']), {
      cwd,
      env: { ...env, ...variables },
      os: 'linux',
    });
  const error = await refusal(() => of({ ghp_S3cret: '' }));
  assert.match(error.message, /^--git-auth: for github\.com /);
  assert.doesNotMatch(`${error.message}${error.hint}`, /S3cret/);
  assert.deepEqual((await of({ ghp_S3cret: 'x' })).gitAuth, { 'github.com': 'ghp_S3cret' });
});

test('time zones on scratch are refused, once for however many targets', async (t) => {
  const error = await refusal(() => requestIn(t, 'base: scratch\ntimezones: true\ntargets: {a: {}, b: {}}'));
  assert.match(error.message, /^--timezones: the base scratch has no time zones$/);
});

test('a source is a folder, or a module at a version', async (t) => {
  const cwd = await folderOf(t, { 'a@v1/go.mod': '', 'file.go': '' });
  const sourceOf = async (text: string) =>
    (await buildRequest(readFlags('build', [text]), { cwd, env, os: 'linux' })).source;
  assert.deepEqual(await sourceOf('a@v1'), { kind: 'directory', directory: join(cwd, 'a@v1') });
  const modules = [
    'filippo.io/age@v1.2.1',
    'filippo.io/age/cmd/age@latest',
    'example.com/a/v2@v2.0.0-rc.1+incompatible',
    'example.com/a@main',
    'example.com/a@>=v1.2',
    'gopkg.in/yaml.v3@v3',
    'example.com/a+b~c_d@0123456789ab',
  ];
  for (const text of modules) {
    const [path, version] = text.split('@');
    assert.deepEqual(await sourceOf(text), { kind: 'module', path, version });
  }
});

const sources: readonly (readonly [string, RegExp, RegExp?])[] = [
  ['nowhere', /there is no folder "nowhere"/, /looked at \//],
  ['filippo.io/age', /there is no folder/, /filippo\.io\/age@latest/],
  ['./a@v1.0.0', /there is no folder "\.\/a@v1\.0\.0"/],
  ['file.go', /is a file, not the folder/, /--target/],
  ['age@v1', /no host name: it has no dot/, /filippo\.io\/age\/cmd\/age@v1\.2\.1/],
  ['Example.com/a@v1', /a host name is in lower case/],
  ['example.com//a@v1', /an empty element/],
  ['example.com/a b@v1', /has a character/],
  ['example.com/a\\b@v1', /has a character/],
  ['example.com/../a@v1', /cannot be an element/],
  ['example.com/nul.txt@v1', /cannot be an element/],
  ['example.com/a@', /the version is empty/],
  ['example.com/a@feature/x', /give the commit/],
  ['example.com/a@upgrade', /only inside a module/],
  ['example.com/a@-x', /cannot be a version/],
  ['example.com/a@v1;rm', /cannot be a version/],
  ['example.com/a@v1.', /ends in a dot/],
];

for (const [text, message, hint] of sources) {
  test(`the source ${text} is refused`, async (t) => {
    const cwd = await folderOf(t, { 'file.go': '' });
    const flags = { values: {}, positionals: [text] };
    const error = await refusal(() => buildRequest(flags, { cwd, env, os: 'linux' }));
    assert.match(error.message, message);
    if (hint !== undefined) assert.match(error.hint ?? '', hint);
  });
}

const results = (...outputs: readonly string[]) => ({
  outputs:
    readFlags(
      'build',
      outputs.map((output) => `--output=${output}`),
    ).values.outputs ?? [],
  digestFile: undefined,
  reportFile: undefined,
  snapshotFile: undefined,
  pageFile: undefined,
  sizePageFile: undefined,
  baseSignature: undefined,
  signing: undefined,
  sbom: undefined,
});

test('a layout is DIR for one target and DIR/NAME for several, and {target} is the name anywhere', () => {
  const paths = (names: readonly string[], ...outputs: readonly string[]) =>
    [...outputsFor(results(...outputs), names).values()].map((own) => own.outputs.map(({ path }) => path));
  assert.deepEqual(paths(['api'], 'oci:/o', 'bin:/b'), [['/o', '/b']]);
  assert.deepEqual(paths(['api', 'job'], 'oci:/o', 'bin:/b/{target}/x'), [
    ['/o/api', '/b/api/x'],
    ['/o/job', '/b/job/x'],
  ]);
  assert.deepEqual(paths(['api'], 'oci-archive:/o/{target}.tar'), [['/o/api.tar']]);
});

test('bare files of several targets share one folder, and two such outputs are still refused', async () => {
  const both = outputsFor(results('bin:/b'), ['api', 'job']);
  assert.deepEqual(
    [...both.values()].map(({ outputs }) => outputs),
    [[{ kind: 'bin', path: '/b' }], [{ kind: 'bin', path: '/b' }]],
  );
  const error = await refusal(() => outputsFor(results('bin:/b', 'oci:/b'), ['api']));
  assert.match(error.message, /writes to \/b, and so does --output bin/);
});

test('programs and their release archives may share a folder, with nothing else in it', async () => {
  const [api] = [...outputsFor(results('bin:/b', 'bin-archive:/b'), ['api', 'job']).values()];
  assert.deepEqual(
    api?.outputs.map(({ kind, path }) => `${kind}:${path}`),
    ['bin:/b', 'bin-archive:/b'],
  );
  const error = await refusal(() => outputsFor(results('bin-archive:/b', 'oci:/b'), ['api']));
  assert.match(error.message, /writes to \/b, and so does --output bin-archive/);
});

test('release archives are for every system, as bare files are', async (t) => {
  const request = await requestIn(t, undefined, '--platform', 'all', '--output', 'bin-archive:dist');
  const systems = new Set(request.defaults.platforms.map(({ os }) => os));
  assert.ok(systems.has('windows') && systems.has('darwin'));
});

test('files for release archives lie where whoever names them is', async (t) => {
  const top = 'archive-files: [LICENSE, man]\n';
  const { defaults, folder } = await requestIn(t, top, '--output', 'bin-archive:dist');
  assert.deepEqual(
    defaults.archiveFiles?.map((path) => [isAbsolute(path), relative(folder, path)]),
    [
      [true, 'LICENSE'],
      [true, 'man'],
    ],
  );
  const none = await requestIn(t, 'archive-files: []\n', '--output', 'bin-archive:dist');
  assert.deepEqual(none.defaults.archiveFiles, []);
  const usual = await requestIn(t, undefined, '--output', 'bin-archive:dist');
  assert.equal(usual.defaults.archiveFiles, undefined);
});

test('one file for several targets is refused, with the name that would do', async () => {
  const archive = await refusal(() => outputsFor(results('oci-archive:/o.tar'), ['api', 'job']));
  assert.match(archive.message, /one file cannot hold several targets: \/o\.tar/);
  assert.match(archive.hint ?? '', /\{target\}/);
  const digests = { ...results('oci:/o'), digestFile: '/d' };
  assert.match((await refusal(() => outputsFor(digests, ['api', 'job']))).message, /^--digest-file: /);
  assert.equal(
    outputsFor({ ...digests, digestFile: '/{target}.d' }, ['api', 'job']).get('job')?.digestFile,
    '/job.d',
  );
});

test('a page of what changed is asked for with something to compare with', async (t) => {
  const request = await requestIn(t, undefined, '--size-html=size.html', '--baseline=rebuild:main');
  assert.match(request.sizePageFile ?? '', /^\/.*\/size\.html$/);
  const error = await refusal(() => requestIn(t, undefined, '--size-html=size.html'));
  assert.match(error.message, /--size-html: shows what changed, and nothing is compared/);
  assert.match(error.hint ?? '', /--baseline rebuild:main/);
});

test('two results at one path are refused, whoever they belong to', async (t) => {
  const cases = [
    ['--output=oci:x', '--output=bin:x'],
    ['--output=oci:x', '--output=oci:./x'],
    ['--output=oci-archive:x', '--report=x'],
    ['--output=oci:x', '--digest-file=y', '--report=y'],
    ['--output=oci:x', '--snapshot=y', '--report=y'],
    ['--output=oci:x', '--snapshot=y', '--size-html=y', '--baseline=rebuild:main'],
  ];
  for (const argv of cases) {
    assert.match(
      (await refusal(() => requestIn(t, undefined, ...argv))).message,
      /writes to .*, and so does --/,
    );
  }
  const crossed = results('oci:/o', 'bin:/o/api');
  assert.ok(outputsFor(crossed, ['api']));
  const error = await refusal(() => outputsFor(results('oci:/o', 'bin:/o/{target}'), ['api', 'job']));
  assert.match(error.message, /writes to \/o\/api, and so does --output oci of api/);
});
