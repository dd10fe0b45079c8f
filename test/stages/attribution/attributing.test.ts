import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { BuiltTarget, Linking, LinkTold } from '../../../src/gobuild/build.ts';
import type { Executable } from '../../../src/gobuild/compile.ts';
import type { LinkedArchives } from '../../../src/gobuild/linked-archives.ts';
import { build } from '../../../src/pipeline.ts';
import { attributing } from '../../../src/stages/attribution/attributing.ts';
import { embedded } from '../../../src/stages/engine.ts';
import { makePrograms } from '../../../src/stages/programs.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import {
  hello,
  machine as machineOf,
  originOf,
  portsOf,
  requestOf,
  type Yard,
  yard,
} from '../../support/build-run.ts';
import { edit } from '../../support/edits.ts';

const objectWorker = join(import.meta.dirname, '..', '..', '..', 'src', 'object-worker.ts');
const withC = 'package main\n\n// int one(void) { return 1; }\nimport "C"\n\nvar one = C.one()\n';

/** A report as a build with one makes it; without a thread where there is no worker. */
async function reported({ root, machine }: Pick<Yard, 'root' | 'machine'>, worker?: string) {
  const request = await requestOf(machine, root, '--output=bin:out', '--report=report.json');
  const ports = portsOf(machine);
  const report = await build(request, { ...ports, ...(worker !== undefined && { objectWorker: worker }) });
  const runs = ports.goRuns().map((args) => (args.includes('-export') ? 'packages' : (args[0] ?? '')));
  return { attribution: report.targets[0]?.files?.[0]?.attribution, runs };
}

/** A module's program, linked, and what attributes it in another thread. */
async function linkedProgram(t: TestContext, { flags = [], files }: Asked = {}) {
  const { root, machine } = await yard(t, files);
  const request = await requestOf(machine, root, '--output=bin:out', ...flags);
  const ports = portsOf(machine);
  const origin = await originOf(request, ports);
  const end = new AbortController();
  const watched = { ...ports, objectWorker, signal: end.signal };
  const objects = attributing(origin, request, watched, () => true);
  const archives = new Map<string, LinkedArchives>();
  const linking: Linking = (_go, { name }) => ({
    begins: (read) => archives.set(name, read),
    ended: () => undefined,
    failed: () => undefined,
  });
  const { targets, imports } = await makePrograms(request, origin, embedded, ports, false, { linking });
  const all = targets.map((each): Linked => [each, each.executables[0] as Executable]);
  const [target, executable] = all[0] as Linked;
  const begin = (which: BuiltTarget = target): LinkTold => {
    const told = objects.linking(
      origin.go.command,
      which,
      { platform: executable.platform, output: which.executables[0]?.path ?? '' },
      Promise.resolve(imports),
    );
    assert.ok(told !== undefined);
    return told;
  };
  return { all, archives, objects, begin, target, executable, end };
}

type Linked = readonly [BuiltTarget, Executable];

interface Asked {
  readonly flags?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

test('what a program is linked from is read in another thread while it is linked, and says the same', async (t) => {
  const { root, machine } = await yard(t);
  const here = await reported({ root, machine });
  assert.ok(here.runs.indexOf('build') < here.runs.indexOf('packages'), here.runs.join());
  // A machine that is busy may look when the linker is done already; then the go command is asked.
  for (let attempt = 1; ; attempt += 1) {
    const there = await reported({ root, machine: await machineOf(t) }, objectWorker);
    assert.equal(there.attribution?.method, 'objects');
    assert.deepEqual(there.attribution, here.attribution);
    if (!there.runs.includes('packages')) break;
    assert.ok(attempt < 5, there.runs.join());
  }
});

test('what does not compile is told by the build, and nobody waits for what it is linked from', async (t) => {
  const { root, machine } = await yard(t);
  await edit(root, { 'main.go': 'package main\n\nfunc main() { missing() }\n' });
  await assert.rejects(reported({ root, machine }, objectWorker), (error: SlipwayError) => {
    assert.equal(error.code, 'E_BUILD');
    assert.match(error.message, /does not compile[\s\S]*undefined: missing[\s\S]*go build/);
    return true;
  });
});

test('a program that was current when it was linked is not read, until somebody asks', async (t) => {
  const { objects, begin, target, executable } = await linkedProgram(t);
  begin().ended(executable, false);
  await objects.settled();
  const found = await objects.of(target, executable).objects;
  assert.ok(!(found instanceof SlipwayError));
  assert.equal(found.attribution?.method, 'objects');
});

test('packages that do not tell are an answer, with its code and message', async (t) => {
  const files = {
    'go.mod': 'module example.com/c\n\ngo 1.25\n',
    'c.go': withC,
    'main.go': 'package main\n\nfunc main() {}\n',
  };
  const { objects, begin, target, executable } = await linkedProgram(t, { flags: ['--cgo'], files });
  begin().ended(executable, true);
  const found = await objects.of(target, executable).objects;
  assert.ok(found instanceof SlipwayError);
  assert.deepEqual([found.code, /linked with C code/.test(found.message)], ['E_BINARY', true]);
});

test('a program that goes away before it is read is an error of its own', async (t) => {
  const { objects, begin, target, executable } = await linkedProgram(t);
  const told = begin();
  await rm(executable.path);
  told.ended(executable, true);
  await assert.rejects(objects.of(target, executable).objects, {
    code: 'E_IO',
    message: /^cannot open .*ENOENT/,
  });
});

test('programs are read one after another, and what one lacks is not taken for the next', async (t) => {
  const files = {
    'go.mod': 'module example.com/two\n\ngo 1.25\n',
    'cmd/a/main.go': withC.replace('var one = C.one()', 'func main() { println(C.one()) }'),
    'cmd/b/main.go': hello['main.go'],
  };
  const program = await linkedProgram(t, { flags: ['--cgo'], files });
  const { objects, begin, archives } = program;
  const [[a, linkedA], [b, linkedB]] = program.all as [Linked, Linked];
  const [toldA, toldB] = [begin(a), begin(b)];
  toldA.begins(archives.get('a') ?? new Map());
  const found = await objects.of(a, linkedA).objects;
  assert.ok(found instanceof SlipwayError);
  // It is linked when the next is being read already.
  toldA.ended(linkedA, true);
  toldB.ended(linkedB, true);
  const next = await objects.of(b, linkedB).objects;
  assert.ok(!(next instanceof SlipwayError));
  assert.ok(next.findings.packages.has('runtime'));
  const again = await objects.of(b, linkedB).objects;
  assert.equal(again, next);
});

test('a thread ends when the run does', async (t) => {
  const { objects, begin, end, target, executable } = await linkedProgram(t);
  begin();
  const { objects: found } = objects.of(target, executable);
  end.abort(new SlipwayError('E_INTERRUPTED', 'interrupted'));
  await assert.rejects(found, { code: 'E_INTERRUPTED' });
});
