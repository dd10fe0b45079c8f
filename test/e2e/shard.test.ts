import assert from 'node:assert/strict';
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Report } from '../../src/report/model.ts';
import type { Plan } from '../../src/report/plan.ts';
import type { ShardProgram, ShardRecord } from '../../src/stages/shards/record.ts';
import { cosignVerify } from '../support/attest/cosign.ts';
import { cosignKeys } from '../support/attest/keys.ts';
import { writeModule } from '../support/go-module.ts';
import { inventedBlocker, unpruned } from '../support/invented-dead-code.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { validateReport } from '../support/report-schema.ts';
import { type Ended, repository, slipway, slipwayOk } from '../support/slipway.ts';
import { lacks } from '../support/tools.ts';
import { commitAll, git, snapshot, temporaryFolders } from '../support/workspace.ts';

const main = (text: string): string => `package main\n\nfunc main() { println("${text}") }\n`;
const program = {
  'go.mod': 'module example.com/acme\n\ngo 1.24\n',
  'cmd/api/main.go': main('api'),
  'cmd/worker/main.go': main('worker'),
};
/** Two with images, and one that is a bare file alone. */
const platforms = ['--platform', 'linux/amd64,linux/arm64,windows/amd64'];
const compile = [...platforms, '--base', 'scratch', '--sbom', 'spdx'];

