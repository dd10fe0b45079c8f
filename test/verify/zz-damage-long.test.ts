import assert from 'node:assert/strict';
import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { layoutSubject } from '../../src/verify/subject.ts';
import { outcomeOf, type Verdict } from '../../src/verify/verdict.ts';
import { verifyImages } from '../../src/verify/verify-images.ts';
import { blobPath, type Edits, inTempFolder, makeLayout } from '../support/make-layout.ts';

/** Pointers into each document; their values are replaced by anything. */
const pointers = {
  config: [
    '/architecture',
    '/os',
    '/variant',
    '/created',
    '/config',
    '/config/User',
    '/config/Env',
    '/config/Env/0',
    '/config/Entrypoint',
    '/config/Entrypoint/0',
    '/config/Cmd',
    '/config/WorkingDir',
    '/config/Labels',
    '/config/ExposedPorts',
    '/rootfs',
    '/rootfs/diff_ids',
    '/rootfs/diff_ids/1',
    '/history',
    '/history/0',
    '/history/0/created',
  ],
  manifest: [
    '/mediaType',
    '/config',
    '/config/digest',
    '/config/mediaType',
    '/layers',
    '/layers/0',
    '/layers/1/digest',
    '/layers/1/size',
    '/layers/1/mediaType',
    '/annotations',
    '/subject',
    '/artifactType',
  ],
  index: [
    '/mediaType',
    '/manifests',
    '/manifests/0',
    '/manifests/0/digest',
    '/manifests/0/platform',
    '/manifests/0/platform/os',
    '/manifests/0/mediaType',
    '/manifests/0/annotations',
  ],
  root: [
    '/schemaVersion',
    '/manifests',
    '/manifests/0',
    '/manifests/0/digest',
    '/manifests/0/mediaType',
    '/manifests/0/annotations',
    '/mediaType',
  ],
} as const;

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    '../../etc/passwd',
    'sha256:..',
    `sha256:${'../'.repeat(21)}x`,
    '__proto__',
    '\u001b[2J',
    '/'.repeat(5000),
    'application/vnd.oci.image.index.v1+json',
    'application/vnd.oci.image.layer.v1.tar',
  ),
);

function sane(verdicts: readonly Verdict[]): void {
  assert.ok(verdicts.length >= 17, 'every check has a verdict');
  for (const { detail, status, subject } of verdicts) {
    assert.equal(status === 'pass', detail === '');
    assert.doesNotMatch(
      detail + subject,
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/,
      'nothing a terminal would act on',
    );
    assert.ok(detail.length < 20_000);
  }
}

describe('verify answers with verdicts, whatever is wrong:', () => {
  for (const document of ['config', 'manifest', 'index', 'root'] as const) {
    test(`any value anywhere in the ${document === 'root' ? 'index.json' : document}`, async () => {
      const edits: fc.Arbitrary<Edits> = fc
        .tuple(fc.constantFrom(...pointers[document]), odd)
        .map(([pointer, value]) => ({ [pointer]: value }));
      await fc.assert(
        fc.asyncProperty(edits, (change) =>
          inTempFolder(async (directory) => {
            await makeLayout(directory, { [document]: change });
            sane(await verifyImages(await layoutSubject(directory)));
          }),
        ),
        { numRuns: 6000 },
      );
    });
  }

  test('any bytes of any blob changed or cut: the run fails', () =>
    inTempFolder(async (directory) => {
      await makeLayout(directory);
      const names = (await readdir(join(directory, 'blobs/sha256'))).sort();
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...names),
          fc.nat(),
          fc.integer({ min: 1, max: 255 }),
          fc.boolean(),
          async (name, place, flip, cut) => {
            const path = blobPath(directory, `sha256:${name}`);
            const good = await readFile(path);
            const at = place % good.length;
            if (cut) await truncate(path, at);
            else
              await writeFile(
                path,
                good.map((byte, index) => (index === at ? byte ^ flip : byte)),
              );
            try {
              const verdicts = await verifyImages(await layoutSubject(directory));
              sane(verdicts);
              assert.equal(outcomeOf(verdicts), 'fail');
              assert.ok(
                verdicts.some(({ check, status }) => check === 'image/descriptors' && status === 'fail'),
              );
            } finally {
              await writeFile(path, good);
            }
          },
        ),
        { numRuns: 600 },
      );
      assert.equal(outcomeOf(await verifyImages(await layoutSubject(directory))), 'pass');
    }));

  test('any bytes for index.json and oci-layout', () =>
    inTempFolder(async (directory) => {
      await makeLayout(directory);
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom('index.json', 'oci-layout'),
          fc.uint8Array({ maxLength: 60 }),
          async (name, bytes) => {
            const good = await readFile(join(directory, name));
            await writeFile(join(directory, name), bytes);
            const verdicts = await verifyImages(await layoutSubject(directory));
            await writeFile(join(directory, name), good);
            sane(verdicts);
            assert.equal(outcomeOf(verdicts), 'fail');
          },
        ),
        { numRuns: 6000 },
      );
    }));

  test('any bytes in a layer whose digests are right', async () => {
    const damage = fc.array(fc.tuple(fc.nat(3000), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(damage, fc.boolean(), (changes, compressed) =>
        inTempFolder(async (directory) => {
          const change = (bytes: Buffer): Buffer => {
            const copy = Buffer.from(bytes);
            for (const [at, value] of changes) copy[at % copy.length] = value;
            return copy;
          };
          await makeLayout(directory, compressed ? { blob: change } : { tar: change });
          sane(await verifyImages(await layoutSubject(directory)));
        }),
      ),
      { numRuns: 600 },
    );
  });
});
