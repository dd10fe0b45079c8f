import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from '../../../src/pipeline.ts';
import type { BeforeImage } from '../../../src/report/before/model.ts';
import type { ImageReport, Report } from '../../../src/report/model.ts';
import { formatPlatform } from '../../../src/request/platform.ts';
import type { BaseImage } from '../../support/bases/base-image.ts';
import { debianLike } from '../../support/bases/debian.ts';
import {
  partOf,
  pushBase,
  writeBaseArchive,
  writeBaseLayout,
  writeDockerArchive,
} from '../../support/bases/places.ts';
import { hello, portsOf, requestOf, type WatchedPorts, type Yard, yard } from '../../support/build-run.ts';
import type { Edits } from '../../support/edits.ts';
import { refusal } from '../../support/refusal.ts';
import { startTestRegistry } from '../../support/registry/in-process.ts';
import { validateReport } from '../../support/report-schema.ts';
import { folderOf } from '../../support/temporary.ts';

async function run(
  { root, out, machine }: Yard,
  ...flags: readonly string[]
): Promise<{ report: Report; ports: WatchedPorts }> {
  const ports = portsOf(machine);
  const outputs = flags.includes('--output') ? [] : ['--output', `oci:${out}`];
  const request = await requestOf(machine, root, '--base=scratch', ...outputs, ...flags);
  const report = await build(request, ports);
  validateReport(JSON.parse(JSON.stringify(report)));
  return { report, ports };
}

const imagesOf = ({ targets }: Report): readonly BeforeImage[] => targets[0]?.before?.images ?? [];

/** What can be known of one platform of an image without looking with our own eyes. */
function expectedOf(image: BaseImage, platform: string): Partial<BeforeImage['before']> {
  const { manifest, config, layers } = partOf(image, platform);
  return {
    manifestDigest: manifest.digest,
    layers: layers.length,
    diskBytes: layers.reduce((sum, { tar }) => sum + tar.length, 0),
    pullBytes: layers.reduce((sum, { size }) => sum + size, manifest.size + config.size),
  };
}

function told({ manifestDigest, layers, diskBytes, pullBytes }: BeforeImage['before']) {
  return { manifestDigest, layers, diskBytes, pullBytes };
}

/** The same image at every kind of place. */
async function places(t: TestContext, image: BaseImage): Promise<string[]> {
  const folder = await folderOf(t);
  const registry = await startTestRegistry();
  t.after(() => registry.stop());
  await pushBase(image, `${registry.host}/acme/api:1.0`);
  return [
    `${registry.host}/acme/api:1.0`,
    `oci:${await writeBaseLayout(image, await folderOf(t))}`,
    await writeBaseLayout(image, await folderOf(t)),
    await writeBaseArchive(image, join(folder, 'image.tar')),
  ];
}

for (const family of ['oci', 'docker'] as const) {
  test(`an image from before (${family}) is told beside what was built, for every platform, wherever it lies`, async (t) => {
    const place = await yard(t);
    const image = debianLike(['linux/amd64', 'linux/arm64'], { family });
    for (const [at, where] of (await places(t, image)).entries()) {
      // Layouts and archives of Docker's types are nothing that anybody writes.
      if (family === 'docker' && at > 0) break;
      const { report } = await run(
        place,
        `--compare-image=${where}`,
        '--platform',
        'linux/amd64,linux/arm64',
      );
      assert.equal(report.targets[0]?.before?.source, where);
      const found = imagesOf(report);
      assert.deepEqual(
        found.map(({ platform }) => formatPlatform(platform)),
        ['linux/amd64', 'linux/arm64'],
      );
      for (const { platform, before, after, pull } of found) {
        const name = formatPlatform(platform);
        assert.deepEqual(told(before), expectedOf(image, name));
        const own: ImageReport | undefined = report.targets[0]?.images.find(
          (each) => formatPlatform(each.platform) === name,
        );
        assert.deepEqual(told(after), {
          manifestDigest: own?.manifestDigest,
          layers: own?.layers.length,
          diskBytes: own?.diskBytes,
          pullBytes: own?.pullBytes,
        });
        assert.equal(after.files, 1, 'the program');
        assert.ok(before.files > 1);
        assert.ok(before.findings.length > 0 && before.findings.every(({ count }) => count > 0));
        assert.ok(pull !== undefined && pull.turns.length === 3 && pull.ratio > 0);
      }
    }
  });
}

test('a docker archive has one platform: the others are compared with nothing, and that is said', async (t) => {
  const place = await yard(t);
  const image = debianLike(['linux/amd64']);
  const file = await writeDockerArchive(image, 'linux/amd64', join(await folderOf(t), 'saved.tar'));
  const { report } = await run(place, `--compare-image=${file}`, '--platform', 'linux/amd64,linux/arm64');
  const [only, ...others] = imagesOf(report);
  assert.deepEqual([only?.platform.architecture, others.length], ['amd64', 0]);
  const { layers, diskBytes } = expectedOf(image, 'linux/amd64');
  assert.deepEqual([only?.before.layers, only?.before.diskBytes], [layers, diskBytes]);
  const said = report.notices.filter((notice) => notice.includes('linux/arm64'));
  assert.match(
    said.join(),
    /^hello \(linux\/arm64\) is compared with nothing: there is no image for linux\/arm64/,
  );
});

