import assert from 'node:assert/strict';
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBlobStore } from '../../../src/cache/local-store.ts';
import { makeProgramLayer } from '../../../src/engine/embedded.ts';
import { build } from '../../../src/pipeline.ts';
import type { Report, WaterfallRow } from '../../../src/report/model.ts';
import { rowBefore } from '../../../src/report/waterfall/waterfalls.ts';
import { formatPlatform, parsePlatform } from '../../../src/request/platform.ts';
import { type Exec, exec } from '../../../src/support/exec.ts';
import { sha256File } from '../../../src/support/hashing.ts';
import { hello, portsOf, requestOf, type WatchedPorts, type Yard, yard } from '../../support/build-run.ts';
import { edit } from '../../support/edits.ts';
import { upxOnPath } from '../../support/packing.ts';
import { validateReport } from '../../support/report-schema.ts';
import { folderOf } from '../../support/temporary.ts';
import { goEnvironment, lacks, output } from '../../support/tools.ts';

interface Ran {
  readonly report: Report;
  readonly ports: WatchedPorts;
}

/** One run on the base scratch, which needs nothing of the network. */
async function run({ root, out, machine }: Yard, flags: readonly string[] = [], own?: Exec): Promise<Ran> {
  const ports = portsOf(machine, own === undefined ? {} : { exec: own });
  const outputs = flags.includes('--output') ? [] : ['--output', `oci:${out}`];
  const request = await requestOf(machine, root, '--base=scratch', '--waterfall', ...outputs, ...flags);
  const report = await build(request, ports);
  validateReport(JSON.parse(JSON.stringify(report)));
  return { report, ports };
}

const imagesOf = ({ report }: Ran) => report.targets.flatMap(({ images }) => images);
const rowsOf = (ran: Ran): readonly WaterfallRow[] => imagesOf(ran)[0]?.waterfall ?? [];
const stepsOf = (ran: Ran): string[] => rowsOf(ran).map(({ step }) => step);
const links = ({ ports }: Ran): number => ports.goRuns().filter(([command]) => command === 'build').length;

/** What a person's own go build makes. */
async function byHand(
  t: TestContext,
  root: string,
  platform: string,
  flags: readonly string[],
): Promise<{ file: string; digest: string; bytes: number }> {
  const { os, architecture } = parsePlatform(platform);
  const file = join(await folderOf(t), 'program');
  const env = goEnvironment({ GOOS: os, GOARCH: architecture, CGO_ENABLED: '0' });
  await output('go', ['build', ...flags, '-o', file, '.'], { cwd: root, env });
  return { file, ...(await sha256File(file)) };
}

/** With a file that only a build tag brings, and one that it takes away. */
const tagged = {
  ...hello,
  'main.go': 'package main\n\nfunc main() { println("hello", text()) }\n',
  'with.go': '//go:build extra\n\npackage main\n\nfunc text() string { return "with" }\n',
  'without.go': '//go:build !extra\n\npackage main\n\nfunc text() string { return "without" }\n',
};

test('each row is what go build makes of these flags by hand, on every platform, and weighs what its layer does', async (t) => {
  const place = await yard(t, tagged);
  const platforms = ['linux/amd64', 'linux/arm64'];
  const ran = await run(place, ['--platform', platforms.join(','), '--build-tags=extra,netgo']);
  const byStep = {
    'go-build': [],
    trimpath: ['-trimpath'],
    stripped: ['-trimpath', '-ldflags=-s -w'],
    tags: ['-trimpath', '-ldflags=-s -w', '-tags=extra,netgo'],
  };
  assert.deepEqual(
    imagesOf(ran).map(({ platform }) => formatPlatform(platform)),
    platforms,
  );
  const store = openBlobStore(await folderOf(t));
  for (const image of imagesOf(ran)) {
    const rows = image.waterfall ?? [];
    assert.deepEqual(
      rows.map(({ step }) => step),
      [...Object.keys(byStep), 'image'],
    );
    for (const [at, flags] of Object.values(byStep).entries()) {
      const { file, digest, bytes } = await byHand(t, place.root, formatPlatform(image.platform), flags);
      const { layer } = await makeProgramLayer(
        {
          name: 'hello',
          executable: { file, digest: `sha256:${digest.slice(7)}`, bytes },
          settings: { compression: { algorithm: 'gzip', level: 6 } },
          mtime: 0,
        },
        store,
      );
      const { diskBytes, wireBytes, digest: found } = rows[at] ?? {};
      assert.deepEqual(
        { digest: found, diskBytes, wireBytes },
        { digest, diskBytes: bytes, wireBytes: layer.compressedBytes },
      );
    }
    assert.equal(
      rows[3]?.digest,
      image.executable.digest,
      'the last program is the one that is in the image',
    );
    assert.equal(rows[3]?.wireBytes, image.layers.at(-1)?.compressedBytes);
    const whole = rows.at(-1);
    assert.deepEqual([whole?.diskBytes, whole?.wireBytes], [image.diskBytes, image.pullBytes]);
    assert.equal(whole?.digest, image.manifestDigest);
  }
  assert.deepEqual(
    ran.report.notices.filter((notice) => notice.includes('waterfall')),
    [],
  );
});

