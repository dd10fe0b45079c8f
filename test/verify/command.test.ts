import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { formatVerdicts, verifyCommand } from '../../src/commands/verify.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { blobPath, inTempFolder, makeLayout } from '../support/make-layout.ts';

async function refusal(path: string): Promise<SlipwayError> {
  try {
    await verifyCommand({ path });
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
      const result = await verifyCommand({ path: directory });
      assert.deepEqual(Object.keys(result), ['subject', 'outcome', 'verdicts']);
      assert.deepEqual([result.subject, result.outcome], [directory, 'pass']);
      for (const verdict of result.verdicts) {
        assert.deepEqual(Object.keys(verdict), ['check', 'subject', 'status', 'severity', 'detail']);
      }
      assert.equal(formatVerdicts(result.verdicts), 'OCI 17/17 ✓');
    }));

  test('tells faults in full, the gravest last', () =>
    inTempFolder(async (directory) => {
      const { layers } = await makeLayout(directory, {
        config: { '/config/User': 'nonroot', '/config/ExposedPorts': { '80/tcp': {} } },
      });
      await rm(blobPath(directory, layers[1] ?? ''));
      const result = await verifyCommand({ path: directory });
      assert.equal(result.outcome, 'fail');
      const text = formatVerdicts(result.verdicts);
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
    assert.equal(formatVerdicts([verdict]), 'OCI 1/1 ✓\n\n· a/b   s\n    d');
    assert.equal(
      formatVerdicts([other, verdict]),
      'OCI 1/2 ✗ · 1 failed\n\n· a/b   s\n    d\n\n? a/c   s\n    e',
    );
  });

  test('refuses what is no layout, and says what is there instead', () =>
    inTempFolder(async (directory) => {
      const missing = await refusal(join(directory, 'nowhere'));
      assert.equal(missing.code, 'E_CONFIG');
      assert.match(missing.message, /the path does not exist/);
      await writeFile(join(directory, 'image.tar'), 'x');
      const file = await refusal(join(directory, 'image.tar'));
      assert.match(`${file.code} ${file.message} ${file.hint}`, /^E_CONFIG .* is a file, .*tar -xf FILE/);
      const folder = await refusal(directory);
      assert.match(folder.message, /is not an OCI layout: .*\nit holds image\.tar$/);
      await mkdir(join(directory, 'empty'));
      assert.match((await refusal(join(directory, 'empty'))).message, /the folder is empty/);
    }));
});
