import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Smoke } from '../../../src/request/smoke.ts';
import type { StartAnswer } from '../../../src/sandbox/measure-start.ts';
import type { LayerFile } from '../../../src/stages/go-versions/go-version-layers.ts';
import { startVersions } from '../../../src/stages/go-versions/go-version-starts.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { machine, portsOf, requestOf, yard } from '../../support/build-run.ts';

/** Files of versions, which nobody starts. */
async function filesOf(t: Parameters<typeof yard>[0], names: readonly string[], smoke?: Smoke) {
  const { root, machine: place } = await yard(t);
  const { defaults } = await requestOf(place, root);
  const target = {
    name: 'tiny',
    importPath: 'example.com/tiny',
    module: { Path: 'example.com/tiny' },
    settings: { ...defaults, smoke },
  };
  const platform = { os: 'linux', architecture: 'amd64' } as const;
  return names.map(
    (name): LayerFile => ({ target, platform, path: `/${name}`, bytes: 1, digest: sha256(name) }),
  );
}

const took = (...startSeconds: number[]): StartAnswer => ({
  kind: 'ran',
  measure: { isolation: 'runc 1', emulated: false, startSeconds, memoryBytes: startSeconds[0] },
});
const timesOf = async (
  t: Parameters<typeof yard>[0],
  files: readonly LayerFile[],
  run: Parameters<typeof startVersions>[1],
  measure: (path: string, smoke: Smoke | undefined) => StartAnswer,
) => {
  const ports = portsOf(await machine(t));
  const found = await startVersions(files, run, ports, async ({ path }, smoke, runs) => {
    assert.equal(runs, 1, 'one of them at a time');
    return measure(path, smoke);
  });
  return files.map(({ digest }) => found.get(digest));
};

test('programs are started in turns: each once, then all again', async (t) => {
  const order: string[] = [];
  const files = await filesOf(t, ['a', 'b', 'c']);
  await timesOf(t, files, { runs: 3, sandbox: 'auto' }, (path) => {
    order.push(path);
    return took(1);
  });
  assert.deepEqual(order.join(''), '/a/b/c'.repeat(3));
});

test('what is told is the median, between which times half of the runs lie, and every run', async (t) => {
  const seconds = [0.9, 0.2, 0.4, 0.1, 0.3];
  const [file, ...others] = await filesOf(t, ['a']);
  assert.ok(file !== undefined && others.length === 0);
  let run = 0;
  const [times] = await timesOf(t, [file], { runs: 5, sandbox: 'auto' }, () => took(seconds[run++] ?? 0));
  assert.deepEqual(times, {
    kind: 'measured',
    seconds,
    median: 0.3,
    low: 0.2,
    high: 0.4,
    memoryBytes: 0.9,
    isolation: 'runc 1',
  });
  run = 1;
  const [two] = await timesOf(t, [file], { runs: 2, sandbox: 'auto' }, () => took(seconds[run++] ?? 0));
  assert.ok(two?.kind === 'measured');
  assert.deepEqual(
    [two.median, two.low, two.high].map((one) => one.toFixed(3)),
    ['0.300', '0.250', '0.350'],
  );
});

test('one that does not start is started no more, and qemu decides nothing', async (t) => {
  const order: string[] = [];
  const files = await filesOf(t, ['dies', 'other', 'runs']);
  const found = await timesOf(t, files, { runs: 2, sandbox: 'auto' }, (path) => {
    order.push(path);
    if (path === '/dies') return { kind: 'failed', how: 'killed by SIGSEGV after 12 ms', output: [] };
    const answer = took(1);
    if (path === '/runs' || answer.kind !== 'ran') return answer;
    return { ...answer, measure: { ...answer.measure, emulated: true } };
  });
  assert.deepEqual(order, ['/dies', '/other', '/runs', '/runs']);
  assert.deepEqual(
    found.map((each) => (each?.kind === 'none' ? each.why : each?.seconds)),
    [
      'it does not start: killed by SIGSEGV after 12 ms',
      'qemu would be measured, since it is for another machine',
      [1, 1],
    ],
  );
});

test("what counts as started the target's contract says; --runs 0 and --sandbox off start nothing", async (t) => {
  const smoke = { args: ['--version'] };
  const files = await filesOf(t, ['a'], smoke);
  const seen: unknown[] = [];
  const measure = (_: string, contract: Smoke | undefined): StartAnswer => {
    seen.push(contract);
    return took(1);
  };
  await timesOf(t, files, { runs: 1, sandbox: 'auto' }, measure);
  assert.deepEqual(seen, [smoke]);
  const [none] = await timesOf(t, files, { runs: 0, sandbox: 'auto' }, measure);
  const [off] = await timesOf(t, files, { runs: 5, sandbox: 'off' }, measure);
  assert.deepEqual([none?.kind, off?.kind, seen.length], ['none', 'none', 1]);
});

test('a comparison that is interrupted while programs are started ends as that', async (t) => {
  const [file, ...rest] = await filesOf(t, ['a', 'b']);
  assert.ok(file !== undefined);
  const stop = new AbortController();
  const ports = portsOf(await machine(t), { signal: stop.signal });
  const started = startVersions([file, ...rest], { runs: 9, sandbox: 'auto' }, ports, async () => {
    stop.abort(new Error('interrupted'));
    return { kind: 'failed', how: 'killed by SIGINT', output: [] };
  });
  await assert.rejects(started, /interrupted/);
});
