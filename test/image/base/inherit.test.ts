import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { imageUser, inheritedFrom, namedUserNotice } from '../../../src/image/base/inherit.ts';
import { encodeConfig, mergeEnv } from '../../../src/image/config.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import { documentRules } from '../../../src/verify/documents.ts';
import { parseJson } from '../../../src/verify/json.ts';
import { shapeFaults } from '../../../src/verify/shape.ts';

const inherit = (execution: object, more: object = {}, layers = 0) =>
  inheritedFrom({ config: execution, ...more }, layers, 'acme/base');

test('variables, folder, ports, volumes and stop signal are taken over as the base has them', () => {
  const { inherited, notices } = inherit({
    Env: ['PATH=/bin', 'LANG=C', 'EMPTY=', 'EQUALS=a=b', 'no variable', '=x'],
    WorkingDir: '/srv',
    ExposedPorts: { '80/tcp': {}, '53/udp': {}, 65535: {}, '65536/tcp': {}, '0/tcp': {}, ssh: {} },
    Volumes: { '/data': {} },
    StopSignal: 'SIGQUIT',
  });
  assert.deepEqual(Object.entries(inherited.env), [
    ['PATH', '/bin'],
    ['LANG', 'C'],
    ['EMPTY', ''],
    ['EQUALS', 'a=b'],
  ]);
  assert.deepEqual([inherited.workdir, inherited.stopSignal], ['/srv', 'SIGQUIT']);
  assert.deepEqual([inherited.ports, inherited.volumes], [['65535', '80/tcp', '53/udp'], ['/data']]);
  assert.deepEqual(notices, []);
  assert.equal(inherited.user, '');
});

test('labels that say what the base itself is stay behind', () => {
  const { inherited } = inherit({
    Labels: {
      maintainer: 'somebody',
      'org.opencontainers.image.version': '13',
      'org.label-schema.name': 'base',
      'io.buildkit.base': 'x',
      'com.example.team': 'a',
    },
  });
  assert.deepEqual(inherited.labels, { maintainer: 'somebody', 'com.example.team': 'a' });
});

test('a health check that needs a shell is left out and told; one that is run as it is stays', () => {
  const shell = inherit({ Healthcheck: { Test: ['CMD-SHELL', 'curl localhost'], Retries: 3 } });
  assert.equal(shell.inherited.healthcheck, undefined);
  assert.match(shell.notices.join(), /^base acme\/base: its health check \["curl localhost"\] is left out/);
  const healthcheck = { Test: ['CMD', '/bin/probe'], Interval: 5 };
  assert.deepEqual(inherit({ Healthcheck: healthcheck }).inherited.healthcheck, healthcheck);
  for (const Test of [['NONE'], [], ['CMD'], 'CMD', undefined]) {
    const { inherited, notices } = inherit({ Healthcheck: { Test } });
    assert.deepEqual([inherited.healthcheck, notices], [undefined, []]);
  }
});

test('an entrypoint and steps for Dockerfiles are told as not taken over', () => {
  const { notices } = inherit({
    Entrypoint: ['/start.sh'],
    Cmd: ['x'],
    OnBuild: ['COPY . /'],
    Shell: ['sh'],
  });
  assert.equal(notices.length, 2);
  assert.match(notices[0] ?? '', /entrypoint \["\/start\.sh"\] is not taken over/);
  assert.match(notices[1] ?? '', /ONBUILD/);
  assert.deepEqual(inherit({ Entrypoint: null, Cmd: ['bash'] }).notices, []);
});

/** The base's user, the image's when nobody asks for another, and whether there is something to tell. */
const users: readonly (readonly [base: string, image: string, told: boolean])[] = [
  ['65532', '65532', false],
  ['1000:1000', '1000:1000', false],
  ['1000:0', '1000:0', false],
  ['', '65532:65532', false],
  ['0', '65532:65532', false],
  ['0:1000', '65532:65532', false],
  ['00', '65532:65532', false],
  ['root', '65532:65532', false],
  ['root:wheel', '65532:65532', false],
  ['nonroot', '65532:65532', true],
  ['nonroot:nonroot', '65532:65532', true],
  ['1000:users', '65532:65532', true],
  ['99999999999', '65532:65532', true],
];

