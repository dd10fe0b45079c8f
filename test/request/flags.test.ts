import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { commandNames } from '../../src/request/commands.ts';
import { readCommandLine, readFlags } from '../../src/request/flags.ts';
import { allInputs, flagsOf, type InputValues } from '../../src/request/inputs.ts';
import { refusal } from '../support/refusal.ts';

const build = (...argv: readonly string[]): InputValues => readFlags('build', argv).values;

test('each flag of the table reads its value after a space and after =', () => {
  for (const entry of flagsOf('build')) {
    const attached = build(`--${entry.flag}=${entry.example}`);
    assert.notEqual(attached[entry.name], undefined, entry.flag);
    if (entry.kind.placeholder === undefined) continue;
    assert.deepEqual(build(`--${entry.flag}`, entry.example), attached, entry.flag);
  }
});

test('flags and the source may stand in any order', () => {
  const flags = readFlags('build', ['--platform', 'linux/amd64', './service', '--json']);
  assert.deepEqual(flags.positionals, ['./service']);
  assert.equal(flags.values.json, true);
  assert.deepEqual(readFlags('build', ['--json', '--', './service']).positionals, ['./service']);
});

const readings: readonly (readonly [string, readonly string[], InputValues, (readonly string[])?])[] = [
  [
    'platforms come as a comma list, repeated, or both',
    ['--platform', 'linux/amd64, linux/arm64', '--platform=all'],
    { platforms: [{ os: 'linux', architecture: 'amd64' }, { os: 'linux', architecture: 'arm64' }, 'all'] },
  ],
  ['build tags come as a comma list', ['--build-tags', 'netgo,x.y_z'], { buildTags: ['netgo', 'x.y_z'] }],
  [
    'ports have a protocol',
    ['--port', '8080,53/udp', '--port=443/tcp'],
    {
      ports: [
        { number: 8080, protocol: 'tcp' },
        { number: 53, protocol: 'udp' },
        { number: 443, protocol: 'tcp' },
      ],
    },
  ],
  [
    'a map takes everything after the first = as the value',
    ['--env', 'A=b=c', '--env=EMPTY=', '--label', 'a.b/c=x,y'],
    { env: { A: 'b=c', EMPTY: '' }, labels: { 'a.b/c': 'x,y' } },
  ],
  ['a map that names a key twice keeps the last', ['--env', 'A=1', '--env', 'A=2'], { env: { A: '2' } }],
  [
    'a single value given twice keeps the last',
    ['--base', 'static', '--base', 'scratch'],
    { base: 'scratch' },
  ],
  ['a switch is on by its name', ['--cgo'], { cgo: true }],
  ['a switch is off by --no-', ['--no-cgo'], { cgo: false }],
  ['a switch is off by =false', ['--cgo=false'], { cgo: false }],
  ['the last of two switches counts', ['--no-cgo', '--cgo'], { cgo: true }],
  ['a command comes word by word', ['--cmd=-v', '--cmd', 'serve now'], { cmd: ['-v', 'serve now'] }],
  ['a command comes as JSON', ['--cmd', '["-v","a,b"]'], { cmd: ['-v', 'a,b'] }],
  ['a command is emptied by []', ['--cmd=[]'], { cmd: [] }],
  [
    'linker flags begin with - and need no =',
    ['--ldflags', '-X main.version={{version}} -X main.target={{ target }}'],
    { ldflags: '-X main.version={{version}} -X main.target={{ target }}' },
  ],
  [
    'an asset is cut at the last colon',
    ['--asset', 'C:/web:/srv/web'],
    { assets: [{ from: 'C:/web', to: '/srv/web' }] },
  ],
  [
    'outputs of several kinds stand side by side',
    ['--output', 'oci:out', '--output=bin:dist:x'],
    {
      outputs: [
        { kind: 'oci', path: 'out' },
        { kind: 'bin', path: 'dist:x' },
      ],
    },
  ],
  [
    'a target is a name, a package, or a package with a name',
    ['--target', 'api,./cmd/worker', '--target=tool=.', '--target', 'example.com/x/v2'],
    {
      target: [
        { name: 'api', main: undefined },
        { name: 'worker', main: './cmd/worker' },
        { name: 'tool', main: '.' },
        { name: 'x', main: 'example.com/x/v2' },
      ],
    },
  ],
  ['a user may have a group', ['--user', '1000:0'], { user: '1000:0' }],
  [
    'a base is an image of a registry',
    ['--base', 'ghcr.io/acme/base:1'],
    { base: { kind: 'registry', reference: { registry: 'ghcr.io', repository: 'acme/base', tag: '1' } } },
  ],
  ['a base is a layout', ['--base', 'oci:./dir:v1'], { base: { kind: 'oci', path: './dir', name: 'v1' } }],
  ['an engine may be left open', ['--load', '--json'], { load: 'auto', json: true }],
  ['an engine may follow', ['--load', 'podman', './src'], { load: 'podman' }, ['./src']],
  ['an engine may be joined', ['--load=containerd', 'docker'], { load: 'containerd' }, ['docker']],
  ['a folder after --load is the source', ['--load', './docker'], { load: 'auto' }, ['./docker']],
  ['what follows -- is no engine', ['--load', '--', 'docker'], { load: 'auto' }, ['docker']],
  [
    'rules are cut at commas, and one of attributes is not',
    ['--tag', 'semver,sha', '--tag', 'type=sha,format=long'],
    { tags: ['semver', 'sha', 'type=sha,format=long'] },
  ],
  [
    'registries are trusted by name',
    ['--insecure-registry', 'a.io,localhost:5000', '--insecure-registry', '[::1]:5000'],
    { insecureRegistry: ['a.io', 'localhost:5000', '[::1]:5000'] },
  ],
];

