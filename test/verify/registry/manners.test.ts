import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { verifyCommand } from '../../../src/commands/verify.ts';
import { moveTags } from '../../../src/registry/push/move-tags.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { formatReference } from '../../../src/request/reference.ts';
import { verifyRequest } from '../../../src/request/verify-request.ts';
import type { Verdict } from '../../../src/verify/verdict.ts';
import { testRegistry } from '../../registry/opening.ts';
import { addReferrer, at, largest, portsFor, sampleImage } from '../../registry/push/sample.ts';
import { machine, portsOf } from '../../support/build-run.ts';
import { digestOf, repositoryOf } from '../../support/registry/contents.ts';
import type { Misbehave } from '../../support/registry/exchange.ts';
import type { RegistryOptions } from '../../support/registry/in-process.ts';
import {
  type RunningRegistry,
  startDockerRegistry,
  startReferrersRegistry,
} from '../../support/registry/real.ts';
import { lacks } from '../../support/tools.ts';

const sbom = 'application/spdx+json';

/** An image with one SBOM in a registry of ours, and what `slipway verify` says of it; `failed`: by check. */
async function setting(t: TestContext, options: RegistryOptions = {}) {
  const registry = await testRegistry(t, options);
  const sample = await sampleImage(t);
  const place = at(registry.host);
  const ports = portsFor(t, registry, sample);
  const referrer = await addReferrer(sample, sample.tree.root, sbom);
  await pushImage({ ...sample.tree, referrers: [referrer] }, place, ports);
  await moveTags(sample.tree.root, place, ['v1'], ports);
  const verify = () => verified(t, formatReference({ ...place, tag: 'v1' }));
  return {
    registry,
    sample,
    place,
    referrer,
    verify,
    stored: repositoryOf(registry.contents, place.repository),
  };
}

async function verified(t: TestContext, name: string): Promise<readonly Verdict[]> {
  const here = await machine(t);
  const host = { cwd: here.cacheDirectory, env: here.env, os: process.platform };
  const flags = { values: { cacheDirectory: here.cacheDirectory }, positionals: [name] };
  const request = await verifyRequest(flags, host);
  const { verdicts } = await verifyCommand(request, portsOf(here));
  assert.deepEqual(await readdir(join(here.cacheDirectory, 'incoming')), [], 'nothing is left behind');
  return verdicts;
}

const ofRegistry = (verdicts: readonly Verdict[]): Verdict[] =>
  verdicts.filter(({ check }) => check.startsWith('registry/'));
const failed = (verdicts: readonly Verdict[]): string[] =>
  ofRegistry(verdicts).flatMap(({ check, status, severity }) =>
    status === 'fail' ? [`${check} ${severity}`] : [],
  );

interface Digests {
  readonly root: string;
  readonly blob: string;
  /** All that the registry has. */
  readonly all: readonly string[];
}

/** Where a registry goes wrong, how, and what is said of it. */
const manners: Readonly<
  Record<string, { how: (digests: Digests) => Misbehave; says: RegExp; fails: string }>
> = {
  'sends a manifest as something else': {
    how:
      ({ root }) =>
      ({ method, path }) =>
        method === 'HEAD' && path.endsWith(root)
          ? { status: 200, headers: { 'content-type': 'application/json', 'docker-content-digest': root } }
          : undefined,
    fails: 'registry/manifests block',
    says: /HEAD .*: *\n +is sent as "application\/json", and is "application\/vnd\.oci\.image\.index/,
  },
  'has a blob for GET and not for HEAD': {
    how:
      ({ blob }) =>
      ({ method, path }) =>
        method === 'HEAD' && path.endsWith(blob) ? { status: 404 } : undefined,
    fails: 'registry/blobs block',
    says: /answers 404, not 200/,
  },
  'passes over ranges': {
    how:
      ({ blob }) =>
      ({ method, path, headers }) =>
        method === 'GET' && path.endsWith(blob) && headers.range !== undefined
          ? { status: 200, body: 'all of it' }
          : undefined,
    fails: 'registry/ranges warn',
    says: /bytes 0-4095:\n +answers 200, not 206/,
  },
  'gives another part than it says': {
    how:
      ({ blob }) =>
      ({ method, path, headers }) =>
        method === 'GET' && path.endsWith(blob) && headers.range !== undefined ? 'wrong bytes' : undefined,
    fails: 'registry/ranges block',
    says: /gives other bytes than those that lie there/,
  },
  'answers with a web page for what is not there': {
    how:
      ({ all }) =>
      ({ path }) =>
        /\/(manifests|blobs)\/sha256:/.test(path) && !all.some((digest) => path.endsWith(digest))
          ? { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }
          : undefined,
    fails: 'registry/absences warn',
    says: /answers 200 for what is not there, not 404/,
  },
};

