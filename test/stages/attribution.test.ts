import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributePrograms } from '../../src/stages/attribution.ts';
import { makePrograms } from '../../src/stages/programs.ts';
import { type Exec, exec } from '../../src/support/exec.ts';
import { machine as machineOf, originOf, portsOf, requestOf, yard } from '../support/build-run.ts';

test('a program that cannot be linked once more is attributed all the same, and that is said, not remembered', async (t) => {
  const { root, machine } = await yard(t);
  const request = await requestOf(machine, root);
  const run = async (run: Exec) => {
    const ports = portsOf(machine, { exec: run });
    const origin = await originOf(request, ports);
    const programs = await makePrograms(request, origin, ports, false);
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

test('data of macOS is attributed by a link of the same objects to ELF, and without where there is none', async (t) => {
  const { root, machine } = await yard(t);
  const request = await requestOf(machine, root, '--platform', 'darwin/arm64', '--output', 'bin:out');
  const run = async (run: Exec, others: Partial<typeof machine> = {}) => {
    const ports = portsOf({ ...machine, ...others }, { exec: run });
    const origin = await originOf(request, ports);
    const programs = await makePrograms(request, origin, ports, false);
    const { byPath, notices } = await attributePrograms(programs, [], origin, request, ports);
    assert.deepEqual(notices, []);
    const [report] = byPath.values();
    assert.equal(report?.method, 'twin');
    return report?.unattributed.find(({ name }) => name === '__DATA,__noptrdata')?.bytes ?? 0;
  };
  const failing: Exec = async (command) => {
    const ended = await exec(command);
    const isElf = command.args.some((arg) => arg.endsWith('.elf'));
    return isElf ? { ...ended, status: 1, stderr: 'unhandled relocation' } : ended;
  };
  const elsewhere = await machineOf(t);
  const without = await run(failing, { cacheDirectory: elsewhere.cacheDirectory });
  const withIt = await run(exec);
  assert.ok(withIt * 2 < without, `${withIt} and ${without}`);
});
