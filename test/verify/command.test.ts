import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type VerifyResult, verifyCommand } from '../../src/commands/verify.ts';
import { formatVerification } from '../../src/report/verification-text.ts';
import { verifyRequest } from '../../src/request/verify-request.ts';
import type { Ports } from '../../src/stages/ports.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { distrolessLike } from '../support/bases/distroless.ts';
import { pushBase, writeBaseArchive, writeDockerArchive } from '../support/bases/places.ts';
import { machine, portsOf } from '../support/build-run.ts';
import { blobPath, inTempFolder, makeLayout } from '../support/make-layout.ts';
import { startTestRegistry } from '../support/registry/in-process.ts';
import { folderOf } from '../support/temporary.ts';

/** `slipway verify` of an argument as it was typed in a folder; without ports nothing may be brought here. */
async function verify(name: string, cwd = '/', ports?: Ports): Promise<VerifyResult> {
  const host = { cwd, env: { HOME: cwd }, os: process.platform };
  const request = await verifyRequest({ values: {}, positionals: [name] }, host);
  return verifyCommand(request, ports ?? lonely);
}

/** Nothing may be brought here; PATH is empty. */
const lonely = {
  env: {},
  host: { os: 'linux', architecture: 'amd64' },
  store: {},
} as unknown as Ports;

async function refusal(path: string): Promise<SlipwayError> {
  try {
    await verify(path);
  } catch (error) {
    assert.ok(error instanceof SlipwayError);
    return error;
  }
  return assert.fail('it was not refused');
}

describe('slipway verify', () => {
  test('answers with subject, outcome and verdicts, and tells a good layout in one line', () =>
    inTempFolder(async (directory) => {
      await makeLayout(directory);
      const result = await verify(directory);
      assert.deepEqual(Object.keys(result), ['subject', 'outcome', 'verdicts']);
      assert.deepEqual([result.subject, result.outcome], [directory, 'pass']);
      for (const verdict of result.verdicts) {
        assert.deepEqual(Object.keys(verdict), ['check', 'subject', 'status', 'severity', 'detail']);
      }
      assert.equal(formatVerification(result), 'OCI 17/17 ✓');
    }));

  test('tells faults in full, the gravest last', () =>
    inTempFolder(async (directory) => {
      const { layers } = await makeLayout(directory, {
        config: { '/config/User': 'nonroot', '/config/ExposedPorts': { '80/tcp': {} } },
      });
      await rm(blobPath(directory, layers[1] ?? ''));
      const result = await verify(directory);
      assert.equal(result.outcome, 'fail');
      const text = formatVerification(result);
      assert.match(text, /^OCI 14\/17 ✗ · 2 failed · 1 not run · 1 warning\n\n/);
      assert.match(
        text,
        /\n– image\/entrypoint was not run {3}linux\/amd64\n {4}one of its layers could not be read\n/,
      );
      const marks = [...text.matchAll(/^([·–!?✗]) (\S+)/gm)].map(([, mark, check]) => `${mark} ${check}`);
      assert.deepEqual(marks, ['– image/entrypoint', '! image/ports', '✗ layout/blobs', '✗ image/user']);
      assert.match(
        text,
        /\n {4}config sha256:\w+ \/config\/User:\n {6}is "nonroot", which is not numeric.*\n {4}to do: write numbers/,
      );
    }));

  test('counts a check that only warned or noted as good', () => {
    const verdict = { check: 'a/b', subject: 's', status: 'fail', severity: 'info', detail: 'd' } as const;
    const other: Verdict = { check: 'a/c', subject: 's', status: 'fail', severity: 'approve', detail: 'e' };
    assert.equal(formatVerification({ verdicts: [verdict] }), 'OCI 1/1 ✓\n\n· a/b   s\n    d');
    assert.equal(
      formatVerification({ verdicts: [other, verdict] }),
      'OCI 1/2 ✗ · 1 failed\n\n· a/b   s\n    d\n\n? a/c   s\n    e',
    );
  });

  test('refuses what is no layout, and says what is there instead', () =>
    inTempFolder(async (directory) => {
      const missing = await refusal(join(directory, 'nowhere'));
      assert.equal(missing.code, 'E_CONFIG');
      assert.match(missing.message, /the path does not exist/);
      await writeFile(join(directory, 'image.tar'), 'x');
      const folder = await refusal(directory);
      assert.match(folder.message, /is not an OCI layout: .*\nit holds image\.tar$/);
      await mkdir(join(directory, 'empty'));
      assert.match((await refusal(join(directory, 'empty'))).message, /the folder is empty/);
    }));

  test('takes an archive, and an image in a registry, which it brings here first', async (t) => {
    const base = distrolessLike();
    const folder = await folderOf(t);
    const here = await machine(t);
    const ports = portsOf(here);
    const registry = await startTestRegistry();
    t.after(() => registry.stop());
    await pushBase(base, `${registry.host}/acme/base:1`);
    await writeBaseArchive(base, join(folder, 'base.tar'));
    await writeDockerArchive(base, 'linux/amd64', join(folder, 'saved.tar'), ['acme/base:1']);
    for (const name of ['base.tar', './saved.tar', 'oci-archive:base.tar', `${registry.host}/acme/base:1`]) {
      const { subject, verdicts } = await verify(name, folder, ports);
      assert.equal(subject, name);
      const failed = verdicts.filter(({ status, severity }) => status === 'fail' && severity === 'block');
      assert.deepEqual(failed, [], name);
      assert.ok(verdicts.some(({ check, status }) => check === 'image/diff-ids' && status === 'pass'));
    }
    const damaged = Buffer.from(await readFile(join(folder, 'saved.tar')));
    damaged.fill(0, 600, 700);
    await writeFile(join(folder, 'damaged.tar'), damaged);
    await assert.rejects(verify('damaged.tar', folder, ports), { name: 'SlipwayError' });
    const count = registry.requests.length;
    await assert.rejects(verify('acme/base', folder, ports), /there is no OCI layout at .*acme\/base/);
    assert.equal(registry.requests.length, count, 'a slip in a path asks no registry');
  });
});
