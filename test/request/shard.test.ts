import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFlags } from '../../src/request/flags.ts';
import { formatPlatform, parsePlatform, platformSpellings } from '../../src/request/platform.ts';
import { buildRequest } from '../../src/request/resolve.ts';
import { formatUnit, shard, shardsOf, shardUnits, unitsOf } from '../../src/request/shard.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';

test('a shard is the I-th of N, and nothing else is one', async () => {
  assert.deepEqual(shard.parse('2/4'), { index: 2, of: 4 });
  assert.equal(shard.show(shard.parse('256/256')), '256/256');
  for (const text of ['0/4', '5/4', '1/0', '1/257', '1', '1/', '/4', '1/4/2', '-1/4', '1.5/4', ' 1/4', '']) {
    const { code, message } = await refusal(async () => shard.parse(text));
    assert.equal(code, 'E_CONFIG');
    assert.match(message, /is not a shard/);
  }
});

const targets = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/),
    platforms: fc.uniqueArray(fc.constantFrom(...platformSpellings).map(parsePlatform), {
      selector: formatPlatform,
      maxLength: 8,
    }),
  }),
  { selector: ({ name }) => name, maxLength: 8 },
);
const count = fc.integer({ min: 1, max: 40 });

test('every unit is in exactly one shard, and shards differ by one unit at most', () => {
  fc.assert(
    fc.property(targets, count, (all, of) => {
      const units = unitsOf(all);
      const shards = shardsOf(units, of);
      assert.equal(shards.length, of);
      assert.deepEqual(shards.flatMap((one) => one.units).map(formatUnit), units.map(formatUnit));
      const lengths = shards.map((one) => one.units.length);
      assert.ok(Math.max(...lengths) - Math.min(...lengths) <= 1, lengths.join());
    }),
  );
});

test('which units a shard has follows from the request, in whatever order that names targets and platforms', () => {
  fc.assert(
    fc.property(targets, count, fc.nat(), (all, of, pick) => {
      const one = { index: (pick % of) + 1, of };
      const turned = all
        .toReversed()
        .map(({ name, platforms }) => ({ name, platforms: platforms.toReversed() }));
      const told = shardUnits(unitsOf(all), one).map(formatUnit);
      assert.deepEqual(shardUnits(unitsOf(turned), one).map(formatUnit), told);
      assert.ok(told.every((unit) => all.some(({ name }) => unit.startsWith(`${name} `))));
    }),
  );
});

test('targets of one platform are built together, since they share what is compiled', () => {
  const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7'].map(parsePlatform);
  const units = unitsOf(['worker', 'api'].map((name) => ({ name, platforms })));
  assert.deepEqual(
    shardsOf(units, 3).map((one) => one.units.map(formatUnit).join(', ')),
    [
      'api linux/amd64, worker linux/amd64',
      'api linux/arm/v7, worker linux/arm/v7',
      'api linux/arm64, worker linux/arm64',
    ],
  );
});

/** The request of a command line beside a slipway.yaml. */
async function requestOf(folder: string, ...argv: readonly string[]) {
  return buildRequest(readFlags('build', argv), { cwd: folder, env: { HOME: '/home/u' }, os: 'linux' });
}

const wholes = [
  ['--push', 'ghcr.io/acme/api'],
  ['--tag', 'semver'],
  ['--load', 'docker'],
  ['--sign'],
  ['--key', 'cosign.key'],
  ['--digest-file', 'digest'],
  ['--baseline', 'rebuild:main'],
  ['--snapshot', 'size.json'],
  ['--html', 'out.html'],
  ['--compare-image', 'ghcr.io/acme/api:1'],
  ['--attach-snapshot'],
  ['--output', 'oci:out'],
  ['--output', 'bin:out'],
] as const;

for (const flags of wholes) {
  test(`a shard is no whole image: ${flags.join(' ')} is left to slipway merge`, async (t) => {
    const folder = await folderOf(t, {});
    const asked = requestOf(folder, '--shard', '2/4', ...flags);
    await assert.rejects(asked, (error: { code: string; message: string; hint: string }) => {
      assert.equal(error.code, 'E_CONFIG');
      assert.match(`${error.message} ${error.hint}`, /shard 2\/4 is not a whole image.*slipway merge/s);
      return true;
    });
  });
}

test('what slipway.yaml says of results is for who merges: a shard sets it aside', async (t) => {
  const yaml = [
    ...['push: [ghcr.io/acme/api]', 'tags: [semver]', 'image: acme/api', 'outputs: [bin:dist]'],
    ...['sign: true', 'baseline: rebuild:main', 'report: out/report.json', 'sbom: [spdx]', 'sbom-dir: bills'],
  ];
  const folder = await folderOf(t, { 'slipway.yaml': yaml.join('\n') });
  const request = await requestOf(folder, '--shard', '2/4', '--platform', 'linux/arm64,windows/amd64');
  const own = join(folder, 'shard-2');
  assert.deepEqual(request.outputs, [{ kind: 'shard', path: own }]);
  assert.deepEqual(
    [request.push, request.tags, request.load, request.signing],
    [[], [], undefined, undefined],
  );
  assert.deepEqual([request.baseline.kind, request.attachSnapshot], ['none', false]);
  assert.equal(request.reportFile, join(own, 'report.json'));
  assert.deepEqual([request.sbom?.formats, request.sbom?.directory], [['spdx'], join(own, 'sboms')]);
  const named = await requestOf(folder, '--shard', '2/4', '--output', 'shard:elsewhere');
  assert.deepEqual(named.outputs, [{ kind: 'shard', path: join(folder, 'elsewhere') }]);
});

test("a shard's folder needs a shard, and a number of shards a plan", async (t) => {
  const folder = await folderOf(t, {});
  await assert.rejects(requestOf(folder, '--output', 'shard:here'), /--output shard: .*the whole is built/);
  await assert.rejects(requestOf(folder, '--shards', '4'), /--shards: is asked of a plan/);
  const two = ['--output', 'shard:here', '--output', 'shard:there'];
  await assert.rejects(requestOf(folder, '--shard', '1/2', ...two), /a shard is left in one folder/);
});