test('what was measured of the same two images is not measured again', async (t) => {
  const place = await yard(t);
  const layout = await writeBaseLayout(debianLike(['linux/amd64']), await folderOf(t));
  const flags = [`--compare-image=${layout}`];
  const first = await run(place, ...flags);
  const again = await run(place, ...flags);
  assert.deepEqual(imagesOf(again.report), imagesOf(first.report), 'times would be others');
});

test('what cannot be compared with is refused before anything is compiled', async (t) => {
  const place = await yard(t);
  const ports = portsOf(place.machine);
  const refused = async (...flags: readonly string[]) => {
    const request = await requestOf(place.machine, place.root, '--base=scratch', ...flags);
    return refusal(() => build(request, ports));
  };
  const layout = await refused('--compare-image=./nothing.tar');
  assert.match(layout.message, /^--compare-image: there is no \/.*\/nothing\.tar$/);
  const dockerfile = await refused('--compare-dockerfile=nothing/Dockerfile');
  assert.match(dockerfile.message, /^--compare-dockerfile: there is no \/.*\/nothing\/Dockerfile$/);
  assert.deepEqual(
    ports.goRuns().filter(([command]) => command === 'build'),
    [],
  );
  const both = await refusal(() =>
    requestOf(place.machine, place.root, '--compare-image=./a', '--compare-dockerfile=b'),
  );
  assert.match(both.message, /--compare-dockerfile: and --compare-image: one of them/);
  const module = await refusal(() =>
    requestOf(place.machine, 'example.com/a@v1.0.0', '--compare-dockerfile=b'),
  );
  assert.match(module.message, /needs a source folder/);
  const slip = await refusal(() => requestOf(place.machine, place.root, '--compare-image=old.tar'));
  assert.match(slip.hint ?? slip.message, /\.\/old\.tar/);
});

test('of bare files nothing is compared, and that is said', async (t) => {
  const place = await yard(t);
  const layout = await writeBaseLayout(debianLike(['linux/amd64']), await folderOf(t));
  const bin = await folderOf(t);
  const { report } = await run(place, `--compare-image=${layout}`, '--output', `bin:${join(bin, 'out')}`);
  assert.equal(report.targets[0]?.before, undefined);
  assert.ok(
    report.notices.some((notice) => notice.startsWith('hello: no image was made that could be compared')),
  );
});

/** A server that keeps so much memory in use. */
const serverOf = (mebibytes: number): Edits => ({
  'go.mod': 'module example.com/hello\n\ngo 1.25\n',
  'main.go': `package main

import "net"

var kept = make([]byte, ${mebibytes}<<20)

func main() {
	for at := range kept {
		kept[at] = 1
	}
	listener, err := net.Listen("tcp", "127.0.0.1:8080")
	if err != nil {
		panic(err)
	}
	for {
		connection, err := listener.Accept()
		if err == nil {
			connection.Close()
		}
	}
}
`,
  'slipway.yaml': 'targets:\n  hello:\n    main: .\n    smoke: { tcp: 8080, within: 30s }\n',
});

test('where a contract says what a program does, both images are run and their memory is told', async (t) => {
  const heavy = await yard(t, serverOf(64));
  await run(heavy, '--sandbox=off');
  const light = await yard(t, serverOf(1));
  const flags = [`--compare-image=oci:${heavy.out}`];
  const { report } = await run(light, ...flags);
  const [image] = imagesOf(report);
  const [was = 0, is = 0] = [image?.before.memoryBytes, image?.after.memoryBytes];
  assert.ok(was > 64 * 2 ** 20 && was < 120 * 2 ** 20, `${was}`);
  assert.ok(is > 2 ** 20 && is < 40 * 2 ** 20, `${is}`);
  const again = await run(light, ...flags);
  assert.deepEqual(imagesOf(again.report), imagesOf(report), 'it is remembered');
  const unrun = await run(light, ...flags, '--sandbox=off');
  assert.equal(imagesOf(unrun.report)[0]?.before.memoryBytes, undefined);
});

test('an image from before that does not do what the contract says has no memory, and that is said', async (t) => {
  const quick = await yard(t, { ...hello, 'slipway.yaml': 'targets: { hello: { main: . } }\n' });
  await run(quick);
  const place = await yard(t, serverOf(1));
  const { report } = await run(place, `--compare-image=oci:${quick.out}`);
  const [image] = imagesOf(report);
  assert.equal(image?.before.memoryBytes, undefined);
  assert.ok((image?.after.memoryBytes ?? 0) > 0);
  assert.match(report.notices.join('\n'), /the memory of oci:\S+ \(linux\/amd64\) is not known: /);
});

test('a registry that does not have the image, or an image that is damaged, ends no build: that is said', async (t) => {
  const place = await yard(t);
  const registry = await startTestRegistry();
  t.after(() => registry.stop());
  const layout = await writeBaseLayout(debianLike(['linux/amd64']), await folderOf(t));
  const [first] = await readdir(join(layout, 'blobs/sha256'));
  await writeFile(join(layout, 'blobs/sha256', first ?? ''), 'other bytes');
  for (const where of [`${registry.host}/acme/absent:1`, `oci:${layout}`]) {
    const { report } = await run(place, `--compare-image=${where}`);
    assert.equal(report.outcome, 'pass');
    assert.equal(report.targets[0]?.before, undefined);
    assert.ok(report.notices.some((notice) => notice.startsWith(`nothing is compared with ${where}: `)));
  }
});
