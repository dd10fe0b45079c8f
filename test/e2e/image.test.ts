import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { ImageReport, Report } from '../../src/report/model.ts';
import { startContainer, unpack } from '../support/container.ts';
import { startRegistry } from '../support/registry/real.ts';
import { startService } from '../support/service.ts';
import { slipwayOk } from '../support/slipway.ts';
import { lacks, lacksRoot, output, tool } from '../support/tools.ts';
import { digestOf, freePort, helloCheckout, temporaryFolders } from '../support/workspace.ts';

const native = process.arch === 'x64' ? 'amd64' : process.arch;

describe('the image of a service', () => {
  const folder = temporaryFolders(after);
  let work: string;
  let layout: string;
  let report: Report;
  let archive: string;

  before(async () => {
    work = await folder();
    layout = join(work, 'layout');
    archive = join(work, 'image.tar');
    const outputs = [`oci:${layout}`, `oci-archive:${archive}`, `bin:${join(work, 'bin')}`];
    await slipwayOk([
      ...['build', await helloCheckout(join(work, 'hello'))],
      ...outputs.flatMap((each) => ['--output', each]),
      ...['--report', join(layout, 'report.json'), '--cache-dir', join(work, 'cache')],
    ]);
    report = JSON.parse(await readFile(join(layout, 'report.json'), 'utf8')) as Report;
  });

  const image = (architecture: string): ImageReport => {
    const found = report.targets[0]?.images.find(({ platform }) => platform.architecture === architecture);
    assert.ok(found, `the report has an image for ${architecture}`);
    return found;
  };

  test('skopeo reads the same index from the layout and from the archive', {
    skip: lacks('skopeo'),
  }, async () => {
    for (const place of [`oci:${layout}`, `oci-archive:${archive}`]) {
      const raw = await output('skopeo', ['inspect', '--raw', place]);
      const digest = `sha256:${createHash('sha256').update(raw).digest('hex')}`;
      assert.equal(digest, report.targets[0]?.indexDigest, place);
    }
  });

  test('skopeo reads each platform with its layers, version and revision', {
    skip: lacks('skopeo'),
  }, async () => {
    for (const architecture of ['amd64', 'arm64']) {
      const select = ['--override-os', 'linux', '--override-arch', architecture];
      const seen = JSON.parse(await output('skopeo', [...select, 'inspect', `oci:${layout}`]));
      assert.equal(seen.Architecture, architecture);
      assert.deepEqual(
        seen.Layers,
        image(architecture).layers.map(({ digest }) => digest),
      );
      assert.equal(seen.Labels['org.opencontainers.image.version'], 'v1.2.3');
      assert.match(seen.Labels['org.opencontainers.image.revision'], /^[0-9a-f]{40}$/);
      assert.equal(seen.Created, '2026-02-03T04:05:06Z');
    }
  });

  test('a registry takes it, and crane validates it there under the same digests', {
    skip: lacks('crane'),
  }, async () => {
    const registry = await startRegistry();
    try {
      const reference = `${registry.host}/hello:v1.2.3`;
      await output('crane', ['push', layout, reference]);
      await output('crane', ['validate', '--remote', reference]);
      assert.equal((await output('crane', ['digest', reference])).trim(), report.targets[0]?.indexDigest);
      for (const architecture of ['amd64', 'arm64']) {
        const select = ['--platform', `linux/${architecture}`];
        const digest = await output('crane', ['digest', ...select, reference]);
        assert.equal(digest.trim(), image(architecture).manifestDigest);
      }
    } finally {
      await registry.stop();
    }
  });

  test('it starts read-only, as 65532 and without capabilities, answers, and stops on SIGTERM', {
    skip: lacksRoot() || lacks('umoci', 'runc', 'skopeo'),
  }, async () => {
    const [single, bundle, port] = [join(work, 'single'), join(work, 'bundle'), await freePort()];
    const select = ['--insecure-policy', '--override-arch', native];
    await output('skopeo', ['copy', ...select, `oci:${layout}`, `oci:${single}:v1`]);
    await unpack(`${single}:v1`, bundle);
    const service = await startContainer(bundle, ['-addr', `127.0.0.1:${port}`], port);
    assert.deepEqual(await service.get('/healthz'), { status: 200, body: 'ok\n' });
    assert.match((await service.get('/')).body, /"version":"v1\.2\.3"/);
    const pid = await service.containerPid();
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    assert.match(status, /^Uid:\t65532\t65532\t65532\t65532\nGid:\t65532\t65532\t65532\t65532$/m);
    assert.deepEqual(status.match(/^Cap\w+:\s+0+$/gm)?.length, 5);
    assert.match(await readFile(`/proc/${pid}/mountinfo`, 'utf8'), /^\S+ \S+ \S+ \S+ \/ ro,/m);
    const { status: exit, printed } = await service.stop();
    assert.equal(exit, 0, printed);
    assert.match(printed, /msg=stopped|INFO stopped/);
  });

  test('umoci unpacks a layout of one platform, and the tree is the base and the program', {
    skip: lacksRoot() || lacks('umoci'),
  }, async () => {
    const [single, bundle] = [join(work, 'one'), join(work, 'one-bundle')];
    const args = ['build', join(work, 'hello'), '--platform', `linux/${native}`, '--output', `oci:${single}`];
    await slipwayOk([...args, '--cache-dir', join(work, 'cache')]);
    const tree = await unpack(`${single}:latest`, bundle);
    assert.equal(await digestOf(join(tree, 'usr/local/bin/hello')), image(native).executable.digest);
    const roots = await readFile(join(tree, 'etc/ssl/certs/ca-certificates.crt'), 'utf8');
    assert.ok((roots.match(/BEGIN CERTIFICATE/g)?.length ?? 0) > 100);
    assert.match(await readFile(join(tree, 'etc/passwd'), 'utf8'), /^nonroot:x:65532:65532:/m);
  });

  test('the file for arm64 runs under qemu and is the one in the image', {
    skip: lacks('qemu-aarch64'),
  }, async () => {
    const bare = report.targets[0]?.files?.find(({ platform }) => platform.architecture === 'arm64');
    const file = join(work, 'bin', bare?.executable.path ?? '');
    assert.equal(await digestOf(file), image('arm64').executable.digest);
    const port = await freePort();
    const service = startService(tool('qemu-aarch64'), [file, '-addr', `127.0.0.1:${port}`], port);
    assert.deepEqual(await service.get('/healthz'), { status: 200, body: 'ok\n' });
    assert.equal((await service.stop()).status, 0);
  });

  test('slipway verify passes it, and says so as JSON', async () => {
    const { stdout } = await slipwayOk(['verify', layout, '--json']);
    const answer = JSON.parse(stdout) as { outcome: string; verdicts: { status: string }[] };
    assert.equal(answer.outcome, 'pass');
    assert.ok(answer.verdicts.length > 10);
  });
});