describe('slipway verify REF', () => {
  for (const referrers of [true, false]) {
    test(`finds nothing to say of a registry that does as it should, ${referrers ? 'with' : 'without'} a referrers API`, async (t) => {
      const { verify } = await setting(t, { referrers });
      const verdicts = await verify();
      assert.deepEqual(
        verdicts.filter(({ status }) => status !== 'pass'),
        [],
      );
      assert.deepEqual(
        ofRegistry(verdicts).map(({ check }) => check),
        ['manifests', 'blobs', 'ranges', 'absences', 'referrers', 'fallback-tags'].map(
          (name) => `registry/${name}`,
        ),
      );
    });
  }

  for (const [name, { how, fails, says }] of Object.entries(manners)) {
    test(`says that a registry ${name}`, async (t) => {
      const { registry, sample, referrer, verify } = await setting(t);
      const all = [referrer, ...sample.tree.blobs].map(({ digest }) => digest);
      registry.misbehave(how({ root: sample.tree.root.digest, blob: largest(sample.tree).digest, all }));
      const verdicts = await verify();
      assert.deepEqual(failed(verdicts), [fails]);
      assert.match(ofRegistry(verdicts).find(({ status }) => status === 'fail')?.detail ?? '', says);
    });
  }

  test('reads what the registry gives out now, not what this machine knows', async (t) => {
    const { sample, stored, place } = await setting(t);
    const { digest } = largest(sample.tree);
    const here = await machine(t);
    const host = { cwd: here.cacheDirectory, env: here.env, os: process.platform };
    const name = formatReference({ ...place, digest: sample.tree.root.digest });
    const flags = { values: { cacheDirectory: here.cacheDirectory }, positionals: [name] };
    const request = await verifyRequest(flags, host);
    const ports = portsOf(here);
    await verifyCommand(request, ports);
    const damaged = Buffer.from(stored.blobs.get(digest) ?? '');
    damaged.writeUInt8(damaged.readUInt8(100) ^ 1, 100);
    stored.blobs.set(digest, damaged);
    await assert.rejects(verifyCommand(request, ports), { code: 'E_REGISTRY', message: /gives other bytes/ });
  });

  test('says of a list of referrers what is gone, what is another’s, and what has another type', async (t) => {
    const { sample, stored, verify, referrer } = await setting(t, { referrers: false });
    const { root } = sample.tree;
    const tag = root.digest.replace(':', '-');
    const index = JSON.parse(stored.manifests.get(stored.tags.get(tag) ?? '')?.bytes.toString() ?? '');
    const other = sample.tree.blobs.find(({ mediaType }) => /manifest/.test(mediaType));
    const entries = [
      { ...index.manifests[0], artifactType: 'application/vnd.oci.empty.v1+json' },
      { ...index.manifests[0], digest: `sha256:${'0'.repeat(64)}` },
      other,
    ];
    const bytes = Buffer.from(JSON.stringify({ ...index, manifests: entries }));
    stored.manifests.set(digestOf(bytes), { mediaType: index.mediaType, bytes });
    stored.tags.set(tag, digestOf(bytes));
    const verdicts = await verify();
    assert.deepEqual(failed(verdicts), ['registry/referrers warn', 'registry/referrers block']);
    const [warned, blocked] = verdicts.filter(
      ({ check, status }) => check === 'registry/referrers' && status === 'fail',
    );
    assert.match(
      warned?.detail ?? '',
      new RegExp(`${referrer.digest}:\n +is listed as "application/vnd.oci.empty`),
    );
    assert.match(warned?.detail ?? '', /0{64}:\n.*it is not there/);
    assert.match(blocked?.detail ?? '', new RegExp(`${other?.digest}:\n +refers to nothing`));
  });

  test('says what clients wrote under the fallback tag that the registry does not list', async (t) => {
    const { sample, stored, verify } = await setting(t);
    const { root } = sample.tree;
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const entry = { mediaType: root.mediaType, digest: `sha256:${'1'.repeat(64)}`, size: 3 };
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests: [entry] }));
    stored.manifests.set(digestOf(bytes), { mediaType, bytes });
    stored.tags.set(root.digest.replace(':', '-'), digestOf(bytes));
    const verdicts = await verify();
    assert.deepEqual(failed(verdicts), ['registry/fallback-tags warn']);
  });

  test('says when a tag moves while the image is read', async (t) => {
    const { registry, sample, stored, verify } = await setting(t);
    const child = sample.tree.blobs.find(({ mediaType }) => /manifest/.test(mediaType));
    assert.ok(child);
    registry.misbehave(({ method, path }) => {
      if (method === 'HEAD' && path.includes('/blobs/')) return undefined;
      if (path.includes(`/blobs/`)) stored.tags.set('v1', child.digest);
      return undefined;
    });
    const verdicts = await verify();
    assert.deepEqual(failed(verdicts), ['registry/manifests warn']);
    assert.match(ofRegistry(verdicts)[0]?.detail ?? '', /by now: the tag moved meanwhile/);
  });

  test('is content with Docker’s registry, as it is', { skip: lacks('docker-registry') }, async (t) => {
    const verdicts = await ofReal(t, await startDockerRegistry(t));
    assert.deepEqual(
      verdicts.filter(({ status }) => status !== 'pass'),
      [],
    );
  });

  test('says that a registry lists referrers with a type that is not theirs', {
    skip: lacks('referrers-registry'),
  }, async (t) => {
    // go-containerregistry's lists the config's media type, not the manifest's artifactType.
    const verdicts = await ofReal(t, await startReferrersRegistry(t));
    const [only, ...others] = verdicts.filter(({ status }) => status !== 'pass');
    assert.deepEqual([only?.check, others], ['registry/referrers', []]);
    assert.match(
      only?.detail ?? '',
      /is listed as "application\/vnd\.oci\.empty\.v1\+json", and is "application\/spdx/,
    );
  });
});

async function ofReal(t: TestContext, running: RunningRegistry): Promise<readonly Verdict[]> {
  const sample = await sampleImage(t);
  const ports = portsFor(t, running, sample);
  const referrer = await addReferrer(sample, sample.tree.root, sbom);
  await pushImage({ ...sample.tree, referrers: [referrer] }, at(running.host), ports);
  return verified(t, formatReference({ ...at(running.host), digest: sample.tree.root.digest }));
}
