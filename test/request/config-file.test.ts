import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Config, loadConfig, parseConfig } from '../../src/request/config-file.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

const parse = (...lines: readonly string[]): Config => parseConfig(lines.join('\n'), 'slipway.yaml');

test('a whole file is read, top and targets', () => {
  const { top, targets } = parse(
    'version: 1',
    'go: 1.20',
    'platforms: [linux/amd64, linux/arm/v6]',
    'compression: zstd:3',
    'ldflags: "-X main.version={{version}}"',
    'labels: { team: payments, tier: 1, "a.b/c": true }',
    'user: 65532',
    'outputs:',
    '  - oci:out',
    '  - bin:dist',
    'targets:',
    '  api:',
    '    main: ./cmd/api',
    '    build-tags: [netgo]',
    '    assets: [{ from: ./web/dist, to: /srv/web }]',
    '    ports: [8080, 53/udp]',
    '    cgo: false',
    '  worker:',
  );
  assert.equal(top.go, '1.20');
  assert.deepEqual(top.platforms?.[1], { os: 'linux', architecture: 'arm', variant: 'v6' });
  assert.deepEqual(top.compression, { algorithm: 'zstd', level: 3 });
  assert.deepEqual(top.labels, { team: 'payments', tier: '1', 'a.b/c': 'true' });
  assert.equal(top.user, '65532');
  assert.deepEqual(
    top.outputs?.map(({ kind }) => kind),
    ['oci', 'bin'],
  );
  assert.deepEqual([...targets.keys()], ['api', 'worker']);
  assert.deepEqual(targets.get('worker'), {});
  assert.deepEqual(targets.get('api'), {
    main: './cmd/api',
    buildTags: ['netgo'],
    assets: [{ from: './web/dist', to: '/srv/web' }],
    ports: [
      { number: 8080, protocol: 'tcp' },
      { number: 53, protocol: 'udp' },
    ],
    cgo: false,
  });
});

test('an empty file and a file of comments say nothing', () => {
  for (const text of ['', '\n', '# nothing yet\n', '---\n', '\uFEFF']) {
    assert.deepEqual(parseConfig(text, 'slipway.yaml'), { top: {}, targets: new Map() });
  }
});

test('one value stands for a list of one where nothing else can be meant', () => {
  assert.deepEqual(parse('platforms: all').top.platforms, ['all']);
  assert.deepEqual(parse('ports: 8080').top.ports, [{ number: 8080, protocol: 'tcp' }]);
});

test('anchors are followed, the last of a name before the alias', () => {
  const { top, targets } = parse(
    'env: &env { A: &a one }',
    'targets:',
    '  api: { env: *env, labels: { again: *a } }',
    '  job: { labels: { x: &a two, y: *a } }',
  );
  assert.deepEqual(top.env, { A: 'one' });
  assert.deepEqual(targets.get('api'), { env: { A: 'one' }, labels: { again: 'one' } });
  assert.deepEqual(targets.get('job'), { labels: { x: 'two', y: 'two' } });
});

