import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ImageReport, Report } from '../../src/report/model.ts';
import { formatPlatform, samePlatform } from '../../src/request/platform.ts';
import { exec } from '../../src/support/exec.ts';
import { slipwayOk } from '../support/slipway.ts';
import { lacks, tool } from '../support/tools.ts';
import { digestOf, temporaryFolders } from '../support/workspace.ts';

/** Programs people run: a tool, a server with 30 dependencies, and one whose version flag reads its own build info. */
const programs = [
  { reference: 'filippo.io/age/cmd/age@v1.3.2', says: 'v1.3.2' },
  { reference: 'github.com/nats-io/nats-server/v2@v2.15.2', says: 'nats-server: v2.15.2' },
  { reference: 'mvdan.cc/sh/v3/cmd/shfmt@v3.13.1', says: 'v3.13.1' },
];

/** Platform → the emulator that runs its files here; the machine's own needs none. */
const emulators: Readonly<Record<string, string>> = {
  'linux/amd64': 'qemu-x86_64',
  'linux/arm64': 'qemu-aarch64',
  'linux/arm/v7': 'qemu-arm',
  'linux/riscv64': 'qemu-riscv64',
};

const native = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;

for (const { reference, says } of programs) {
  test(`${reference} becomes a verified image of four platforms, and every file runs`, {
    skip: lacks(...Object.values(emulators)),
  }, async (t) => {
    const work = await temporaryFolders((action) => t.after(action))();
    const { stdout } = await slipwayOk([
      ...['build', reference, '--json', '--platform', Object.keys(emulators).join(',')],
      ...['--output', `oci:${join(work, 'layout')}`, '--output', `bin:${join(work, 'bin')}`],
      ...['--cache-dir', join(work, 'cache')],
    ]);
    const report = JSON.parse(stdout) as Report;
    assert.equal(report.outcome, 'pass');
    const [target] = report.targets;
    assert.equal(target?.files?.length, 4);
    for (const { platform, executable } of target?.files ?? []) {
      const name = formatPlatform(platform);
      const file = join(work, 'bin', executable.path);
      assert.equal(executable.linkage, 'static', name);
      assert.equal(await digestOf(file), executable.digest, name);
      const image: ImageReport | undefined = target?.images.find((each) =>
        samePlatform(each.platform, platform),
      );
      assert.equal(image?.executable.digest, executable.digest, name);
      const emulator = name === native ? [] : [tool(emulators[name] ?? '')];
      const [program = file, ...rest] = [...emulator, file, '--version'];
      const { status, stdout: printed, stderr } = await exec({ file: program, args: rest, env: {} });
      assert.deepEqual(
        { status, printed: printed.trim(), stderr },
        { status: 0, printed: says, stderr: '' },
        name,
      );
    }
    await slipwayOk(['verify', join(work, 'layout')]);
  });
}
