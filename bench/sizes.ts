import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exec } from '../src/support/exec.ts';
import { commit, type Machine } from './machine.ts';
import { measure, type Step } from './measure.ts';
import { inTurns } from './rounds.ts';
import { type Compared, formatTable, type Row } from './table.ts';

const platforms = ['linux/amd64', 'linux/arm64', 'linux/arm/v7', 'linux/riscv64'];
const shapes = [1, 50];
const compared: Compared = {
  sides: { compared: 'compared', plain: 'not compared' },
  memoryOf: ['compared', 'plain'],
};

/** What comparing sizes adds to a build of which nothing changed, whose report is kept: the attribution is known. */
export async function sizesTable(machine: Machine, rounds: number): Promise<string> {
  const rows: Row[] = [];
  for (const targets of shapes) {
    const checkout = await manyTargets(targets, machine);
    const folder = join(machine.work, `sizes-${targets}-caches`);
    const snapshot = join(folder, 'before.json');
    const step = (...args: readonly string[]): Step => slipwayStep(checkout, folder, args, machine);
    await measure([step('--snapshot', snapshot)]);
    // Each program in another package of the module: all of them change.
    await writeFile(join(checkout, 'shared', 'shared.go'), sharedSource(2000));
    await commit(checkout);
    const plain = step();
    const baselines = {
      'a snapshot': step('--baseline', `file:${snapshot}`),
      'the commit before': step('--baseline', 'rebuild:before'),
    };
    for (const each of [plain, ...Object.values(baselines)]) await measure([each]);
    for (const [what, steps] of Object.entries(baselines)) {
      const results = await inTurns(['compared', 'plain'] as const, rounds, (side) =>
        measure([side === 'plain' ? plain : steps]),
      );
      rows.push({ cells: [String(targets), String(platforms.length), what], rounds: results });
    }
  }
  return formatTable({
    heads: ['targets', 'platforms', 'with what'],
    ...compared,
    rows,
    about: [
      '`slipway build --report` of a commit that was built before; every program has grown by some kilobytes since the commit that it is compared with, which was built before too',
      'programs of a few lines; memory: highest of the node process itself',
    ],
  });
}

/** A module with that many small programs, on a branch one commit after `before`. */
async function manyTargets(count: number, machine: Machine): Promise<string> {
  const checkout = join(machine.work, `sizes-${count}`);
  await mkdir(join(checkout, 'shared'), { recursive: true });
  await writeFile(join(checkout, 'go.mod'), 'module example.com/many\n\ngo 1.25\n');
  await writeFile(join(checkout, 'shared', 'shared.go'), sharedSource(1));
  for (let at = 0; at < count; at++) {
    const folder = join(checkout, 'cmd', `tool${at}`);
    await mkdir(folder, { recursive: true });
    const main = `package main\n\nimport "example.com/many/shared"\n\nfunc main() { println(${at}, shared.Word(${at})) }\n`;
    await writeFile(join(folder, 'main.go'), main);
  }
  await writeFile(join(checkout, 'slipway.yaml'), 'budget:\n  disk: off\n  pull: off\n  package: off\n');
  await commit(checkout);
  await exec({ file: 'git', args: ['branch', 'before'], cwd: checkout });
  return checkout;
}

function sharedSource(words: number): string {
  const list = Array.from({ length: words }, (_, at) => `\t"word number ${at}",\n`).join('');
  return `package shared\n\nvar words = [...]string{\n${list}}\n\nfunc Word(at int) string { return words[at%len(words)] }\n`;
}

function slipwayStep(checkout: string, folder: string, more: readonly string[], machine: Machine): Step {
  const args = [
    ...[machine.slipway, 'build', checkout, '--platform', platforms.join(','), '--go', machine.goVersion],
    ...['--output', `oci:${join(folder, 'layout')}`, '--report', join(folder, 'report.json')],
    ...['--cache-dir', join(folder, 'cache'), ...more],
  ];
  const settings = { CGO_ENABLED: '0', GOENV: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local' };
  const GOCACHE = join(folder, 'go-build');
  return {
    file: process.execPath,
    args,
    cwd: checkout,
    env: { ...machine.environment, ...settings, GOCACHE },
  };
}
