import assert from 'node:assert/strict';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { parseAuthFile } from '../../src/registry/auth-file.ts';
import { userCredentials } from '../../src/registry/user-credentials.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { exec } from '../../src/support/exec.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

interface Setting {
  /** Files below the home folder. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly auth?: Readonly<Record<string, string>>;
  /** docker-credential-NAME → shell script. */
  readonly helpers?: Readonly<Record<string, string>>;
}

interface Found {
  readonly proof: string;
  readonly source: string;
}

/** What is found for an image's name: the proof in short, and its source with the home folder as ~. */
async function find(t: TestContext, name: string, setting: Setting): Promise<Found | undefined> {
  const { files = {}, env = {}, auth = {}, helpers = {} } = setting;
  const texts = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  const scripts = Object.entries(helpers).map(([helper, script]) => [
    `bin/docker-credential-${helper}`,
    `#!/bin/sh\n${script}\n`,
  ]);
  const home = await folderOf(t, Object.fromEntries([...texts, ...scripts]));
  for (const [path = ''] of scripts) await chmod(join(home, path), 0o755);
  const expanded = Object.fromEntries(
    Object.entries(env).map(([key, value]) => [key, value.replace('~', home)]),
  );
  const path = `${join(home, 'bin')}:${process.env['PATH']}`;
  const slash = name.indexOf('/');
  const lookUp = userCredentials({ auth, exec, env: { HOME: home, PATH: path, ...expanded } });
  try {
    const found = await lookUp({ registry: name.slice(0, slash), repository: name.slice(slash + 1) });
    if (found === undefined) return undefined;
    const { kind, ...values } = found.proof;
    return { proof: [kind, ...Object.values(values)].join(' '), source: found.source.replace(home, '~') };
  } catch (error) {
    if (error instanceof SlipwayError) error.message = error.message.replaceAll(home, '~');
    throw error;
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const config = '.docker/config.json';

test("docker's file is read in all the ways it may be written", async (t) => {
  const files = {
    [config]: {
      auths: {
        'a.example': { auth: base64('ada:love:lace') },
        'b.example:5000': { username: 'bob', password: 'builder' },
        'https://c.example/v1/': { auth: base64('carl:sagan\0\0') },
        'd.example': { auth: base64('dora:x'), identitytoken: 'refresh' },
        'e.example': { registrytoken: 'as it is' },
        'f.example': {},
        'g.example': { username: 'gina' },
        'h.example': { auth: base64(':key') },
        'https://index.docker.io/v1/': { auth: base64('hub:secret') },
      },
    },
  };
  const cases: readonly [name: string, proof: string | undefined][] = [
    ['a.example/x', 'password ada love:lace'],
    ['b.example:5000/x/y', 'password bob builder'],
    ['b.example/x/y', undefined],
    ['c.example/x', 'password carl sagan'],
    ['d.example/x', 'identity refresh'],
    ['e.example/x', 'bearer as it is'],
    ['f.example/x', undefined],
    ['g.example/x', 'password gina '],
    ['h.example/x', 'password  key'],
    ['docker.io/library/alpine', 'password hub secret'],
    ['nowhere.example/x', undefined],
  ];
  for (const [name, proof] of cases) assert.equal((await find(t, name, { files }))?.proof, proof, name);
  assert.equal((await find(t, 'a.example/x', { files }))?.source, '~/.docker/config.json');
});

test('the longest key of a file that a repository lies under counts', async (t) => {
  const auths = Object.fromEntries(
    ['q.example', 'q.example/acme', 'q.example/acme/api', 'docker.io/library'].map((key) => [
      key,
      { auth: base64(`${key}:x`) },
    ]),
  );
  const setting = { files: { 'run/containers/auth.json': { auths } }, env: { XDG_RUNTIME_DIR: '~/run' } };
  for (const [name, key] of [
    ['q.example/acme/api', 'q.example/acme/api'],
    ['q.example/acme/api/tools', 'q.example/acme/api'],
    ['q.example/acme/apis', 'q.example/acme'],
    ['q.example/other', 'q.example'],
    ['docker.io/library/alpine', 'docker.io/library'],
  ] as const) {
    assert.equal((await find(t, name, setting))?.proof, `password ${key} x`, name);
  }
  assert.equal(await find(t, 'docker.io/acme/api', setting), undefined);
});

test('the first place that names the registry counts', async (t) => {
  const auths = (user: string) => ({ auths: { 'ghcr.io': { auth: base64(`${user}:x`) } } });
  const places: readonly [source: string, Setting][] = [
    ['TOKEN', { auth: { 'ghcr.io': 'TOKEN' }, env: { TOKEN: 'flag:x' } }],
    ['DOCKER_AUTH_CONFIG', { env: { DOCKER_AUTH_CONFIG: JSON.stringify(auths('variable')) } }],
    [
      '~/elsewhere/config.json',
      { files: { 'elsewhere/config.json': auths('docker') }, env: { DOCKER_CONFIG: '~/elsewhere' } },
    ],
    ['~/p.json', { files: { 'p.json': auths('podman') }, env: { REGISTRY_AUTH_FILE: '~/p.json' } }],
    [
      '~/run/containers/auth.json',
      { files: { 'run/containers/auth.json': auths('runtime') }, env: { XDG_RUNTIME_DIR: '~/run' } },
    ],
    ['GITHUB_TOKEN', { env: { GITHUB_TOKEN: 'ghs_1', GITHUB_ACTOR: 'octocat' } }],
  ];
  for (let first = 0; first < places.length; first++) {
    const rest = places.slice(first).map(([, setting]) => setting);
    const setting = {
      auth: rest[0]?.auth ?? {},
      files: Object.assign({}, ...rest.map(({ files }) => files)),
      env: Object.assign({}, ...rest.map(({ env }) => env)),
    };
    assert.equal((await find(t, 'ghcr.io/acme/api', setting))?.source, places[first]?.[0]);
  }
});

test('GITHUB_TOKEN is for ghcr.io alone, with the actor or none', async (t) => {
  const env = { GITHUB_TOKEN: 'ghs_1' };
  assert.equal((await find(t, 'ghcr.io/acme/api', { env }))?.proof, 'password x-access-token ghs_1');
  const acting = { ...env, GITHUB_ACTOR: 'octocat' };
  assert.equal((await find(t, 'ghcr.io/acme/api', { env: acting }))?.proof, 'password octocat ghs_1');
  assert.equal(await find(t, 'ghcr.io.example/acme/api', { env }), undefined);
});

test("a token of a GitHub Enterprise Server goes to that server's registry, and never to ghcr.io", async (t) => {
  const env = { GITHUB_TOKEN: 'ghs_1', GITHUB_SERVER_URL: 'https://github.acme.example' };
  assert.equal(await find(t, 'ghcr.io/acme/api', { env }), undefined);
  const found = await find(t, 'containers.github.acme.example/acme/api', { env });
  assert.equal(found?.proof, 'password x-access-token ghs_1');
  const there = { ...env, GITHUB_SERVER_URL: 'https://github.com' };
  assert.equal((await find(t, 'ghcr.io/acme/api', { env: there }))?.source, 'GITHUB_TOKEN');
  assert.equal(await find(t, 'containers.github.com/acme/api', { env: there }), undefined);
});

test('--registry-auth names a variable with USER:PASSWORD or a token', async (t) => {
  const auth = { 'a.example': 'A', 'ghcr.io': 'A', 'index.docker.io': 'A' };
  const found = async (name: string, value: string) =>
    (await find(t, name, { auth, env: { A: value } }))?.proof;
  assert.equal(await found('a.example/x', 'ada:love:lace\n'), 'password ada love:lace');
  assert.equal(await found('a.example/x', ':key'), 'password  key');
  assert.equal(await found('a.example/x', 'token'), 'bearer token');
  assert.equal(await found('docker.io/library/x', 'ada:x'), 'password ada x');
  assert.equal(await found('ghcr.io/x/y', 'ghp_1'), 'password x-access-token ghp_1');
  const fault = await refusal(() => find(t, 'a.example/x', { auth }), 'E_AUTH');
  assert.equal(fault.message, '--registry-auth a.example=A: A is not set');
});

const echoing =
  'read server; echo "{\\"ServerURL\\":\\"$server\\",\\"Username\\":\\"$1 $server\\",\\"Secret\\":\\"s\\"}"';

test("docker's credential helpers are asked: the host's own before the one for all", async (t) => {
  const files = {
    [config]: {
      credsStore: 'all',
      credHelpers: { 'own.example': 'own', 'https://index.docker.io/v1/': 'own' },
      auths: { 'inline.example': { auth: base64('in:line') }, 'other.example': {} },
    },
  };
  const helpers = { all: echoing, own: echoing };
  const proof = async (name: string) => find(t, name, { files, helpers });
  assert.deepEqual(await proof('own.example/x'), {
    proof: 'password get own.example s',
    source: 'docker-credential-own (~/.docker/config.json)',
  });
  assert.equal((await proof('docker.io/library/x'))?.proof, 'password get https://index.docker.io/v1/ s');
  assert.equal((await proof('inline.example/x'))?.proof, 'password in line');
  assert.equal((await proof('other.example/x'))?.source, 'docker-credential-all (~/.docker/config.json)');
});

test('a helper may have an identity token, or nothing', async (t) => {
  const files = { [config]: { credsStore: 'one' } };
  const proof = async (script: string) =>
    (await find(t, 'a.example/x', { files, helpers: { one: script } }))?.proof;
  assert.equal(await proof(`echo '{"Username":"<token>","Secret":"r"}'`), 'identity r');
  assert.equal(await proof('echo "credentials not found in native keychain"; exit 1'), undefined);
  assert.equal(await proof(`echo '{"Username":"","Secret":""}'`), undefined);
});

test('a helper that fails, or is not there, is told by its name, its file and a command to try; nothing it prints is', async (t) => {
  const files = { [config]: { credHelpers: { 'a.example': 'one' } } };
  for (const [helpers, says] of [
    [{ one: 'echo s3cret; echo s3cret >&2; exit 4' }, 'fails: exit status 4'],
    [{ one: 'echo s3cret' }, 'answers something that is not Username and Secret'],
    [{ one: `echo '{"Secret":"s3cret"}'` }, 'answers something that is not Username and Secret'],
    [{ one: `echo '{"Username":"s3cret"}'` }, 'answers something that is not Username and Secret'],
    [{}, 'cannot be started'],
  ] as const) {
    const fault = await refusal(() => find(t, 'a.example/x', { files, helpers }), 'E_AUTH');
    const where = 'docker-credential-one, which ~/.docker/config.json names for a.example';
    assert.equal(fault.message, `${where}, ${says}`);
    assert.match(fault.hint ?? '', /echo a\.example \| docker-credential-one get/);
  }
});

test('a broken file is named, and nothing of it is shown', async (t) => {
  const contents: readonly (readonly [content: unknown, says: RegExp])[] = [
    ['{"auths": s3cret', /it is not a JSON object/],
    ['[]', /it is not a JSON object/],
    [{ auths: 's3cret' }, /auths is not an object/],
    [{ auths: { 'a.example': 's3cret' } }, /auths: "a\.example" is not an object/],
    [{ auths: { 'a.example': { auth: base64('s3cret') } } }, /"auth" of "a\.example" is not USER:PASSWORD/],
    [{ auths: { 'a.example': { auth: 's3cret:!' } } }, /"auth" of "a\.example" is not USER:PASSWORD/],
    [
      { auths: { 'a.example': { auth: `${base64('ada:s3cret')}!` } } },
      /"auth" of "a\.example" is not USER:PASSWORD/,
    ],
    [{ credsStore: '../s3cret' }, /credsStore: a helper is named by/],
    [{ credHelpers: { 'a.example': 's3cret; rm' } }, /credHelpers: a helper is named by/],
    [{ credHelpers: 7 }, /credHelpers is not an object/],
  ];
  for (const [content, says] of contents) {
    const fault = await refusal(() => find(t, 'a.example/x', { files: { [config]: content } }), 'E_AUTH');
    assert.match(fault.message, /^the credentials in ~\/\.docker\/config\.json cannot be read: /);
    assert.match(fault.message, says);
    assert.doesNotMatch(`${fault.message} ${fault.hint} ${fault.cause}`, /s3cret|czNjcmV0/);
  }
  const folder = { files: { [`${config}/x`]: '' } };
  assert.match((await refusal(() => find(t, 'a.example/x', folder), 'E_AUTH')).message, /EISDIR/);
});

test('any JSON at all is read, or refused as broken', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom('auths', 'credHelpers', 'credsStore'), (json, name) => {
      for (const text of [json, `{"${name}":${json}}`, `{"auths":{"a":${json}}}`]) {
        try {
          parseAuthFile(text, 'the test');
        } catch (error) {
          assert.ok(error instanceof SlipwayError && error.code === 'E_AUTH', String(error));
        }
      }
    }),
  );
});
