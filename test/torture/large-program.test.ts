import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import { allImagePlatforms, formatPlatform } from '../../src/request/platform.ts';
import { exec } from '../../src/support/exec.ts';
import { slipwayOk } from '../support/slipway.ts';
import { temporaryFolders } from '../support/workspace.ts';

const reference = 'github.com/caddyserver/caddy/v2/cmd/caddy@v2.11.7';

test('a program of a thousand packages becomes one image of every platform, and again costs nothing', async (t) => {
  const work = await temporaryFolders((action) => t.after(action))();
  const args = [
    ...['build', reference, '--json', '--platform', 'all', '--cache-dir', join(work, 'cache')],
    ...['--output', `oci:${join(work, 'layout')}`, '--output', `bin:${join(work, 'bin')}`],
  ];
  const build = async (): Promise<Report> => JSON.parse((await slipwayOk(args)).stdout) as Report;
  const report = await build();
  assert.equal(report.outcome, 'pass');
  const built = report.targets[0]?.images.map(({ platform }) => formatPlatform(platform));
  assert.deepEqual(built?.toSorted(), allImagePlatforms.toSorted());
  await slipwayOk(['verify', join(work, 'layout')]);
  const own = report.targets[0]?.files?.find(
    ({ platform }) => formatPlatform(platform) === `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`,
  );
  const { stdout } = await exec({
    file: join(work, 'bin', own?.executable.path ?? ''),
    args: ['build-info'],
  });
  assert.match(stdout, /^mod\tgithub\.com\/caddyserver\/caddy\/v2\tv2\.11\.7\t/m);

  const again = await build();
  assert.equal(again.targets[0]?.indexDigest, report.targets[0]?.indexDigest);
  assert.equal(again.stages.find(({ name }) => name === 'build')?.cache, 'hit');
});
