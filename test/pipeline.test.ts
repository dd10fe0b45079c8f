import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { build } from '../src/pipeline.ts';
import type { Report } from '../src/report/model.ts';
import type { Ports } from '../src/stages/ports.ts';
import { SlipwayError } from '../src/support/errors.ts';
import { exec } from '../src/support/exec.ts';
import { exists } from '../src/support/files.ts';
import {
  hello,
  machine,
  portsOf,
  requestOf,
  type WatchedPorts,
  type Yard,
  yard,
} from './support/build-run.ts';
import { edit } from './support/edits.ts';
import { lacksCgo } from './support/go-programs.ts';
import { refusal } from './support/refusal.ts';
import { repository } from './support/slipway.ts';
import { folderOf } from './support/temporary.ts';
import { commitAll, digestOf, snapshot } from './support/workspace.ts';

/** One run on the base scratch, which needs nothing of the network. */
async function run(
  { root, out, machine }: Yard,
  flags: readonly string[] = [],
  change: (ports: WatchedPorts) => Ports = (ports) => ports,
): Promise<{ report: Report; ports: WatchedPorts }> {
  const ports = portsOf(machine);
  const outputs = flags.includes('--output') ? [] : ['--output', `oci:${out}`];
  const request = await requestOf(machine, root, '--base', 'scratch', ...outputs, ...flags);
  return { report: await build(request, change(ports)), ports };
}

const schema = JSON.parse(readFileSync(join(repository, 'schema', 'report.schema.json'), 'utf8'));
const validate = new Ajv2020({ allErrors: true }).compile(schema);

function assertValid(report: Report): void {
  const plain: unknown = JSON.parse(JSON.stringify(report));
  assert.ok(validate(plain), JSON.stringify(validate.errors));
}

const cacheOf = (report: Report, name: string): string | undefined =>
  report.stages.find((stage) => stage.name === name)?.cache;

test('a module becomes a verified layout, and the report says what was made', async (t) => {
  const place = await yard(t);
  const revision = await commitAll(place.root, 'v1.2.3');
  const { report, ports } = await run(place);
  assertValid(report);
  assert.equal(report.outcome, 'pass');
  assert.deepEqual(report.stages.map(({ name }) => name).sort(), [
    'base',
    'build',
    'image',
    'inspect',
    'output',
    'toolchain',
    'verify',
  ]);
  const [target] = report.targets;
  assert.deepEqual(
    [target?.name, target?.importPath, target?.outputs],
    ['hello', 'example.com/hello', [`oci:${place.out}`]],
  );
  const index = JSON.parse(await readFile(join(place.out, 'index.json'), 'utf8'));
  assert.equal(index.manifests[0].digest, target?.indexDigest);
  const [image] = target?.images ?? [];
  const config = JSON.parse(
    await readFile(join(place.out, 'blobs/sha256', image?.configDigest.slice(7) ?? ''), 'utf8'),
  );
  assert.equal(config.created, '2026-02-03T04:05:06Z');
  assert.equal(config.config.Labels['org.opencontainers.image.version'], 'v1.2.3');
  assert.equal(config.config.Labels['org.opencontainers.image.revision'], revision);
  assert.ok(report.verdicts.length > 20 && report.verdicts.every(({ status }) => status !== 'fail'));
  assert.deepEqual(
    ports.events.map(({ kind }) => kind).filter((kind) => kind === 'start'),
    ['start'],
  );
});

test('the second run asks no go command, writes nothing, and tells the same', async (t) => {
  const place = await yard(t);
  const first = await run(place);
  const before = await snapshot(place.out);
  const { report, ports } = await run(place);
  assert.deepEqual(ports.goRuns(), []);
  assert.deepEqual(await snapshot(place.out), before);
  for (const name of ['build', 'image', 'output']) assert.equal(cacheOf(report, name), 'hit', name);
  assert.deepEqual(withoutTimes(report), withoutTimes(first.report));
});

const withoutTimes = ({ stages: _, seconds: __, ...report }: Report): unknown => report;

/** The files of the cache folder below one of its folders. */
const cached = ({ machine }: Yard, folder: string): string[] =>
  readdirSync(join(machine.cacheDirectory, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.sha256'))
    .map((entry) => join(entry.parentPath, entry.name));

const flipMiddle = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
  await writeFile(path, bytes);
};

const harms: Readonly<Record<string, (place: Yard) => Promise<void>>> = {
  'the linked program, by one bit': async (place) => {
    for (const path of cached(place, 'builds')) await flipMiddle(path);
  },
  'the linked program, cut short': async (place) => {
    for (const path of cached(place, 'builds')) await truncate(path, 100);
  },
  'every blob of the store': async (place) => {
    for (const path of cached(place, 'blobs')) await flipMiddle(path);
  },
  'every blob of the store and the linked program': async (place) => {
    for (const path of [...cached(place, 'blobs'), ...cached(place, 'builds')]) await flipMiddle(path);
  },
  'everything that was remembered': async (place) => {
    for (const path of cached(place, 'memo')) await flipMiddle(path);
  },
  'the whole cache folder, gone': ({ machine }) => rm(machine.cacheDirectory, { recursive: true }),
};

for (const [what, harm] of Object.entries(harms)) {
  test(`damaged: ${what}. The run heals it and gives the same digests, in every form of output`, async (t) => {
    const place = await yard(t);
    const { report } = await run(place);
    await harm(place);
    const other = { ...place, out: `${place.out}-2` };
    const healed = await run(other, ['--output', `oci:${other.out}`, '--output', `bin:${other.out}-bin`]);
    assert.equal(healed.report.targets[0]?.indexDigest, report.targets[0]?.indexDigest);
    assert.deepEqual(await snapshot(other.out), await snapshot(place.out));
    const digest = report.targets[0]?.images[0]?.executable.digest;
    assert.equal(await digestOf(join(`${other.out}-bin`, 'hello_linux_amd64')), digest);
    assertValid(healed.report);
    const names = healed.report.stages.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length, 'each stage is told once');
  });
}

