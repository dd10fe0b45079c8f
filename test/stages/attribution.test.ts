import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributePrograms } from '../../src/stages/attribution.ts';
import { embedded } from '../../src/stages/engine.ts';
import { makePrograms } from '../../src/stages/programs.ts';
import { type Exec, exec } from '../../src/support/exec.ts';
import { machine as machineOf, originOf, portsOf, requestOf, yard } from '../support/build-run.ts';

test('a program that cannot be linked once more is attributed all the same, and that is said, not remembered', async (t) => {
  const { root, machine } = await yard(t);
  const request = await requestOf(machine, root);
  const run = async (run: Exec) => {
    const ports = portsOf(machine, { exec: run });
    const origin = await originOf(request, ports);
    const programs = await makePrograms(request, origin, embedded, ports, false);
    return attributePrograms(programs, [], origin, request, ports);
  };
  const failing: Exec = async (command) => {
    const ended = await exec(command);
    const isTwin = command.args.some((arg) => arg.endsWith('.symbols'));
    return isTwin ? { ...ended, status: 1, stderr: 'no space left on device' } : ended;
  };
  const without = await run(failing);
  assert.equal([...without.byPath.values()][0]?.method, 'pclntab');
  assert.match(without.notices[0] ?? '', /^hello \(linux\/amd64\): .*no space left on device/s);
  const later = await run(exec);
  assert.equal([...later.byPath.values()][0]?.method, 'twin');
  assert.deepEqual([later.notices, later.cache], [[], 'miss']);
  assert.equal((await run(failing)).cache, 'hit');
});

test('data that no symbol table names is attributed by the compiled packages, and where they cannot be had that is said', async (t) => {
  const { root, machine } = await yard(t);
  const request = await requestOf(
    machine,
    root,
    '--platform=linux/amd64,darwin/arm64,windows/amd64',
    '--output=bin:out',
  );
  const run = async (run: Exec, others: Partial<typeof machine> = {}) => {
    const ports = portsOf({ ...machine, ...others }, { exec: run });
    const origin = await originOf(request, ports);
    const programs = await makePrograms(request, origin, embedded, ports, false);
    return attributePrograms(programs, [], origin, request, ports);
  };
  const failing: Exec = async (command) => {
    const ended = await exec(command);
    return command.args.includes('-export') ? { ...ended, status: 1, stderr: 'no space left' } : ended;
  };
  const elsewhere = await machineOf(t);
  const without = await run(failing, { cacheDirectory: elsewhere.cacheDirectory });
  assert.equal(without.notices.length, 3);
  assert.match(without.notices[0] ?? '', /no space left[\s\S]*of its static data only what has symbols/);
  const found = await run(exec);
  assert.deepEqual(found.notices, []);
  const left = ({ byPath }: typeof found): number[] =>
    [...byPath.values()].map(({ method, unattributedBytes }) => (method === 'twin' ? unattributedBytes : 0));
  const [before, after] = [left(without), left(found)];
  assert.equal(after.length, 3);
  for (const [at, bytes] of after.entries()) {
    assert.ok(bytes > 0 && bytes < (before[at] ?? 0) * 0.9, `${bytes} and ${before[at]}`);
  }
});
