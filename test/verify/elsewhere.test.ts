import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { layoutSubject } from '../../src/verify/subject.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { verifyImages } from '../../src/verify/verify-images.ts';
import { blobPath, inTempFolder, makeLayout, type Twist } from '../support/make-layout.ts';
import { notPassed } from '../support/verify-layout.ts';

/** The verdicts on a layout without the lowest layer of its images, which is said to lie elsewhere or not. */
function withoutBase(twist: Twist, said: boolean): Promise<Verdict[]> {
  return inTempFolder(async (directory) => {
    const { layers } = await makeLayout(directory, twist);
    const [base = ''] = layers;
    await rm(blobPath(directory, base));
    const subject = await layoutSubject(directory);
    return verifyImages(said ? { ...subject, elsewhere: new Set([base]) } : subject);
  });
}

test('a layer that lies elsewhere is not missed, and the rest of the image is judged', async () => {
  assert.deepEqual(notPassed(await withoutBase({}, true)), []);
  const missed = notPassed(await withoutBase({}, false));
  assert.ok(missed.includes('layout/blobs fail block'), missed.join());
});

test('own layers above a base that lies elsewhere are judged as before', async () => {
  const more = [{ path: 'usr/local/bin/su', mode: 0o4755, content: 'x' }];
  assert.deepEqual(notPassed(await withoutBase({ more }, true)), ['image/modes fail block']);
  const config = { '/rootfs/diff_ids/1': `sha256:${'0'.repeat(64)}` };
  assert.deepEqual(notPassed(await withoutBase({ config }, true)), ['image/diff-ids fail block']);
});

test('an entrypoint that may lie in a base elsewhere is not called missing, and the reason is said', async () => {
  const config = { '/config/Entrypoint': ['/bin/init', '/usr/local/bin/app'] };
  const verdicts = await withoutBase({ config }, true);
  assert.deepEqual(notPassed(verdicts), ['image/entrypoint skip block']);
  const skipped = verdicts.find(({ status }) => status === 'skip');
  assert.match(skipped?.detail ?? '', /none of its own layers, and those of its base were not looked into/);
});

test('nothing is said of a passwd file that lies elsewhere', async () => {
  const [named, ...others] = (await withoutBase({ config: { '/config/User': 'nonroot' } }, true)).filter(
    ({ status }) => status === 'fail',
  );
  assert.deepEqual([named?.check, others], ['image/user', []]);
  assert.ok(!named?.detail.includes('passwd'), named?.detail);
});