for (const [sentence, argv, expected, positionals = []] of readings) {
  test(sentence, () => {
    assert.deepEqual(build(...argv), expected);
    assert.deepEqual(readFlags('build', argv).positionals, positionals);
  });
}

const refusals: readonly (readonly [string, readonly string[], RegExp, RegExp?])[] = [
  [
    'an unknown flag',
    ['--platfrom', 'x'],
    /^--platfrom: there is no such flag$/,
    /did you mean --platform\?/,
  ],
  [
    'a plural, as the file has it',
    ['--platforms=linux/arm64'],
    /--platforms: there is no such flag/,
    /--platform\?/,
  ],
  ['a short flag', ['-o', 'x'], /^-o: there is no such flag/],
  ['a negation of what is no switch', ['--no-base'], /^--no-base: there is no such flag/],
  ['a negation with a value', ['--no-cgo=true'], /takes no value/],
  ['a switch with another value', ['--cgo=maybe'], /"maybe" is not true or false/],
  ['a missing value at the end', ['--output'], /needs a value: KIND:PATH/, /--output=/],
  ['a missing value before a flag', ['--base', '--json'], /needs a value/, /write --base=--json/],
  ['an empty value', ['--base='], /"" is not static, scratch, or an image/],
  ['two sources', ['a', 'b'], /too many arguments: "b"/, /usage: slipway build \[DIR\|MODULE@VERSION\]/],
  ['a source that begins with -', ['--', '-x'], /"-x" begins with -/, /\.\/-x/],
  ['a source with a line break', ['a\nb'], /a line break/],
  ['an empty source', [''], /an argument is empty/],
  [
    'an unknown base',
    ['--base', 'scrach'],
    /"scrach" is not static, scratch, or an image/,
    /did you mean scratch\?/,
  ],
  [
    'a base of one word',
    ['--base', 'alpine'],
    /"alpine" is not static/,
    /with its tag, for example alpine:3\.22/,
  ],
  ['a base that is no reference', ['--base', 'ghcr.io/Acme/api'], /"Acme\/api" is not a repository's name/],
  ['a base with half a digest', ['--base', 'alpine@sha256:12'], /"sha256:12" is not a digest/],
  ['a layout without a path', ['--base', 'oci:'], /has no path after oci:/, /oci:DIR\[:NAME\|@DIGEST\]/],
  ['a push to a digest', ['--push', `r.io/x@sha256:${'0'.repeat(64)}`], /names a digest/],
  ['a push to no reference', ['--push', 'ghcr.io/Acme'], /"Acme" is not a repository's name/],
  [
    'a template outside of a tag',
    ['--push', 'r.io/{{version}}'],
    /a template outside of its tag/,
    /\{target\}/,
  ],
  [
    'an unknown template in a tag',
    ['--push', 'r.io/x:{{vesion}}'],
    /no template "\{\{vesion\}\}"/,
    /version\?/,
  ],
  ['an unknown engine', ['--load=dokcer'], /"dokcer" is not one of auto, docker/, /did you mean docker\?/],
  ['an engine that is no flag', ['--no-load'], /^--no-load: there is no such flag/],
  ['a registry with a scheme', ['--insecure-registry', 'http://r.io'], /"http:\/\/r\.io" is not a registry/],
  ['a registry with a path', ['--registry-auth', 'r.io/x=TOKEN'], /is not a registry/],
  ['a tag rule of no type', ['--tag', 'type=pep440'], /there is no type "pep440" here/, /known: raw, semver/],
  [
    'an unknown template',
    ['--ldflags', '-X a={{Version}}'],
    /known templates/,
    /\{\{version\}\} \{\{commit\}\}/,
  ],
  ['a template that is not closed', ['--ldflags', '-X a={{version'], /known templates/],
  ['a label without =', ['--label', 'x'], /no = in it/],
  ['a label without a name', ['--label', '=x'], /"" is not a name/],
  [
    'an environment name from this machine',
    ['--env', 'PATH'],
    /no = in it/,
    /never taken from the environment/,
  ],
  ['a user by name', ['--user', 'nonroot'], /"nonroot" is not a numeric UID/, /65532/],
  ['a user above what runc takes', ['--user', '2147483648'], /not a numeric UID/],
  ['a port of 0', ['--port', '0'], /"0" is not a port/],
  ['a port above 65535', ['--port', '65536'], /"65536" is not a port/],
  ['a port of another protocol', ['--port', '80/sctp'], /not a port/, /53\/udp/],
  ['an asset without a place', ['--asset', './web'], /does not say where/, /SRC:DST/],
  ['an asset to a relative place', ['--asset', './web:srv'], /"srv" is not an absolute path/],
  ['an asset that climbs', ['--asset', './web:/srv/../etc'], /not an absolute path/],
  ['a relative working folder', ['--workdir', 'srv'], /"srv" is not an absolute path/],
  [
    'an output of no kind',
    ['--output', 'out'],
    /"out" is not an output/,
    /oci:DIR, oci-archive:FILE, docker-archive:FILE, bin:DIR, bin-archive:DIR or shard:DIR/,
  ],
  ['an output without a path', ['--output', 'oci:'], /"oci:" is not an output/],
  ['no platform at all', ['--platform', ','], /the list is empty/],
  ['no job', ['--jobs', '0'], /"0" is not a whole number from 1 to 1024/],
  ['half a job', ['--jobs', '1.5'], /"1.5" is not a whole number/],
  ['a Go version that begins with -', ['--go=-1'], /"-1" is not a Go version/],
  ['a short SHA-256', ['--go-sha256', 'abc'], /not a SHA-256/],
  ['a build tag that would be a flag', ['--build-tags=-x'], /not a build tag/],
  ['a package pattern', ['--target', './...'], /gives the target no name/],
  ['the folder itself without a name', ['--target', '.'], /gives the target no name/, /--target api=\./],
  ['a package that begins with -', ['--target=a=-x'], /not a package/],
  ['a command that is half JSON', ['--cmd', '["a"'], /begins like a JSON list/],
  ['an empty entrypoint', ['--entrypoint=[]'], /the list is empty/],
];

for (const [what, argv, message, hint] of refusals) {
  test(`${what} is refused: ${argv.join(' ').replaceAll('\n', '⏎')}`, async () => {
    const error = await refusal(() => build(...argv));
    assert.match(error.message, message);
    if (hint !== undefined) assert.match(error.hint ?? '', hint);
  });
}

test('a token that was given instead of the name of its variable is not said back', async () => {
  for (const argv of [
    ['--git-auth', 'github.com=ghp-S3cret'],
    ['--git-auth', 'ghp-S3cret'],
    ['--registry-auth', 'ghcr.io=user:S3cret'],
    ['--registry-auth', 'S3cret'],
  ]) {
    const error = await refusal(() => build(...argv));
    assert.doesNotMatch(`${error.message}${error.hint}`, /S3cret/);
  }
});

test('all faults of a command line are told at once', async () => {
  const error = await refusal(() => build('--nope', '--base', 'x', '--jobs', 'many'));
  assert.match(error.message, /^slipway build: 3 faults\n--nope: .*\n(.*\n)*--base: .*\n(.*\n)*--jobs: /);
});

test('a line break or a NUL is taken by no flag', async () => {
  for (const entry of flagsOf('build')) {
    // JSON itself may be laid out over lines; its words may not.
    if (entry.kind.placeholder === undefined || entry.example.startsWith('[')) continue;
    for (const broken of ['\n', '\r', '\0'])
      await refusal(() => build(`--${entry.flag}=${entry.example}${broken}`));
  }
  await refusal(() => build('--cmd', JSON.stringify(['a\nb'])));
});

test('no argument whatever makes the reader fail in any other way than with faults', async () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom(...allInputs().map(({ flag }) => `--${flag}`)),
    fc.constantFrom(
      '--',
      '-',
      '--no-cgo',
      '--__proto__',
      '--constructor=1',
      '--cgo=',
      '-abc',
      '--=x',
      '[]',
      '["a"]',
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (argv) => {
      const outcome = await refusal(() => {
        readFlags('build', argv);
        throw new Ended();
      }).catch((error) => {
        if (!(error instanceof Ended)) throw error;
      });
      assert.ok(outcome === undefined || outcome.message.length > 0);
    }),
  );
});

