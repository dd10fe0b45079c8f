import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sha256 } from '../../../src/support/hashing.ts';
import { comparedRecipes, type File, type Recipe, usualFiles } from './invented.ts';

/** The usual files with one of them changed. */
function changed(path: string, change: Partial<File>): Recipe {
  assert.ok(
    usualFiles.some((file) => file.path === path),
    path,
  );
  return { layers: [usualFiles.map((file) => (file.path === path ? { ...file, ...change } : file))] };
}

function without(path: string): Recipe {
  return { layers: [usualFiles.filter((file) => file.path !== path)] };
}

function withMore(...files: readonly File[]): Recipe {
  return { layers: [[...usualFiles, ...files]] };
}

const content = (text: string): string => `of ${text.length} bytes (${sha256(text)})`;

/** What is changed in B, and the only line that says so. */
const files: Readonly<Record<string, readonly [Recipe, string]>> = {
  'the content of a file': [
    changed('etc/motd', { content: 'HELLO\n' }),
    `etc/motd: content ${content('hello\n')} in A, ${content('HELLO\n')} in B`,
  ],
  'the length of a file': [
    changed('etc/motd', { content: '' }),
    `etc/motd: content ${content('hello\n')} in A, empty in B`,
  ],
  'the mode of a file': [changed('etc/motd', { mode: 0o600 }), 'etc/motd: mode 0644 in A, 0600 in B'],
  'a set-uid bit': [changed('etc/motd', { mode: 0o4644 }), 'etc/motd: mode 0644 in A, 04644 in B'],
  'the mode of a folder': [changed('etc/', { mode: 0o700 }), 'etc: mode 0755 in A, 0700 in B'],
  'the owner of a file': [changed('etc/motd', { uid: 7 }), 'etc/motd: owner 0:0 in A, 7:0 in B'],
  'the group of a link': [changed('usr/bin/link', { gid: 9 }), 'usr/bin/link: owner 0:0 in A, 0:9 in B'],
  "a link's target": [changed('usr/bin/link', { link: 'API' }), 'usr/bin/link: link "api" in A, "API" in B'],
  'a device number': [changed('dev/null', { device: [1, 5] }), 'dev/null: device 1:3 in A, 1:5 in B'],
  'the kind of a device': [
    changed('dev/null', { type: '4' }),
    'dev/null: a character device in A, a block device in B',
  ],
  'a pipe that is a file': [
    changed('run/pipe', { type: '0' }),
    'run/pipe: a named pipe in A, a file of 0 bytes in B',
  ],
  'the value of an extended attribute': [
    changed('usr/bin/api', { xattrs: { 'user.note': 'KEPT' } }),
    'usr/bin/again: extended attribute user.note "kept" in A, "KEPT" in B',
  ],
  'an extended attribute that is no text': [
    changed('usr/bin/api', { xattrs: { 'user.note': 'kept', 'security.capability': '\u0001\u0000' } }),
    'usr/bin/again: extended attribute security.capability missing in A, 0x0100 in B',
  ],
  'an extended attribute that is missing': [
    changed('usr/bin/api', { xattrs: {} }),
    'usr/bin/again: extended attribute user.note "kept" in A, missing in B',
  ],
  'an extended attribute too long to be written out': [
    changed('usr/bin/api', { xattrs: { 'user.note': 'x'.repeat(65) } }),
    `usr/bin/again: extended attribute user.note "kept" in A, ${sha256('x'.repeat(65))} (65 bytes) in B`,
  ],
  'a file that is missing': [without('etc/motd'), 'etc/motd: a file of 6 bytes in A, missing in B'],
  'a file that is new': [
    withMore({ path: 'etc/new', content: 'x' }),
    'etc/new: a file of 1 byte in B, missing in A',
  ],
  'a file where a link was': [
    changed('usr/bin/link', { type: '0', content: 'api' }),
    'usr/bin/link: a symbolic link to "api" in A, a file of 3 bytes in B',
  ],
  'a copy where a hard link was': [
    changed('usr/bin/again', {
      type: '0',
      mode: 0o755,
      content: 'program',
      xattrs: { 'user.note': 'kept' },
    }),
    'usr/bin/api: the same file as usr/bin/again in A, a file of its own in B',
  ],
  'the attributes of the root': [withMore({ path: './', mode: 0o700 }), '/: mode 0755 in A, 0700 in B'],
  'a path that would steer a terminal': [
    withMore({ path: 'etc/\u001b[2J', content: 'x' }),
    'etc/\\u001b[2J: a file of 1 byte in B, missing in A',
  ],
};