test('nobody who does not ask pays for it', async (t) => {
  const { root, out, machine } = await yard(t);
  const ports = portsOf(machine);
  const request = await requestOf(machine, root, '--base=scratch', '--output', `oci:${out}`);
  const report = await build(request, ports);
  assert.equal(report.targets[0]?.images[0]?.waterfall, undefined);
  assert.equal(links({ report, ports }), 1);
  assert.ok(report.stages.every(({ name }) => name !== 'waterfall'));
});

test('a build of which nothing changed links nothing, and tells the same', async (t) => {
  const place = await yard(t);
  const first = await run(place);
  assert.equal(links(first), 4, 'the program, and three rows of which the last proves it');
  const again = await run(place);
  assert.deepEqual(again.ports.goRuns(), []);
  assert.deepEqual(rowsOf(again), rowsOf(first));
  assert.equal(again.report.stages.find(({ name }) => name === 'waterfall')?.cache, 'hit');
  // Other compression: other layers.
  const smaller = await run(place, ['--compression=zstd:19']);
  assert.equal(links(smaller), 3);
  const wires = (ran: Ran) => rowsOf(ran).map(({ wireBytes }) => wireBytes);
  for (const [at, bytes] of wires(smaller).entries()) assert.ok(bytes < (wires(first)[at] ?? 0));
});

test('with build tags, what is built without them is measured anew when that changes, though the program does not', async (t) => {
  const place = await yard(t, tagged);
  const flags = ['--build-tags=extra'];
  const first = await run(place, flags);
  assert.equal(links(await run(place, flags)), 0);
  await edit(place.root, {
    'without.go': '//go:build !extra\n\npackage main\n\nfunc text() string { return "other words" }\n',
  });
  await sleep(50);
  const changed = await run(place, flags);
  const [before, after] = [rowsOf(first), rowsOf(changed)];
  assert.deepEqual([after[3], after[4]], [before[3], before[4]]);
  for (const at of [0, 1, 2]) assert.notEqual(after[at]?.digest, before[at]?.digest);
});

test('a row that does not build is left out, and that is said with its reason', async (t) => {
  const { 'without.go': _, ...files } = tagged;
  const place = await yard(t, files);
  const ran = await run(place, ['--build-tags=extra']);
  assert.equal(ran.report.outcome, 'pass');
  assert.deepEqual(stepsOf(ran), ['tags', 'image']);
  const said = ran.report.notices.filter((notice) => notice.includes('the waterfall has no row for'));
  assert.deepEqual(
    said.map((notice) => /row for (.*?): /.exec(notice)?.[1]),
    ['go build without build tags', '-trimpath without build tags', '-ldflags="-s -w" without build tags'],
  );
  assert.ok(
    said.every((notice) => notice.startsWith('hello (linux/amd64): ') && notice.includes('undefined: text')),
  );
});

test("the user's linker flags are in every row, but for -s and -w, which are a step", async (t) => {
  const place = await yard(t, {
    ...hello,
    'main.go': 'package main\n\nvar version = "none"\n\nfunc main() { println(version) }\n',
  });
  const ran = await run(place, ['--ldflags=-s -X main.version=1.2.3 -w']);
  const plain = await byHand(t, place.root, 'linux/amd64', ['-ldflags=-X main.version=1.2.3']);
  assert.equal(rowsOf(ran)[0]?.digest, plain.digest);
  const stripped = await byHand(t, place.root, 'linux/amd64', [
    '-trimpath',
    '-ldflags=-s -w -s -X main.version=1.2.3 -w',
  ]);
  assert.equal(rowsOf(ran)[2]?.digest, stripped.digest);
  assert.ok(!JSON.stringify(rowsOf(ran)).includes('1.2.3'), 'they may hold what is nobody’s business');
});

