import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { sha256File } from '../../src/support/hashing.ts';
import { validateReport } from '../support/report-schema.ts';
import { slipwayOk } from '../support/slipway.ts';
import { goEnvironment, output } from '../support/tools.ts';
import { helloCheckout, temporaryFolders } from '../support/workspace.ts';

/** What slipway.yaml of the example says beside what is a step. */
const linkerFlags = '-X main.version=v1.2.3';

describe('the waterfall of a service in a git checkout', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let checkout: string;
  let told: string;
  let report: Report;

  async function build(...flags: readonly string[]): Promise<{ stdout: string; report: Report }> {
    const file = join(work, 'report.json');
    const places = [
      '--output',
      `oci:${join(work, 'layout')}`,
      '--cache-dir',
      join(work, 'cache'),
      '--report',
      file,
    ];
    const { stdout } = await slipwayOk([
      'build',
      checkout,
      '--base',
      'scratch',
      '--waterfall',
      ...flags,
      ...places,
    ]);
    const made = JSON.parse(await readFile(file, 'utf8')) as Report;
    validateReport(made);
    return { stdout, report: made };
  }

  before(async () => {
    work = await folder();
    checkout = await helloCheckout(join(work, 'hello'));
    ({ stdout: told, report } = await build('--html', join(work, 'build.html')));
  });

  it('begins with what go build makes by hand, commit and all, and ends with the image', async () => {
    for (const { platform, waterfall = [], executable } of report.targets[0]?.images ?? []) {
      const file = join(work, 'by-hand');
      const env = goEnvironment({ GOOS: platform.os, GOARCH: platform.architecture, CGO_ENABLED: '0' });
      await output('go', ['build', `-ldflags=${linkerFlags}`, '-o', file, '.'], { cwd: checkout, env });
      assert.equal(waterfall[0]?.digest, (await sha256File(file)).digest);
      assert.equal(waterfall.findLast(({ step }) => step !== 'image')?.digest, executable.digest);
      const disk = waterfall.map(({ diskBytes = 0 }) => diskBytes);
      assert.ok((disk[2] ?? 0) < (disk[1] ?? 0), 'symbols and DWARF are left out');
    }
    assert.equal(report.targets[0]?.images.length, 2);
  });

  it('is printed with bars, and drawn on a page', async () => {
    assert.match(
      told,
      /waterfall hello linux\/amd64\n +on disk +on the wire\n {2}go build +\d+\.\d MiB {2}█+/,
    );
    const page = await readFile(join(work, 'build.html'), 'utf8');
    assert.equal(page.match(/<svg [^>]*class="slipway-waterfall"/g)?.length, 2);
  });

  it('is the same when nothing changed, and nothing is linked for it', async () => {
    const again = await build();
    assert.deepEqual(
      again.report.stages.filter(({ name }) => /^(build|waterfall)$/.test(name)).map(({ cache }) => cache),
      ['hit', 'hit'],
    );
    const rows = ({ targets }: Report) => targets[0]?.images.map(({ waterfall }) => waterfall);
    assert.deepEqual(rows(again.report), rows(report));
  });
});