class Ended extends Error {}

test('a command line names a command, help or the version', async () => {
  assert.equal(readCommandLine(['build', '.']).kind, 'command');
  assert.equal(readCommandLine(['--version']).kind, 'version');
  assert.equal(readCommandLine(['build', '--version']).kind, 'version');
  assert.equal(readCommandLine([]).kind, 'help');
  assert.equal(readCommandLine(['build', '--nope', '--help']).kind, 'help');
  assert.equal(readCommandLine(['help', 'verify']).kind, 'help');
  assert.match((await refusal(() => readCommandLine(['biuld']))).hint ?? '', /did you mean build\?/);
  assert.match(
    (await refusal(() => readCommandLine(['--json', 'build']))).message,
    /the command comes before its flags/,
  );
  assert.match((await refusal(() => readCommandLine(['tree']))).message, /REF is missing/);
  assert.match((await refusal(() => readCommandLine(['convert']))).message, /FROM and TO are missing/);
  assert.match((await refusal(() => readCommandLine(['convert', 'a']))).message, /: TO is missing/);
  const history = await refusal(() => readCommandLine(['history']));
  assert.equal(history.message, 'slipway history: REF is missing');
  assert.equal(history.hint, 'usage: slipway history REF …');
  assert.equal(readCommandLine(['history', 'ghcr.io/a/b', 'ghcr.io/a/c']).kind, 'command');
  assert.match(
    (await refusal(() => readCommandLine(['verify', 'x', '--platform=all']))).message,
    /no such flag/,
  );
});

test('help of convert spells out what FROM and TO may be, and what its flags mean to it', () => {
  const help = readCommandLine(['convert', '--help']);
  assert.ok(help.kind === 'help');
  for (const form of [
    'HOST/NAME',
    'docker://NAME',
    'oci:DIR',
    'oci-archive:FILE',
    'docker-archive:FILE',
    'PATH',
  ])
    assert.match(help.text, new RegExp(`^  ${form}`, 'm'));
  assert.match(help.text, /--platform PLATFORM\[,…\] +The one image of an index to copy/);
});

test('help of every command is at most 80 columns wide and tells each of its flags', () => {
  for (const command of commandNames) {
    const help = readCommandLine([command, '--help']);
    assert.ok(help.kind === 'help');
    for (const line of help.text.split('\n')) assert.ok(line.length <= 80, line);
    for (const { flag } of flagsOf(command))
      assert.match(help.text, new RegExp(`^  --(\\[no-\\])?${flag}\\b`, 'm'));
  }
});
