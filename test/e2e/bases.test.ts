import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import type { BaseImage } from '../support/bases/base-image.ts';
import { debianLike } from '../support/bases/debian.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { partOf, pushBase } from '../support/bases/places.ts';
import { startContainer, unpack } from '../support/container.ts';
import { startRegistry } from '../support/registry/real.ts';
import { slipwayOk } from '../support/slipway.ts';
import { lacks, lacksRoot, output } from '../support/tools.ts';
import { freePort, helloCheckout, temporaryFolders } from '../support/workspace.ts';

const native = process.arch === 'x64' ? 'amd64' : process.arch;
const architectures = ['amd64', 'arm64'];

interface Made {
  readonly base: BaseImage;
  readonly layout: string;
  readonly report: Report;
  /** The image in the registry, where `slipway convert` brought it. */
  readonly reference: string;
}

/** Platforms of each base; Debian's as Docker's own documents. */
const bases = {
  'distroless-like': () => distrolessLike(undefined, { attestations: true }),
  'Debian-like': () => debianLike(undefined, { family: 'docker' }),
};

describe('a service on a base from a registry', { skip: lacks('crane') }, () => {
  const folder = temporaryFolders(after);
  const made = new Map<string, Made>();
  let work: string;
  let stopRegistry = async (): Promise<void> => undefined;
  after(() => stopRegistry());

  before(async () => {
    work = await folder();
    const checkout = await helloCheckout(join(work, 'hello'));
    const { host, stop } = await startRegistry();
    stopRegistry = stop;
    const cache = ['--cache-dir', join(work, 'cache')];
    for (const [name, make] of Object.entries(bases)) {
      const base = make();
      const from = `${host}/bases/${name.toLowerCase()}:1`;
      await pushBase(base, from);
      const layout = join(work, name);
      const reportFile = join(work, `${name}.json`);
      const results = ['--output', `oci:${layout}`, '--report', reportFile];
      await slipwayOk(['build', checkout, '--base', from, ...results, ...cache]);
      const reference = `${host}/made/${name.toLowerCase()}:v1`;
      await slipwayOk(['convert', `oci:${layout}`, reference, ...cache]);
      const report = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
      made.set(name, { base, layout, report, reference });
    }
  });

  const get = (name: string): Made => {
    const found = made.get(name);
    assert.ok(found, `${name} was built`);
    return found;
  };

  for (const name of Object.keys(bases)) {
    test(`${name}: its layers come first, byte for byte, and every document is OCI's`, async () => {
      const { base, layout, report } = get(name);
      assert.equal(report.base.digest, base.root.digest);
      const [target] = report.targets;
      for (const architecture of architectures) {
        const image = target?.images.find(({ platform }) => platform.architecture === architecture);
        assert.ok(image);
        assert.deepEqual(
          image.layers.filter(({ kind }) => kind === 'base').map(({ digest, diffId }) => [digest, diffId]),
          partOf(base, `linux/${architecture}`).layers.map(({ digest, diffId }) => [digest, diffId]),
        );
        for (const digest of [target?.indexDigest, image.manifestDigest, image.configDigest]) {
          const text = await readFile(join(layout, 'blobs', String(digest).replace(':', '/')), 'utf8');
          assert.doesNotMatch(text, /vnd\.docker|unknown/);
        }
      }
      await slipwayOk(['verify', layout]);
    });

    test(`${name}: crane, skopeo, oras and umoci agree on every digest`, {
      skip: lacks('skopeo', 'oras', 'umoci'),
    }, async () => {
      const { layout, report, reference } = get(name);
      const [target] = report.targets;
      assert.ok(target?.indexDigest);
      await output('crane', ['validate', '--remote', reference]);
      const there = [
        (await output('crane', ['digest', reference])).trim(),
        digestOf(await output('skopeo', ['inspect', '--raw', '--tls-verify=false', `docker://${reference}`])),
        (await output('oras', ['resolve', '--plain-http', reference])).trim(),
        digestOf(await output('skopeo', ['inspect', '--raw', `oci:${layout}`])),
      ];
      assert.deepEqual(there, Array(4).fill(target.indexDigest));
      for (const { platform, manifestDigest, layers } of target.images) {
        const choice = `${platform.os}/${platform.architecture}`;
        const seen = [
          (await output('crane', ['digest', '--platform', choice, reference])).trim(),
          (await output('oras', ['resolve', '--plain-http', '--platform', choice, reference])).trim(),
        ];
        assert.deepEqual(seen, [manifestDigest, manifestDigest], choice);
        const single = await singlePlatform(layout, platform.architecture);
        const stat = JSON.parse(await output('umoci', ['stat', '--json', '--image', single]));
        assert.deepEqual(
          stat.history.flatMap(({ layer }: { layer: { digest: string } | null }) => layer?.digest ?? []),
          layers.map(({ digest }) => digest),
        );
      }
    });

    test(`${name}: runc starts it read-only as 65532, and it answers and stops`, {
      skip: lacksRoot() || lacks('umoci', 'runc', 'skopeo'),
    }, async () => {
      const { layout } = get(name);
      const [bundle, port] = [join(work, `${name}-bundle`), await freePort()];
      await unpack(await singlePlatform(layout, native), bundle);
      const service = await startContainer(bundle, ['-addr', `127.0.0.1:${port}`], port);
      assert.deepEqual(await service.get('/healthz'), { status: 200, body: 'ok\n' });
      const status = await readFile(`/proc/${await service.containerPid()}/status`, 'utf8');
      assert.match(status, /^Uid:\t65532\t65532\t65532\t65532$/m);
      const { status: ended, printed } = await service.stop();
      assert.equal(ended, 0, printed);
    });
  }

  /** LAYOUT:REFERENCE of one platform's image, which is what umoci reads. */
  async function singlePlatform(layout: string, architecture: string): Promise<string> {
    const single = `${layout}-${architecture}:v1`;
    const choice = ['--override-os', 'linux', '--override-arch', architecture];
    await output('skopeo', ['--insecure-policy', ...choice, 'copy', `oci:${layout}`, `oci:${single}`]);
    return single;
  }

  test('what the Debian-like base asks for and cannot have here is told, and not in the image', async () => {
    const { report, reference } = get('Debian-like');
    const notices = report.notices.join('\n');
    assert.match(notices, /entrypoint \["docker-entrypoint\.sh"\] is not taken over/);
    assert.match(notices, /health check .*curl.* is left out: it needs a shell/);
    const risky = report.verdicts.filter(({ check, status }) => check === 'base/files' && status === 'fail');
    assert.equal(risky.length, architectures.length);
    for (const { severity, detail } of risky) {
      assert.equal(severity, 'warn');
      assert.match(detail, /usr\/bin\/su is set-uid.*var\/lib\/app\/state can be written by everybody/s);
    }
    const { config } = JSON.parse(await output('crane', ['config', reference]));
    assert.equal(config.User, '65532:65532');
    assert.deepEqual(config.Entrypoint, ['/usr/local/bin/hello']);
    assert.deepEqual([config.Cmd, config.Healthcheck], [undefined, undefined]);
    assert.equal(config.StopSignal, 'SIGINT');
    assert.ok(config.Env.includes('LANG=C.UTF-8'));
  });
});

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
