import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BuildRequest } from '../../../src/request/request.ts';
import { attributing } from '../../../src/stages/attribution/attributing.ts';
import { attributePrograms } from '../../../src/stages/attribution/attribution.ts';
import { embedded } from '../../../src/stages/engine.ts';
import { makePrograms } from '../../../src/stages/programs.ts';
import { type Exec, exec } from '../../../src/support/exec.ts';
import {
  type Machine,
  machine as machineOf,
  originOf,
  portsOf,
  requestOf,
  yard,
} from '../../support/build-run.ts';

/** What a build's programs are made of; `isBegunEarly`: found while they are linked. */
async function attributed(
  request: BuildRequest,
  machine: Machine,
  { run = exec, isBegunEarly = false }: { readonly run?: Exec; readonly isBegunEarly?: boolean } = {},
) {
  const ports = portsOf(machine, { exec: run });
  const origin = await originOf(request, ports);
  const objects = attributing(origin, request, ports, () => isBegunEarly);
  const programs = await makePrograms(request, origin, embedded, ports, false, { linking: objects.linking });
  const found = await attributePrograms(programs, [], objects, { origin, request, ports });
  return { programs, found };
}

test('a program whose packages are not told and that cannot be linked once more is attributed all the same, and that is said, not remembered', async (t) => {
  const { root, machine } = await yard(t);
  const request = await requestOf(machine, root);
  const run = async (run: Exec) => (await attributed(request, machine, { run })).found;
  const failing: Exec = async (command) => {
    const ended = await exec(command);
    const isAsked = command.args.some((arg) => arg.endsWith('.symbols') || arg === '-export');
    return isAsked ? { ...ended, status: 1, stderr: 'no space left on device' } : ended;
  };
  const without = await run(failing);
  assert.equal([...without.byPath.values()][0]?.method, 'pclntab');
  assert.equal(without.notices.length, 2);
  assert.match(without.notices[0] ?? '', /^hello \(linux\/amd64\): .*no space left on device.*not known/s);
  assert.match(without.notices[1] ?? '', /no space left on device.*by Go's tables alone/s);
  const later = await run(exec);
  assert.equal([...later.byPath.values()][0]?.method, 'objects');
  assert.deepEqual([later.notices, later.cache], [[], 'miss']);
  assert.equal((await run(failing)).cache, 'hit');
});

test('bytes are attributed by the compiled packages; where those cannot be had by a second link, and that is said', async (t) => {
  const { root, machine } = await yard(t);
  const request = await requestOf(
    machine,
    root,
    '--platform=linux/amd64,darwin/arm64,windows/amd64',
    '--output=bin:out',
  );
  const run = async (run: Exec, others: Partial<Machine> = {}) =>
    (await attributed(request, { ...machine, ...others }, { run })).found;
  const failing: Exec = async (command) => {
    const ended = await exec(command);
    return command.args.includes('-export') ? { ...ended, status: 1, stderr: 'no space left' } : ended;
  };
  const elsewhere = await machineOf(t);
  const without = await run(failing, { cacheDirectory: elsewhere.cacheDirectory });
  assert.equal(without.notices.length, 3);
  assert.match(without.notices[0] ?? '', /no space left[\s\S]*what would go away is not known/);
  const found = await run(exec);
  assert.deepEqual(found.notices, []);
  const [before, after] = [[...without.byPath.values()], [...found.byPath.values()]];
  assert.equal(after.length, 3);
  for (const [at, report] of after.entries()) {
    assert.deepEqual([before[at]?.method, report.method], ['twin', 'objects']);
    const [bytes, least] = [report.unattributedBytes, (before[at]?.unattributedBytes ?? 0) / 2];
    assert.ok(bytes < least, `${bytes}, ${least}`);
    assert.equal(report.deadCode?.pruned, true);
    assert.equal(before[at]?.deadCode, undefined);
  }
});

test('a program with C code is linked once more for its symbols, which is said each time and done once', async (t) => {
  const { root, machine } = await yard(t);
  await writeFile(
    join(root, 'c.go'),
    'package main\n\n// int one(void) { return 1; }\nimport "C"\n\nvar one = C.one()\n',
  );
  const request = await requestOf(machine, root, '--cgo', '--output=bin:out');
  const { found: first } = await attributed(request, machine);
  const { found: second } = await attributed(request, machine);
  for (const { byPath, notices } of [first, second]) {
    const [report] = byPath.values();
    assert.deepEqual([report?.method, report?.deadCode], ['twin', undefined]);
    assert.match(notices.join('\n'), /linked with C code.*what would go away is not known/);
  }
  assert.deepEqual([first.cache, second.cache], ['miss', 'hit']);
});

test('a program whose format is not read is left out, and that is said; stubs that the linker makes are no difference', async (t) => {
  const { root, machine } = await yard(t);
  const request = await requestOf(
    machine,
    root,
    '--platform=linux/amd64,openbsd/ppc64,plan9/arm',
    '--output=bin:out',
  );
  const { programs, found } = await attributed(request, machine, { isBegunEarly: true });
  const methods = programs.targets.flatMap(({ executables }) =>
    executables.map(({ path, platform }) => [platform.os, found.byPath.get(path)?.method]),
  );
  assert.deepEqual(methods.sort(), [
    ['linux', 'objects'],
    ['openbsd', 'objects'],
    ['plan9', undefined],
  ]);
  assert.equal(found.notices.length, 1);
  assert.match(
    found.notices[0] ?? '',
    /^hello \(plan9\/arm\): what its bytes belong to is not told: .*Plan 9/,
  );
});