const amd64 = { os: 'linux', architecture: 'amd64' };

/** The same of configs. */
const configs: Readonly<Record<string, readonly [Recipe, string]>> = {
  'the entrypoint': [
    { execution: { Entrypoint: ['/bin/sh'] } },
    'entrypoint: ["/usr/bin/api"] in A, ["/bin/sh"] in B',
  ],
  'no arguments': [{ execution: { Cmd: null } }, 'cmd: ["serve"] in A, missing in B'],
  'the user': [{ execution: { User: '0' } }, 'user: "65532:65532" in A, "0" in B'],
  'the working folder': [{ execution: { WorkingDir: '' } }, 'working directory: "/srv" in A, "/" in B'],
  'a variable': [{ execution: { Env: ['PATH=/usr/bin', 'TZ=CET'] } }, 'variable TZ: "UTC" in A, "CET" in B'],
  'a variable that is missing': [
    { execution: { Env: ['PATH=/usr/bin'] } },
    'variable TZ: "UTC" in A, missing in B',
  ],
  'the order of variables': [
    { execution: { Env: ['TZ=UTC', 'PATH=/usr/bin'] } },
    'environment: in the order PATH TZ in A, TZ PATH in B',
  ],
  'a port': [
    { execution: { ExposedPorts: { 8080: {}, '53/udp': {} } } },
    'port 53/udp: missing in A, exposed in B',
  ],
  'a volume': [{ execution: { Volumes: {} } }, 'volume /data: there in A, missing in B'],
  'the stop signal': [{ execution: { StopSignal: 'SIGINT' } }, 'stop signal: "SIGTERM" in A, "SIGINT" in B'],
  'a label': [{ execution: { Labels: { title: 'API' } } }, 'label title: "api" in A, "API" in B'],
  'the healthcheck': [
    { execution: { Healthcheck: { Interval: 30, Test: ['NONE'], Retries: 0 } } },
    'healthcheck: {"Interval":30,"Test":["CMD","/usr/bin/api","health"]} in A, {"Interval":30,"Test":["NONE"]} in B',
  ],
  'the shell': [{ execution: { Shell: [] } }, 'shell: ["/bin/sh","-c"] in A, missing in B'],
  'what children do': [{ execution: { OnBuild: null } }, 'onbuild: ["RUN true"] in A, missing in B'],
  'the variant': [{ config: { variant: 'v3' }, platform: amd64 }, 'variant: "v1" in A, "v3" in B'],
};

describe('slipway verify --same says, and says nothing else, when B has', () => {
  for (const [what, [recipe, line]] of Object.entries(files)) {
    test(`${what} otherwise`, async (t) => {
      const { differences } = await comparedRecipes(t, {}, recipe);
      assert.deepEqual(differences, [`same/files: ${line}`]);
    });
  }
  for (const [what, [recipe, line]] of Object.entries(configs)) {
    test(`${what} otherwise in its config`, async (t) => {
      const { differences } = await comparedRecipes(t, { platform: amd64 }, { ...recipe, platform: amd64 });
      assert.deepEqual(differences, [`same/config: ${line}`]);
    });
  }
});

test('times of change, history, annotations and unknown fields of a config are told, and make no other image', async (t) => {
  const { differences, notes, verdicts } = await comparedRecipes(
    t,
    { annotations: { title: 'api', kept: 'k' } },
    {
      ...changed('etc/motd', { mtime: 77 }),
      annotations: { title: 'API', kept: 'k' },
      execution: { ArgsEscaped: true },
      config: { created: '2026-02-01T12:00:00Z', history: [{ created_by: 'two' }] },
    },
  );
  assert.deepEqual(differences, []);
  const told = notes.filter((note) => !note.startsWith('same/layers'));
  assert.deepEqual(told, [
    'same/other-fields: ArgsEscaped: missing in A, true in B',
    'same/history: created: "2026-01-31T12:00:00Z" in A, "2026-02-01T12:00:00Z" in B',
    'same/history: history, step 1: {"created_by":"one"} in A, {"created_by":"two"} in B',
    'same/annotations: annotation of the manifest title: "api" in A, "API" in B',
    'same/times: 1 of 11 files, folders and links have another time of change',
  ]);
  assert.ok(verdicts.every(({ status, severity }) => status === 'pass' || severity === 'info'));
});

test('every difference is a line, however many there are', async (t) => {
  const many = Array.from({ length: 300 }, (_, at) => ({ path: `etc/${1000 + at}`, content: 'x' }));
  const { differences } = await comparedRecipes(t, {}, withMore(...many));
  assert.equal(differences.length, 300);
});
