import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from '../../src/pipeline.ts';
import type { ImageReport } from '../../src/report/model.ts';
import { type Machine, portsOf, requestOf, yard } from '../support/build-run.ts';

/** The image of a program on nothing, reported. */
async function imageOf(machine: Machine, root: string, ...flags: readonly string[]): Promise<ImageReport> {
  const asked = await requestOf(
    machine,
    root,
    '--base=scratch',
    '--output=oci:out',
    '--report=r.json',
    ...flags,
  );
  const report = await build(asked, portsOf(machine));
  return report.targets[0]?.images[0] as ImageReport;
}

const layerBytes = ({ layers }: ImageReport): number =>
  layers.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0);

test('what a client would download with zstd is what it does download where that is asked for', async (t) => {
  const { root, machine } = await yard(t);
  const gzip = await imageOf(machine, root);
  const zstd = await imageOf(machine, root, '--compression=zstd:9');
  const saved = gzip.pullBytes - (gzip.alternative?.pullBytes ?? 0);
  assert.ok(saved > 0);
  assert.equal(saved, layerBytes(gzip) - layerBytes(zstd));
  assert.equal(zstd.alternative, undefined);
  await rm(join(machine.cacheDirectory, 'memo'), { recursive: true });
  assert.deepEqual((await imageOf(machine, root)).alternative, gzip.alternative, 'measured once more');
});

test('nobody measures what a report that is not kept would say', async (t) => {
  const { root, machine } = await yard(t);
  const asked = await requestOf(machine, root, '--base=scratch', '--output=oci:out');
  const [image] = (await build(asked, portsOf(machine))).targets[0]?.images ?? [];
  assert.equal(image?.alternative, undefined);
});
