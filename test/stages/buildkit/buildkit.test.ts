import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from '../../../src/pipeline.ts';
import { buildctlSaying, machineWith } from '../../engine/buildkit/fakes.ts';
import { hello, portsOf, requestOf, type Yard, yard } from '../../support/build-run.ts';
import { refusal } from '../../support/refusal.ts';

/** A yard whose buildctl is a tiny program that talks of a BuildKit of that version. */
async function yardWith(t: TestContext, version: string, env: Record<string, string> = {}): Promise<Yard> {
  const { folder } = await machineWith(t, { buildctl: buildctlSaying(version) });
  const place = await yard(t, hello);
  const PATH = `${folder}:${place.machine.env['PATH'] ?? ''}`;
  return { ...place, machine: { ...place.machine, env: { ...place.machine.env, PATH, ...env } } };
}

const builder = ['--builder', 'tcp://buildkit.example.com:1234', '--base', 'scratch'];

test('a BuildKit that is too old is told before it is given anything, and no login stays behind', async (t) => {
  for (const [flags, version] of [
    [['--engine', 'buildkit'], 'v0.10.6'],
    [['--compile', 'buildkit'], 'v0.15.2'],
  ] as const) {
    const { root, out, machine } = await yardWith(t, version, { LOGIN: 'alice:s3cr3t' });
    const ports = portsOf(machine);
    const login = ['--registry-auth', 'ghcr.io=LOGIN'];
    const request = await requestOf(machine, root, ...flags, ...builder, ...login, '--output', `oci:${out}`);
    const error = await refusal(() => build(request, ports), 'E_TOOL');
    assert.match(error.message, /is too old for/);
    const solves = ports.commands.filter(
      ({ file, args }) => basename(file) === 'buildctl' && args.includes('build'),
    );
    assert.deepEqual(solves, []);
    assert.deepEqual(await readdir(join(machine.cacheDirectory, 'incoming')).catch(() => []), []);
  }
});

test('a BuildKit is not asked for where nothing is made by it', async (t) => {
  const { root, out, machine } = await yardWith(t, 'v0.33.1');
  const ports = portsOf(machine);
  const request = await requestOf(
    machine,
    root,
    '--engine',
    'buildkit',
    ...builder,
    '--output',
    `bin:${out}`,
  );
  const { engine } = await build(request, ports);
  assert.equal(engine?.name, 'embedded');
  assert.ok(!ports.commands.some(({ file }) => basename(file) === 'buildctl'));
});