for (const [base, image, told] of users) {
  test(`on a base that runs as ${JSON.stringify(base)} an image runs as ${image}`, () => {
    assert.equal(imageUser(undefined, base), image);
    assert.equal(namedUserNotice(undefined, base, 'b') !== undefined, told);
    assert.equal(imageUser('0:0', base), '0:0', 'unless another is asked for');
    assert.equal(namedUserNotice('0:0', base, 'b'), undefined);
  });
}

test('history is kept entry by entry, without times that nobody set and without what is no history', () => {
  const { inherited } = inherit(
    {},
    {
      history: [
        { created: '2026-11-03T20:21:22Z', created_by: 'ADD x', author: 'A', comment: 'c', more: 1 },
        { created: '0001-01-01T00:00:00Z', created_by: 'bazel' },
        { created: 'yesterday', created_by: 'ENV x', empty_layer: true },
      ],
    },
    2,
  );
  assert.deepEqual(inherited.history, [
    { created: '2026-11-03T20:21:22Z', created_by: 'ADD x', author: 'A', comment: 'c' },
    { created_by: 'bazel' },
    { created_by: 'ENV x', empty_layer: true },
  ]);
});

test('where history has not one entry for each layer, one is made for each', () => {
  for (const history of [undefined, [], [{ created_by: 'one' }], 'nonsense']) {
    const made = inherit({}, { history }, 2).inherited.history.map((entry) => entry.created_by);
    assert.deepEqual(made, ['layer 1 of 2 of the base', 'layer 2 of 2 of the base']);
  }
});

test("a layer of a base never looks like one of this image's", () => {
  const history = [{ created_by: 'slipway: /usr/local/bin/api built from example.com/api' }];
  const [entry] = inherit({}, { history }, 1).inherited.history;
  assert.equal(entry?.created_by, 'base: slipway: /usr/local/bin/api built from example.com/api');
});

/** A field as it should be, as other builders have it, and as nobody should write it. */
const field = (...good: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof(fc.constantFrom(...good), fc.jsonValue({ maxDepth: 2 }));
const keys = (...names: readonly string[]): fc.Arbitrary<unknown> =>
  field(...names.map((name) => ({ [name]: {} })), { '': {} });
const time = field(
  '2026-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01t00:00:00z',
  '2026-01-01T25:00:00Z',
  '0001-01-01T00:00:00Z',
  '2026-01-01T00:00:00+24:00',
  '2026-06-30T23:59:60Z',
);

const configs = fc.record({
  config: fc.record({
    Env: field(['PATH=/bin', 'X'], ['A=1\0', '=1', 'B']),
    WorkingDir: field('/srv', ''),
    Labels: field({ a: 'b', '': 'c', 'org.opencontainers.x': 'd', n: 1 }, null),
    ExposedPorts: keys('80', '80/tcp', '65536/tcp', '0/udp', '80/ip', '1-2/tcp', '99999'),
    Volumes: keys('/data'),
    StopSignal: field('SIGINT', ''),
    Healthcheck: field({ Test: ['CMD', 'x'] }),
    User: field('1000', 'nobody'),
    Entrypoint: field(['x'], 'x'),
  }),
  history: fc.oneof(
    fc.array(
      fc.record({
        created: time,
        created_by: field('x'),
        empty_layer: field(true, false),
        comment: field(''),
      }),
    ),
    fc.jsonValue(),
  ),
});

test("whatever a base's config holds, the image's own is valid", () => {
  const digest = `sha256:${'0'.repeat(64)}` as const;
  const { shape, section } = documentRules.config;
  fc.assert(
    fc.property(configs, fc.nat(3), (config, count) => {
      const { inherited } = inheritedFrom(config, count, 'base');
      const layer = { kind: 'base', mediaType: 'x', digest, diffId: digest, compressedBytes: 1 } as const;
      const bytes = encodeConfig({
        platform: parsePlatform('linux/amd64'),
        created: '2026-01-01T00:00:00Z',
        execution: {
          entrypoint: ['/api'],
          cmd: [],
          env: mergeEnv(inherited.env, {}),
          user: imageUser(undefined, inherited.user),
          workdir: inherited.workdir,
          ports: [],
          labels: inherited.labels,
          inherited,
        },
        layers: Array.from({ length: count }, () => layer),
        history: inherited.history,
      });
      const { value, faults } = parseJson(bytes);
      assert.deepEqual(faults, []);
      assert.ok(value !== undefined);
      assert.deepEqual([...shapeFaults(value, shape, section)], []);
      assert.equal(inherited.history.filter((entry) => entry.empty_layer !== true).length, count);
    }),
    { numRuns: 500 },
  );
});