const refusals: readonly (readonly [string, readonly string[], string, RegExp?])[] = [
  [
    'an unknown field',
    ['version: 1', 'plattforms: []'],
    '2:1: unknown field "plattforms"',
    /did you mean platforms\?/,
  ],
  ['a flag name', ['label: {a: b}'], '1:1: unknown field "label"', /did you mean labels\?/],
  [
    'an unknown field of a target',
    ['targets:', '  api:', '    min: ./x'],
    '3:5: unknown field "min"',
    /main\?/,
  ],
  [
    'a field of the run in a target',
    ['targets:', '  a: { jobs: 2 }'],
    '2:8: unknown field "jobs"',
    /the top of the file/,
  ],
  [
    'a field of a target at the top',
    ['main: ./x'],
    '1:1: unknown field "main"',
    /belongs under targets\.NAME/,
  ],
  ['a flag that is no field', ['git-auth: {github.com: X}'], '1:1: unknown field "git-auth"'],
  ['another version', ['version: 2'], '1:10: expected version: 1, got the number 2'],
  ['a version in quotes', ['version: "1"'], '1:10: expected version: 1, got the text "1"'],
  [
    'a list where a text belongs',
    ['base: [static]'],
    '1:7: expected static, scratch, or an image such as gcr.io/distroless/static-debian13 or oci:DIR, got a list',
  ],
  [
    'a text where a list belongs',
    ['cmd: serve'],
    '1:6: expected a list of words, got the text "serve"',
    /\[serve\]/,
  ],
  [
    'commas where a list belongs',
    ['platforms: linux/amd64,linux/arm64'],
    '1:12: expected a list',
    /\[linux\/amd64, linux\/arm64\]/,
  ],
  ['a text where a map belongs', ['env: A=1'], '1:6: expected a map of names to texts, got the text "A=1"'],
  [
    'a field without a value',
    ['ldflags:'],
    '1:9: expected linker flags on one line, with known templates, got nothing',
  ],
  ['a value of a map that is missing', ['env:', '  A:'], '2:5: expected a text on one line, got nothing'],
  ['yes for true', ['cgo: yes'], '1:6: expected true or false, got the text "yes"', /YAML 1\.2/],
  [
    'a platform that Go does not have',
    ['platforms:', '  - linux/amd64', '  - linux/amd46'],
    '3:5: Go has no platform "linux/amd46"',
  ],
  ['a port that is no port', ['ports: [8080, 0]'], '1:15: "0" is not a port'],
  [
    'half a port',
    ['ports: [80.5]'],
    '1:9: expected a port from 1 to 65535, with /udp where it is not TCP, got the number 80.5',
  ],
  ['half a job', ['jobs: 1.5'], '1:7: expected a whole number from 1 to 1024, got "1.5"'],
  ['an asset without a place', ['assets: [{from: ./web}]'], '1:10: an asset needs "to"', /from: .*to: /],
  [
    'an asset with another field',
    ['assets: [{from: a, to: /b, form: c}]'],
    '1:28: an asset has no field "form"',
    /did you mean from\?/,
  ],
  ['an asset as text', ['assets: ["a:/b"]'], '1:10: expected an asset'],
  ['a target name with a slash', ['targets: {cmd/api: {}}'], '1:11: "cmd/api" is not a target name'],
  ['a target name in capitals', ['targets: {Api: {}}'], '1:11: "Api" is not a target name'],
  ['a list of targets', ['targets: [api]'], '1:10: expected a map of target names, got a list'],
  ['a key that is a list', ['? [a]', ': b'], "1:3: a field's name is a text, got a list"],
  [
    'a key given twice',
    ['base: static', 'go: 1.26', 'base: scratch'],
    '3:1: "base" is here twice; the first is at slipway.yaml:1:1',
  ],
  ['a text of several lines', ['ldflags: |', '  -X a=b'], '1:10: "-X a=b\\n" has a line break'],
  ['a list as the whole file', ['- a'], '1:1: expected a map of settings, got a list'],
  ['a second document', ['base: static', '---', 'base: scratch'], '2:1: a second document begins here'],
  ['a tag of YAML', ['base: !!str static'], '1:13: YAML tags'],
  ['an unknown tag', ['base: !base static'], '1:7: YAML tags'],
  ['a merge key', ['targets: {a: &a {cgo: true}, b: {<<: *a}}'], '1:34: merge keys'],
  ['an alias without an anchor', ['base: *nope'], '1:7: there is no anchor &nope'],
  ['a tab', ['targets:', '\tapi:'], '2:1: Tabs are not allowed', /spaces/],
  ['a bracket that stays open', ['platforms: [linux/amd64'], '1:24: '],
  ['a colon in a plain text', ['ldflags: -X a: b'], '1:10: ', /quotes/],
];