test('what is told of a damaged program is never taken for what is true of the whole one', async (t) => {
  const place = await yard(t);
  const { report } = await run(place);
  for (const path of cached(place, 'builds')) await truncate(path, 5000);
  for (const path of cached(place, 'builds'))
    await truncate(path, report.targets[0]?.images[0]?.executable.bytes);
  // Another folder to search for makes the facts be read anew.
  const moved = {
    ...place,
    machine: { ...place.machine, env: { ...place.machine.env, TMPDIR: await folderOf(t) } },
  };
  const again = await run(moved);
  assert.deepEqual(again.report.targets, report.targets);
  assert.equal(again.report.outcome, 'pass');
});

test('one machine and another, one folder and another: the same image', async (t) => {
  const [one, two] = [await yard(t), await yard(t)];
  const [a, b] = [await run(one), await run(two)];
  assert.deepEqual(await snapshot(one.out), await snapshot(two.out));
  assert.equal(a.report.targets[0]?.indexDigest, b.report.targets[0]?.indexDigest);
});

test('a commit of nothing but documentation keeps every layer when the commit is a label only', async (t) => {
  const place = await yard(t);
  const first = await commitAll(place.root, 'v1.0.0');
  const label = ['--vcs-stamp', 'label', '--platform', 'linux/amd64'];
  const before = (await run(place, label)).report.targets[0];
  await edit(place.root, { 'README.md': 'words\n' });
  const second = await commitAll(place.root, 'v1.0.1');
  const { report, ports } = await run(place, label);
  const after = report.targets[0];
  assert.notEqual(first, second);
  assert.deepEqual(after?.images[0]?.layers, before?.images[0]?.layers);
  assert.notEqual(after?.images[0]?.configDigest, before?.images[0]?.configDigest);
  assert.deepEqual([cacheOf(report, 'build'), cacheOf(report, 'image')], ['hit', 'hit']);
  assert.deepEqual(ports.goRuns(), []);
  const config = after?.images[0]?.configDigest.slice('sha256:'.length) ?? '';
  const { Labels } = JSON.parse(await readFile(join(place.out, 'blobs', 'sha256', config), 'utf8')).config;
  assert.equal(Labels['org.opencontainers.image.revision'], second);
  assert.equal(Labels['org.opencontainers.image.version'], 'v1.0.1');
});

test('an output that cannot be written to is refused before anything is compiled', async (t) => {
  const place = await yard(t);
  const foreign = await folderOf(t, { 'letter.txt': 'mine' });
  const file = join(foreign, 'letter.txt');
  for (const output of [`oci:${foreign}`, `oci:${file}`, `oci-archive:${foreign}`, `bin:${foreign}`]) {
    let ports: WatchedPorts | undefined;
    await refusal(() => run(place, ['--output', output], (own) => (ports = own)));
    assert.deepEqual(
      ports?.goRuns().filter(([verb]) => verb === 'build'),
      [],
      output,
    );
  }
  assert.deepEqual(await readdir(foreign), ['letter.txt']);
});

const vendored = {
  ...hello,
  'go.mod': 'module example.com/hello\n\ngo 1.24\n\nrequire example.com/dep v1.0.0\n',
  'main.go': 'package main\n\nimport "example.com/dep"\n\nfunc main() { println(dep.Text) }\n',
  'vendor/modules.txt': '# example.com/dep v1.0.0\n## explicit; go 1.24\nexample.com/dep\n',
  'vendor/example.com/dep/dep.go': 'package dep\n\nconst Text = "from vendor"\n',
};

test('a vendor folder is what the program is made of, and an inconsistent one is refused', async (t) => {
  const place = await yard(t, vendored);
  const flags = ['--offline', '--platform', 'linux/amd64', '--output', `bin:${place.out}`];
  const { report } = await run(place, flags);
  const file = await readFile(join(place.out, report.targets[0]?.files?.[0]?.executable.path ?? ''));
  assert.ok(file.includes('from vendor'));
  const image = (await run({ ...place, out: `${place.out}.oci` }, ['--offline'])).report.targets[0]
    ?.images[0];
  const layers = image?.layers.reduce((sum, { uncompressedBytes = 0 }) => sum + uncompressedBytes, 0) ?? 0;
  const room = 16 << 10;
  assert.ok(
    layers - (image?.executable.bytes ?? 0) < room,
    'the image is the program: no source, no module cache',
  );
  await edit(place.root, {
    'vendor/modules.txt': '# example.com/dep v1.0.1\n## explicit\nexample.com/dep\n',
  });
  const error = await refusal(() => run(place, flags), 'E_BUILD');
  assert.match(error.message, /inconsistent vendoring/);
  assert.match(error.hint ?? '', /go mod vendor/);
});

