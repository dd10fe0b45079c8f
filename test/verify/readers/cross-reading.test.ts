import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { type VerifyResult, verifyCommand } from '../../../src/commands/verify.ts';
import { pushImage } from '../../../src/registry/push/push-image.ts';
import { formatVerification } from '../../../src/report/verification-text.ts';
import { formatReference } from '../../../src/request/reference.ts';
import { type ReaderName, readerNames } from '../../../src/request/requirement.ts';
import { verifyRequest } from '../../../src/request/verify-request.ts';
import { at, documents, portsFor, sampleImage } from '../../registry/push/sample.ts';
import { debianLike } from '../../support/bases/debian.ts';
import { pushBase } from '../../support/bases/places.ts';
import { machine, portsOf } from '../../support/build-run.ts';
import { startTestRegistry } from '../../support/registry/in-process.ts';
import { startDockerRegistry } from '../../support/registry/real.ts';
import { validateReport } from '../../support/report-schema.ts';
import { folderOf } from '../../support/temporary.ts';
import { lacks, tool, toolEnvironment } from '../../support/tools.ts';

/** A PATH with these tools alone: the real ones, or what a shell script says in their place. */
async function pathWith(
  t: TestContext,
  tools: Readonly<Partial<Record<ReaderName, string>>>,
): Promise<string> {
  const folder = join(await folderOf(t), 'bin');
  await mkdir(folder);
  for (const [name, script] of Object.entries(tools)) {
    await writeFile(join(folder, name), script.startsWith('#!') ? script : `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

function real(name: ReaderName): string {
  const { LD_LIBRARY_PATH = '' } = toolEnvironment(name);
  return `LD_LIBRARY_PATH='${LD_LIBRARY_PATH}' exec '${tool(name)}' "$@"`;
}

const allReal = () => Object.fromEntries(readerNames.map((name) => [name, real(name)]));

async function verify(
  t: TestContext,
  name: string,
  path: string,
  required: readonly ReaderName[] = [],
): Promise<VerifyResult> {
  const here = await machine(t, { PATH: path, HOME: path });
  const host = { cwd: here.cacheDirectory, env: here.env, os: process.platform };
  const demanded = required.map((each) => ({ kind: 'reader', tool: each }) as const);
  const values = { cacheDirectory: here.cacheDirectory, require: demanded };
  const before = await leftBehind();
  const result = await verifyCommand(
    await verifyRequest({ values, positionals: [name] }, host),
    portsOf(here),
  );
  assert.deepEqual(await leftBehind(), before, 'nothing is left behind');
  validateReport(result, 'verification');
  return result;
}

const leftBehind = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('slipway-readers-'));
const seen = ({ readers = [] }: VerifyResult): string[] =>
  readers.map(({ tool: name, status }) => `${name} ${status}`);
const verdictOf = ({ verdicts }: VerifyResult, name: ReaderName) =>
  verdicts.find(({ check }) => check === `readers/${name}`);

describe('slipway verify with other tools', () => {
  test('asks those on PATH about a layout, and all read the same', {
    skip: lacks(...readerNames),
  }, async (t) => {
    const { directory, tree } = await sampleImage(t);
    const result = await verify(t, directory, await pathWith(t, allReal()));
    assert.deepEqual(seen(result), [
      'oras agrees',
      'crane unasked',
      'skopeo agrees',
      'regctl agrees',
      'umoci agrees',
    ]);
    const [oras] = result.readers ?? [];
    const digests = documents(tree)
      .map(({ digest }) => digest)
      .toSorted();
    assert.deepEqual(oras?.answers.map(({ of }) => of).toSorted(), digests);
    assert.match(oras?.version ?? '', /^v?\d+\.\d+\.\d+/);
    assert.equal(result.outcome, 'pass');
    const text = formatVerification(result);
    assert.match(
      text,
      /^OCI 17\/17 ✓\n\nread the same:\n {2}oras \S+ +✓ digests of 3\n {2}crane \S+ +– crane does not read such\n/,
    );
    assert.match(text, /\n {2}umoci \S+ +✓ layers of 2$/);
  });

  test('asks them about an image in a registry, where they read it themselves', {
    skip: lacks('docker-registry', ...readerNames),
  }, async (t) => {
    const { host } = await startDockerRegistry(t);
    const sample = await sampleImage(t);
    await pushImage(sample.tree, at(host), portsFor(t, { host }, sample));
    const name = formatReference({ ...at(host), digest: sample.tree.root.digest });
    const result = await verify(t, name, await pathWith(t, allReal()), ['oras', 'umoci', 'crane']);
    assert.deepEqual(
      seen(result),
      readerNames.map((each) => `${each} agrees`),
    );
    assert.equal(result.outcome, 'pass');
  });

  test('asks umoci nothing about Docker’s own documents, which it does not read', {
    skip: lacks('umoci', 'skopeo'),
  }, async (t) => {
    const registry = await startTestRegistry();
    t.after(registry.stop);
    const name = `${registry.host}/bases/debian:1`;
    await pushBase(debianLike(undefined, { family: 'docker' }), name);
    const path = await pathWith(t, { umoci: real('umoci'), skopeo: real('skopeo') });
    assert.deepEqual(seen(await verify(t, name, path)), ['skopeo agrees', 'umoci unasked']);
    const demanded = await verify(t, name, path, ['umoci']);
    assert.equal(verdictOf(demanded, 'umoci')?.status, 'fail');
  });

  test('says nothing of tools that are not there, unless they are demanded', async (t) => {
    const { directory } = await sampleImage(t);
    const path = await pathWith(t, {});
    const silent = await verify(t, directory, path);
    assert.deepEqual([silent.readers, silent.outcome], [undefined, 'pass']);
    const demanded = await verify(t, directory, path, ['oras']);
    assert.deepEqual([seen(demanded), demanded.outcome], [['oras absent'], 'fail']);
    assert.deepEqual(verdictOf(demanded, 'oras')?.severity, 'block');
    assert.match(formatVerification(demanded), /\n {2}oras {3}– oras is not on PATH\n\n✗ readers\/oras /);
  });

  test('fails where a tool reads something else, demanded or not', async (t) => {
    const { directory } = await sampleImage(t);
    const lie = `sha256:${'0'.repeat(64)}`;
    const path = await pathWith(t, { oras: `echo '{"digest":"${lie}"}'`, regctl: `echo ${lie}` });
    const result = await verify(t, directory, path);
    assert.deepEqual([seen(result), result.outcome], [['oras differs', 'regctl differs'], 'fail']);
    assert.match(verdictOf(result, 'oras')?.detail ?? '', new RegExp(`oras reads ${lie}, and it is sha256:`));
  });

  for (const [what, script, says] of [
    ['fails', 'echo "login needed" >&2; exit 1', /^exit status 1: login needed\n\$ .*regctl manifest head/],
    ['says what nobody can read', 'echo hello', /^it gave no answer that can be read\n/],
    ['says nothing', 'exit 0', /^it gave no answer that can be read\n/],
    ['cannot be started', '#!/nowhere/sh', /cannot start .*regctl/],
  ] as const) {
    test(`passes over a tool that ${what}, unless it is demanded`, async (t) => {
      const { directory } = await sampleImage(t);
      const path = await pathWith(t, { regctl: script });
      const result = await verify(t, directory, path);
      assert.deepEqual([seen(result), result.outcome], [['regctl unable'], 'pass']);
      assert.equal(verdictOf(result, 'regctl')?.status, 'skip');
      const demanded = await verify(t, directory, path, ['regctl']);
      assert.equal(demanded.outcome, 'fail');
      assert.match(verdictOf(demanded, 'regctl')?.detail ?? '', says);
    });
  }

  test('finds the layer that a tool reads and the manifest does not name', async (t) => {
    const { directory } = await sampleImage(t);
    const path = await pathWith(t, {
      umoci: `echo '{"history":[{"layer":{"digest":"sha256:1"}},{"empty_layer":true}]}'`,
    });
    const result = await verify(t, directory, path);
    assert.deepEqual(seen(result), ['umoci differs']);
    assert.match(
      verdictOf(result, 'umoci')?.detail ?? '',
      /umoci reads sha256:1, and it is sha256:\w+ sha256:/,
    );
  });
});