describe('slipway build --shard and slipway merge', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let checkout: string;
  let whole: Report;

  before(async () => {
    work = await folder();
    checkout = await writeModule(join(work, 'code'), program);
    await commitAll(checkout, 'v1.2.3');
    whole = await reportOf('build', checkout, ...compile, ...outputs('whole'));
    for (const many of [1, 2, 4]) {
      for (let index = 1; index <= many; index += 1) await shard(index, many);
    }
  });

  /** One cache for all: what is built twice is linked once. */
  const cache = (): string[] => ['--cache-dir', join(work, 'cache')];
  const outputs = (name: string): string[] => [
    ...['--output', `oci:${join(work, name, 'oci')}`, '--output', `bin:${join(work, name, 'bin')}`],
    ...['--output', `bin-archive:${join(work, name, 'archives')}`, '--sbom-dir', join(work, name, 'sbom')],
  ];

  async function reportOf(...args: readonly string[]): Promise<Report> {
    const { stdout } = await slipwayOk([...args, '--json', ...cache()], { cwd: checkout });
    const report = JSON.parse(stdout) as Report;
    validateReport(report);
    return report;
  }

  const placeOf = (index: number, of: number): string => join(work, `shards-${of}`, `slipway-shard-${index}`);

  function shard(index: number, of: number, place = placeOf(index, of), code = checkout): Promise<Ended> {
    const own = ['--shard', `${index}/${of}`, '--output', `shard:${place}`];
    return slipwayOk(['build', code, ...compile, ...own, ...cache()]);
  }

  /** All shards of four in a folder of their own, to be spoilt. */
  async function shards(): Promise<string> {
    const copy = join(await folder(), 'shards');
    await cp(join(work, 'shards-4'), copy, { recursive: true });
    return copy;
  }

  const merge = (...args: readonly string[]): Promise<Ended> =>
    slipway(['merge', ...args, ...outputs('refused'), ...cache()], { cwd: work });

  for (const many of [1, 2, 4]) {
    test(`of ${many} shards merge makes what one machine makes: digests, files, bills of materials, report`, async () => {
      const name = `merged-${many}`;
      const merged = await reportOf('merge', join(work, `shards-${many}`), ...outputs(name));
      assert.deepEqual(
        merged.targets.map(({ name, indexDigest }) => [name, indexDigest]),
        whole.targets.map(({ name, indexDigest }) => [name, indexDigest]),
      );
      for (const part of ['oci', 'bin', 'archives', 'sbom'])
        assert.deepEqual(await snapshot(join(work, name, part)), await snapshot(join(work, 'whole', part)));
      const told = (report: Report): unknown =>
        JSON.parse(
          JSON.stringify({ ...report, seconds: 0, stages: [] }).replaceAll(
            join(work, name),
            join(work, 'whole'),
          ),
        );
      assert.deepEqual(told(merged), told(whole));
      assert.deepEqual(
        merged.stages.map((stage) => stage.name),
        ['merge', 'verify', 'sbom', 'output'],
      );
    });
  }

  test('a shard is a folder with images, programs and a report that says which part it is of', async () => {
    const place = placeOf(2, 4);
    const report = JSON.parse(await readFile(join(place, 'report.json'), 'utf8')) as Report;
    validateReport(report);
    const { plan, ...own } = report.shard ?? { plan: '' };
    assert.deepEqual(own, { index: 2, of: 4, units: ['worker linux/amd64', 'api linux/arm64'] });
    const other = JSON.parse(await readFile(join(placeOf(3, 4), 'report.json'), 'utf8')) as Report;
    assert.equal(other.shard?.plan, plan);
    assert.deepEqual((await readdir(join(place, 'images'))).sort(), ['api', 'worker']);
    const schema = JSON.parse(
      await readFile(join(repository, 'schema', 'shard.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    assert.ok(
      validate(JSON.parse(await readFile(join(place, 'shard.json'), 'utf8'))),
      JSON.stringify(validate.errors),
    );
    await slipwayOk(['verify', join(place, 'images', 'api')]);
    // Shards that lie in a checkout leave the commit as it is.
    const inside = join(checkout, 'shard-2');
    await shard(2, 4, inside);
    assert.equal(await git(checkout, 'status', '--porcelain'), '');
    assert.deepEqual(await snapshot(join(inside, 'images')), await snapshot(join(place, 'images')));
    await rm(inside, { recursive: true });
  });

  test('a missing shard is named with what it has, and its rerun alone completes the set', async () => {
    const set = await shards();
    const lost = join(set, 'slipway-shard-3');
    await rename(lost, join(set, '..', 'lost'));
    const { status, stderr } = await merge(set);
    assert.equal(status, 2);
    assert.match(stderr, /shard 3\/4 is missing: it has worker linux\/arm64\n/);
    assert.match(stderr, /run it again, and merge all/);
    await shard(3, 4, lost);
    const merged = await reportOf('merge', set, ...outputs('completed'));
    assert.equal(merged.targets[1]?.indexDigest, whole.targets[1]?.indexDigest);
    // Merging again changes nothing.
    const again = await reportOf('merge', set, ...outputs('completed'));
    assert.equal(again.stages.find(({ name }) => name === 'output')?.cache, 'hit');
  });

  test('a shard that is there twice is named, and so is one of another division', async () => {
    const set = await shards();
    await cp(join(set, 'slipway-shard-1'), join(set, 'another'), { recursive: true });
    const twice = await merge(set);
    assert.equal(twice.status, 2);
    assert.match(twice.stderr, /shard 1\/4 is there twice: \S+another and \S+slipway-shard-1/);
    const mixed = await merge(placeOf(1, 2), placeOf(2, 4));
    assert.match(
      mixed.stderr,
      /shard 2\/4 \(.*\) is of another build than shard 1\/2.*\n +it is one of 4 shards, and not of 2/,
    );
  });

  test('a shard of another commit or of other settings is named with what differs', async () => {
    const set = await shards();
    const code = join(await folder(), 'code');
    await cp(checkout, code, { recursive: true });
    await writeFile(join(code, 'README'), 'more\n');
    await git(code, 'add', '--all');
    await git(code, 'commit', '--quiet', '--message', 'Second');
    await shard(2, 4, join(set, 'slipway-shard-2'), code);
    const [one, two] = [await git(checkout, 'rev-parse', 'HEAD'), await git(code, 'rev-parse', 'HEAD')];
    const { status, stderr } = await merge(set);
    assert.equal(status, 2);
    assert.match(stderr, /shard 2\/4 \(.*slipway-shard-2\) is of another build than shard 1\/4/);
    assert.ok(stderr.includes(`source: ${two}, and not ${one}`), stderr);
    const own = ['--shard', '2/4', '--output', `shard:${join(set, 'slipway-shard-2')}`];
    await slipwayOk(['build', checkout, ...compile, '--label', 'a=b', ...own, ...cache()]);
    assert.match((await merge(set)).stderr, /api: image settings: sha256:/);
  });

  test('a blob or program that was changed since is refused, and the shard is named', async () => {
    const set = await shards();
    // A cache that has the blobs would make up for what is damaged.
    const fresh = ['--cache-dir', join(await folder(), 'cache'), ...outputs('spoilt')];
    const first = join(set, 'slipway-shard-1', 'images', 'api', 'blobs', 'sha256');
    const spoilt: Record<string, RegExp> = {};
    for (const name of await readdir(first)) spoilt[join(first, name)] = new RegExp(name);
    spoilt[join(set, 'slipway-shard-1', 'programs', 'api_linux_amd64')] =
      /programs\/api_linux_amd64 is sha256:/;
    for (const [file, said] of Object.entries(spoilt)) {
      const bytes = await readFile(file);
      const other = Buffer.from(bytes);
      other[other.length >> 1] = (other[other.length >> 1] ?? 0) ^ 1;
      await writeFile(file, other);
      const { status, stderr } = await slipway(['merge', set, ...fresh], { cwd: work });
      assert.notEqual(status, 0);
      assert.match(stderr, /shard 1\/4 \(.*slipway-shard-1\)/);
      assert.match(stderr, said);
      await writeFile(file, bytes);
    }
    // Nothing of it was written.
    await assert.rejects(readdir(join(work, 'spoilt')), { code: 'ENOENT' });
  });

  test('a record that was changed is refused: other units, another plan, a path that leads out', async () => {
    const set = await shards();
    const file = join(set, 'slipway-shard-2', 'shard.json');
    const text = await readFile(file, 'utf8');
    const changes: readonly (readonly [string, string, RegExp])[] = [
      ['"file":"worker_linux_amd64"', '"file":"../../../etc/passwd"', /is not the name of a file/],
      ['"v1.2.3"', '"v9.9.9"', /does not have what its plan says/],
      ['"index":2,"of":4', '"index":3,"of":4', /does not have what its plan says/],
      ['"schemaVersion":1', '"schemaVersion":2', /schemaVersion is not 1/],
      ['"slipway":"', '"slipway":"9', /was built by slipway 9/],
    ];
    for (const [before, after, said] of changes) {
      assert.ok(text.includes(before), before);
      await writeFile(file, text.replace(before, after));
      const { status, stderr } = await merge(set);
      assert.equal(status, 2);
      assert.match(stderr, said);
    }
  });

  test('a shard that a check refuses leaves nothing to merge, and merge says where to read why', async () => {
    const set = await shards();
    const place = join(set, 'slipway-shard-2');
    const failing = [
      '--smoke',
      '--version',
      '--sandbox',
      'process',
      '--shard',
      '1/1',
      '--output',
      `shard:${place}`,
    ];
    const exits = await writeModule(join(await folder(), 'code'), {
      'go.mod': program['go.mod'],
      'main.go': 'package main\n\nimport "os"\n\nfunc main() { os.Exit(3) }\n',
    });
    const amd64 = ['--platform', 'linux/amd64', '--base', 'scratch'];
    const built = await slipway(['build', exits, ...amd64, ...failing, ...cache()]);
    assert.equal(built.status, 1, built.stderr);
    const alone = await merge(place);
    assert.equal(alone.status, 2);
    assert.match(alone.stderr, /there is no whole shard: those in .*slipway-shard-2 were refused/);
  });

  test('merge judges dead code by what is required where it merges, not by what a shard was asked', async () => {
    const set = await shards();
    const path = join(set, 'slipway-shard-1', 'shard.json');
    const record = JSON.parse(await readFile(path, 'utf8')) as ShardRecord;
    const keeping = ({ attribution, ...program }: ShardProgram): object => ({
      ...program,
      attribution: { ...attribution, deadCode: unpruned(inventedBlocker()) },
    });
    const targets = record.targets.map((one) => ({ ...one, programs: one.programs.map(keeping) }));
    await writeFile(path, JSON.stringify({ ...record, targets }));
    const warned = await merge(set);
    assert.equal(warned.status, 0, warned.stderr);
    assert.match(warned.stdout, /^warning: .*keeps 700 KiB of methods .*\(binary\/dead-code-elimination\)$/m);
    const refused = await merge(set, '--dead-code-elimination', 'required');
    assert.equal(refused.status, 1);
    assert.match(refused.stdout, /^failed: .*keeps 700 KiB of methods/m);
  });

  test('more shards than programs: what has nothing to do says so, and merges', async () => {
    const set = join(await folder(), 'shards');
    const one = ['--platform', 'linux/amd64', '--base', 'scratch', '--target', 'api'];
    for (const index of [1, 2]) {
      const own = ['--shard', `${index}/2`, '--output', `shard:${join(set, String(index))}`];
      const { stdout } = await slipwayOk(['build', checkout, ...one, ...own, ...cache()]);
      if (index === 1) assert.match(stdout, /shard 1\/2 has nothing to do/);
    }
    const merged = await reportOf(
      'merge',
      join(set, '1'),
      join(set, '2'),
      '--output',
      `oci:${join(set, 'oci')}`,
    );
    assert.deepEqual(
      merged.targets.map(({ images }) => images.length),
      [1],
    );
  });

  test('merge pushes what build pushes, under the same tags, and signs it so that cosign verifies', {
    skip: lacks('cosign'),
  }, async (t) => {
    const keys = await cosignKeys(await folder());
    const [by, other] = [await startTestRegistry(), await startTestRegistry()];
    t.after(by.stop);
    t.after(other.stop);
    const env = { COSIGN_PASSWORD: keys.password };
    const asked = (host: string): string[] => [
      ...['--push', `${host}/acme/{target}`, '--tag', 'semver,sha', '--key', keys.privateFile, '--json'],
      ...['--output', `bin:${join(work, 'pushed')}`, '--attach-snapshot', ...cache()],
    ];
    const results: Report[] = [];
    for (const [command, host] of [
      [['build', checkout, ...compile], by.host],
      [['merge', join(work, 'shards-2')], other.host],
    ] as const) {
      const { stdout } = await slipwayOk([...command, ...asked(host)], { env, cwd: work });
      results.push(JSON.parse(stdout.replaceAll(host, 'registry')) as Report);
    }
    const told = results.map(({ targets }) =>
      targets.flatMap(({ publications = [] }) =>
        publications.map(({ repository, digest, tags, signed = [] }) => ({
          ...{ repository, digest, tags },
          signed: signed.map((one) => [
            one.digest,
            one.attestations.map(({ predicateType }) => predicateType),
          ]),
        })),
      ),
    );
    assert.equal(told[0]?.length, 2);
    assert.deepEqual(told[0]?.[0]?.tags.slice(0, 3), ['1.2.3', '1.2', '1']);
    assert.deepEqual(told[1], told[0]);
    const flags = ['--key', keys.publicFile, '--insecure-ignore-tlog'];
    const judged = await cosignVerify('verify', [...flags, `${other.host}/acme/api:1.2.3`], {});
    assert.ok(judged.holds, judged.said);
  });

  test('a plan says into which shards the work is divided', async () => {
    const args = ['build', checkout, ...platforms, '--output', 'bin:out', '--dry-run', '--json', ...cache()];
    const planned = async (...flags: readonly string[]): Promise<Plan> =>
      JSON.parse((await slipwayOk([...args, ...flags])).stdout) as Plan;
    const { shards = [] } = await planned('--shards', '4');
    assert.deepEqual(shards[1], { shard: '2/4', units: ['worker linux/amd64', 'api linux/arm64'] });
    assert.equal((await planned('--shards', 'auto')).shards?.length, 6);
    assert.equal((await planned()).shards, undefined);
  });
});