test('a program that cannot start on its base is refused with what is missing, and nothing is written', {
  skip: lacksCgo(),
}, async (t) => {
  const source =
    'package main\n\n// int one(void) { return 1; }\nimport "C"\n\nfunc main() { println(C.one()) }\n';
  const place = await yard(t, { ...hello, 'main.go': source });
  const { report } = await run(place, ['--cgo', '--digest-file', `${place.out}.digest`]);
  assertValid(report);
  assert.equal(report.outcome, 'fail');
  const failed = report.verdicts.filter(({ status }) => status === 'fail').map(({ detail }) => detail);
  assert.match(failed.join('\n'), /ld-linux-x86-64\.so\.2/);
  assert.deepEqual([report.targets[0]?.outputs, report.targets[0]?.images], [[], []]);
  assert.deepEqual([await exists(place.out), await exists(`${place.out}.digest`)], [false, false]);
});

test('a compile error ends the run with what go said, and an earlier result stays', async (t) => {
  const place = await yard(t);
  await run(place);
  const before = await snapshot(place.out);
  await edit(place.root, { 'main.go': 'package main\n\nfunc main() { undefined() }\n' });
  const error = await refusal(() => run(place), 'E_BUILD');
  assert.match(error.message, /\.\/main\.go:3:15: undefined: undefined/);
  assert.deepEqual(await snapshot(place.out), before);
});

test('a modified tree is told by a warning and a version that ends in +dirty, and passes', async (t) => {
  const place = await yard(t);
  await commitAll(place.root, 'v1.0.0');
  await edit(place.root, { 'new.go': 'package main\n' });
  const { report } = await run(place);
  assert.equal(report.outcome, 'pass');
  const warned = report.verdicts.filter(({ status }) => status === 'fail');
  assert.deepEqual(
    warned.map(({ severity }) => severity),
    ['warn'],
  );
  assert.match(warned[0]?.detail ?? '', /\+dirty:\n {2}\?\? new\.go\n/);
});

test('several targets go to folders of their own, bare files of all into one with one list', async (t) => {
  const place = await yard(t, {
    'go.mod': hello['go.mod'],
    'cmd/a/x.go': hello['main.go'],
    'cmd/b/x.go': hello['main.go'],
  });
  const bin = `${place.out}-bin`;
  const { report } = await run(place, ['--output', `oci:${place.out}`, '--output', `bin:${bin}/{target}`]);
  assert.deepEqual((await readdir(place.out)).sort(), ['a', 'b']);
  assert.deepEqual((await readdir(bin)).sort(), ['a', 'b']);
  assert.deepEqual(
    report.targets.map(({ name }) => name),
    ['a', 'b'],
  );
  assertValid(report);
});

const stages = ['toolchain', 'base', 'build', 'inspect', 'image', 'verify', 'output'] as const;

/** Aborts when the clock was asked for the n-th time: each stage asks at its start and at its end. */
function abortingAt(count: number): {
  readonly signal: AbortSignal;
  readonly change: (ports: WatchedPorts) => Ports;
} {
  const controller = new AbortController();
  let asked = 0;
  return {
    signal: controller.signal,
    change: (ports) => ({
      ...ports,
      signal: controller.signal,
      exec: (command) => exec({ ...command, signal: controller.signal }),
      clock: {
        ...ports.clock,
        seconds: () => {
          asked += 1;
          if (asked === count) controller.abort(new SlipwayError('E_INTERRUPTED', 'interrupted'));
          return ports.clock.seconds();
        },
      },
    }),
  };
}

test('an interruption at any moment leaves either nothing or the whole result, and the next run ends well', async (t) => {
  const place = await yard(t);
  const whole = await run({ ...place, out: `${place.out}-whole`, machine: await machine(t) });
  const expected = await snapshot(`${place.out}-whole`);
  let interrupted = 0;
  for (let count = 1; count <= 2 * stages.length + 6; count++) {
    const { change } = abortingAt(count);
    const result = await run(place, [], change).catch((error: unknown) => error);
    if (result instanceof Error) {
      assert.ok(result instanceof SlipwayError && result.code === 'E_INTERRUPTED', String(result));
      assert.equal(await exists(place.out), false, `moment ${count}`);
      interrupted += 1;
    } else {
      assert.deepEqual(await snapshot(place.out), expected);
      await rm(place.out, { recursive: true });
    }
  }
  assert.ok(interrupted >= stages.length, `${interrupted} runs were interrupted`);
  const { report } = await run(place);
  assert.equal(report.targets[0]?.indexDigest, whole.report.targets[0]?.indexDigest);
  assert.deepEqual(await snapshot(place.out), expected);
});
