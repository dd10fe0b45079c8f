import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Report } from '../../src/report/model.ts';
import type { LoadRequest } from '../../src/request/request.ts';
import type { Conversion } from '../../src/stages/convert.ts';
import { containerdTools, startContainerd } from '../support/engines/containerd.ts';
import { dockerTools, startDocker } from '../support/engines/docker.ts';
import type { Engine } from '../support/engines/engine.ts';
import { podmanTools, startPodman } from '../support/engines/podman.ts';
import { slipwayOk } from '../support/slipway.ts';
import { lacks, lacksRoot, output } from '../support/tools.ts';
import { helloCheckout, temporaryFolders } from '../support/workspace.ts';

const native = process.arch === 'x64' ? 'amd64' : process.arch;
const program = '/usr/local/bin/hello';

interface Case {
  readonly name: Exclude<LoadRequest, 'auto'>;
  readonly tools: readonly string[];
  readonly start: (folder: string) => Promise<Engine>;
  /** What the engine is told, to load an archive and to write one. */
  readonly load: (file: string) => readonly string[];
  readonly save: (file: string, image: string) => readonly string[];
  /** The kind of archive that it writes. */
  readonly saves: 'docker-archive' | 'oci-archive';
}

const load = (file: string): string[] => ['load', '--input', file];
const save = (file: string, image: string): string[] => ['save', '--output', file, image];
const cases: readonly Case[] = [
  { name: 'docker', tools: dockerTools, start: startDocker, load, save, saves: 'docker-archive' },
  { name: 'podman', tools: podmanTools, start: startPodman, load, save, saves: 'docker-archive' },
  {
    name: 'containerd',
    tools: containerdTools,
    start: startContainerd,
    load: (file) => ['images', 'import', file],
    save: (file, image) => ['images', 'export', file, image],
    saves: 'oci-archive',
  },
];

describe('the image of a service and the container engines', { skip: lacksRoot() }, () => {
  const folder = temporaryFolders(after);
  let work: string;
  let checkout: string;
  let report: Report;
  const at = (name: string): string => join(work, name);
  const cache = (): string[] => ['--cache-dir', at('cache')];

  before(async () => {
    work = await folder();
    checkout = await helloCheckout(at('hello'));
    const result = ['--output', `oci:${at('layout')}`, '--report', at('report.json')];
    await slipwayOk(['build', checkout, ...result, ...cache()]);
    report = JSON.parse(await readFile(at('report.json'), 'utf8')) as Report;
  });

  const ownImage = () => {
    const image = report.targets[0]?.images.find(({ platform }) => platform.architecture === native);
    assert.ok(image, 'the image for this machine');
    return image;
  };

  async function convert(...args: string[]): Promise<Conversion> {
    const { stdout } = await slipwayOk(['convert', ...args, '--json', ...cache()]);
    return JSON.parse(stdout) as Conversion;
  }

  for (const { name, tools, start, load, save, saves } of cases) {
    describe(`${name}`, { skip: lacks(...tools) }, () => {
      let engine: Engine | undefined;
      const running = (): Engine => {
        assert.ok(engine, `${name} runs`);
        return engine;
      };
      before(async () => {
        await mkdir(at(name));
        engine = await start(at(name));
      });
      after(() => engine?.stop());

      test('has the image after a build with --load, and runs it', async () => {
        const image = 'example.com/loaded/hello:v1';
        const { env } = running();
        await slipwayOk(['build', checkout, '--image', image, `--load=${name}`, ...cache()], { env });
        assert.match(await running().runImage(image, program, '-version'), said);
      });

      test('takes the docker archive of convert, and what it saves again is the same image', async () => {
        const image = `example.com/converted/${name}:v1`;
        const [given, back] = [at(`to-${name}.tar`), at(`from-${name}.tar`)];
        const platform = ['--platform', `linux/${native}`];
        const there = await convert(`oci:${at('layout')}`, `docker-archive:${given}:${image}`, ...platform);
        assert.equal(there.imageId, ownImage().configDigest);
        await running().run(...load(given));
        assert.match(await running().runImage(image, program, '-version'), said);
        await running().run(...save(back, image));
        const again = await convert(`${saves}:${back}`, `oci:${at(`again-${name}`)}:v1`);
        const { digest } = again;
        assert.ok(digest);
        const config = await configOf(at(`again-${name}`), digest);
        assert.equal(config, ownImage().configDigest);
        await slipwayOk(['verify', at(`again-${name}`)]);
      });
    });
  }

  test('an archive for Docker holds the image under its name and ID, for skopeo and crane too', {
    skip: lacks('skopeo', 'crane'),
  }, async () => {
    const archive = at('hello.tar');
    const result = ['--output', `docker-archive:${archive}`, '--image', 'example.com/hello:v1'];
    await slipwayOk(['build', checkout, '--platform', `linux/${native}`, ...result, ...cache()]);
    await output('crane', ['validate', '--tarball', archive]);
    const raw = JSON.parse(await output('skopeo', ['inspect', '--raw', `docker-archive:${archive}`]));
    assert.equal(raw.config.digest, ownImage().configDigest);
    const [entry] = JSON.parse(await output('skopeo', ['list-tags', `docker-archive:${archive}`])).Tags;
    assert.equal(entry, 'example.com/hello:v1');
  });
});

const said = new RegExp(`^hello v1\\.2\\.3 go\\S+ linux/${native}$`, 'm');

/** The config's digest of an image, or of an index with one image, in a layout. */
async function configOf(layout: string, digest: string): Promise<string> {
  const document = JSON.parse(await readFile(join(layout, 'blobs', digest.replace(':', '/')), 'utf8'));
  return document.config?.digest ?? configOf(layout, document.manifests[0].digest);
}