test('where linking again gives another program than was built there is no waterfall, and that is said', async (t) => {
  const place = await yard(t);
  const restless: Exec = async (command) => {
    const ended = await exec(command);
    const written = command.args[command.args.indexOf('-o') + 1] ?? '';
    if (command.args[0] === 'build' && written.endsWith('stripped.program')) await appendFile(written, 'x');
    return ended;
  };
  const ran = await run(place, [], restless);
  assert.equal(ran.report.outcome, 'pass');
  assert.deepEqual(rowsOf(ran), []);
  assert.ok(
    ran.report.notices.includes(
      'hello (linux/amd64) has no waterfall: linked again, the program has other bytes than the build made',
    ),
  );
});

test('a bare file has the rows up to it, and none of an image; what is linked for rows does not stay', async (t) => {
  const place = await yard(t);
  const bin = join(place.machine.cacheDirectory, '..', `bin-${process.pid}`);
  const ran = await run(place, ['--platform=linux/amd64,darwin/arm64', '--output', `bin:${bin}`]);
  const files = ran.report.targets[0]?.files ?? [];
  assert.equal(files.length, 2);
  for (const { waterfall = [], executable } of files) {
    assert.deepEqual(
      waterfall.map(({ step }) => step),
      ['go-build', 'trimpath', 'stripped'],
    );
    assert.equal(waterfall[2]?.digest, executable.digest);
    assert.equal((await readFile(join(bin, executable.path))).length, executable.bytes);
  }
  const left = await output('find', [place.machine.cacheDirectory, '-name', '*.program*']).catch(() => '');
  assert.equal(left, '');
});

/** The same, on a machine that has UPX. */
async function withUpx(t: TestContext, place: Yard): Promise<Yard> {
  const { env } = place.machine;
  const upx = await upxOnPath(await folderOf(t));
  return {
    ...place,
    machine: { ...place.machine, env: { ...env, ...upx, PATH: `${upx['PATH']}:${env['PATH']}` } },
  };
}

test('a packed program is a row of its own, between what was linked and the image', {
  skip: lacks('upx'),
}, async (t) => {
  const place = await yard(t);
  const ran = await run(await withUpx(t, place), ['--pack=always']);
  assert.deepEqual(stepsOf(ran), ['go-build', 'trimpath', 'stripped', 'packed', 'image']);
  const [image] = imagesOf(ran);
  const [, , stripped, packed] = rowsOf(ran);
  assert.equal(stripped?.digest, image?.executable.digest, 'the program before it was packed');
  assert.equal(packed?.digest, image?.pack?.packed?.digest);
  assert.equal(packed?.diskBytes, image?.pack?.packed?.bytes);
  assert.equal(packed?.wireBytes, image?.layers.at(-1)?.compressedBytes);
  assert.match(packed?.what ?? '', /^packed by UPX \d+\.\d+\.\d+ \((nrv|lzma)-\w+\)$/);
  assert.ok((packed?.diskBytes ?? 0) < (stripped?.diskBytes ?? 0));
});

test('where the build packs nothing, a UPX on PATH says what it would bring', {
  skip: lacks('upx'),
}, async (t) => {
  const place = await yard(t);
  const without = await run(place);
  assert.deepEqual(stepsOf(without), ['go-build', 'trimpath', 'stripped', 'image'], 'none is fetched for it');
  const ran = await run(await withUpx(t, place));
  const [, , stripped, packed] = rowsOf(ran);
  assert.deepEqual([packed?.step, packed?.shipped, packed?.digest], ['packed', false, undefined]);
  assert.match(packed?.what ?? '', /^packed by UPX \d+\.\d+\.\d+ \(nrv-7\), not shipped$/);
  assert.ok((packed?.diskBytes ?? 0) < (stripped?.diskBytes ?? 0) && (packed?.wireBytes ?? 0) > 0);
  assert.equal(imagesOf(ran)[0]?.pack, undefined);
});

test('what packing was tried for and not shipped is told as that, and the image is not measured against it', {
  skip: lacks('upx'),
}, async (t) => {
  const place = await yard(t);
  const ran = await run(await withUpx(t, place), ['--pack=auto', '--pack-min-gain=wire=99%,disk=99%']);
  const packed = rowsOf(ran).find(({ step }) => step === 'packed');
  assert.deepEqual([packed?.shipped, packed?.digest], [false, undefined]);
  assert.match(packed?.what ?? '', /, not shipped$/);
  assert.equal(rowBefore(rowsOf(ran), rowsOf(ran).length - 1)?.step, 'stripped');
});