for (const [what, lines, message, hint] of refusals) {
  test(`${what} is refused with its line and column`, async () => {
    const error = await refusal(() => parse(...lines));
    assert.ok(error.message.startsWith(`slipway.yaml:${message}`), error.message);
    if (hint !== undefined) assert.match(error.hint ?? '', hint);
  });
}

test('all faults of a file are told at once, in its order', async () => {
  const error = await refusal(() => parse('bass: static', 'cgo: 1', 'targets: {api: {ports: [x, 99999]}}'));
  const places = [...error.message.matchAll(/^slipway\.yaml:(\d+:\d+): /gm)].map(([, place]) => place);
  assert.deepEqual(places, ['1:1', '2:6', '3:25', '3:28']);
  assert.match(error.message, /^slipway\.yaml: 4 faults\n/);
});

test('aliases that multiply, and nesting without end, end in a fault', async () => {
  const bomb = ['l0: &l0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let depth = 1; depth < 9; depth++) {
    bomb.push(
      `l${depth}: &l${depth} [${Array(10)
        .fill(`*l${depth - 1}`)
        .join(', ')}]`,
    );
  }
  assert.match((await refusal(() => parse(...bomb))).message, /more than 20000 values/);
  assert.match((await refusal(() => parse('env: &env', '  A: *env'))).message, /nested too deeply/);
  assert.match((await refusal(() => parse('['.repeat(50_000)))).message, /nested too deeply/);
  assert.match(
    (await refusal(() => parse(`a: ${'['.repeat(20)}${']'.repeat(20)}`))).message,
    /nested too deeply/,
  );
});

test('a file of many keys is read at once', () => {
  const lines = Array.from({ length: 9000 }, (_, index) => `  K${index}: v`);
  assert.equal(Object.keys(parse('env:', ...lines).top.env ?? {}).length, 9000);
});

test('whatever a file holds, it is read or refused with a place', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'platforms:',
      'targets:',
      'env:',
      ' ',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '!!map ',
      '"',
      '? ',
    ),
    fc.constantFrom(
      'base: static\n',
      'ports: [1]\n',
      '  api:\n',
      '    main: ./x\n',
      '<<: ',
      '|\n',
      '%YAML 1.1\n',
      '---\n',
    ),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
      try {
        parseConfig(pieces.join(''), 'f');
      } catch (error) {
        assert.ok(error instanceof SlipwayError, String(error));
        assert.match(error.message, /(^|\n)f:\d+:\d+: ./);
      }
    }),
    { numRuns: 1000 },
  );
});

test('the default file is found in the source folder, and MODULE@VERSION has none', async (t) => {
  const folder = await folderOf(t, { 'slipway.yml': 'base: scratch\n' });
  assert.equal((await loadConfig(undefined, '/', folder))?.top.base, 'scratch');
  assert.equal(await loadConfig(undefined, folder, undefined), undefined);
  const named = await loadConfig('slipway.yml', folder, undefined);
  assert.equal(named?.name, 'slipway.yml');
  assert.equal(named?.directory, folder);
  await writeFile(join(folder, 'slipway.yaml'), '');
  assert.match(
    (await refusal(() => loadConfig(undefined, '/', folder))).message,
    /both slipway\.yaml and slipway\.yml/,
  );
});

test('a named file that is not there, is a folder, is no text or is far too long is refused', async (t) => {
  const folder = await folderOf(t, { 'long.yaml': '#'.repeat(300 * 1024) });
  await writeFile(join(folder, 'binary.yaml'), Buffer.from([0x62, 0xff, 0xfe]));
  const messages = {
    'none.yaml': /--config none\.yaml: there is no such file/,
    '.': /it is a folder/,
    'long.yaml': /longer than 256 KiB/,
    'binary.yaml': /not UTF-8 text/,
  };
  for (const [name, message] of Object.entries(messages)) {
    assert.match((await refusal(() => loadConfig(name, folder, undefined))).message, message);
  }
});
