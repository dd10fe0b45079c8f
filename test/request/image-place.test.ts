import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  absoluteImagePlace,
  formatImagePlace,
  type ImagePlace,
  parseImagePlace,
} from '../../src/request/image-place.ts';
import { refusal } from '../support/refusal.ts';

const digest = `sha256:${'0a'.repeat(32)}` as const;

const places: readonly (readonly [string, ImagePlace, string?])[] = [
  [
    'ghcr.io/acme/api:1',
    { kind: 'registry', reference: { registry: 'ghcr.io', repository: 'acme/api', tag: '1' } },
  ],
  [
    `docker://alpine@${digest}`,
    { kind: 'registry', reference: { registry: 'docker.io', repository: 'library/alpine', digest } },
    `docker.io/library/alpine@${digest}`,
  ],
  ['oci:out', { kind: 'oci', path: 'out' }],
  ['oci:/a/out:v1.2.3', { kind: 'oci', path: '/a/out', name: 'v1.2.3' }],
  [`oci:./out@${digest}`, { kind: 'oci', path: './out', name: digest }],
  ['oci:out@v1', { kind: 'oci', path: 'out@v1' }],
  ['oci:a:b/out', { kind: 'oci', path: 'a:b/out' }],
  ['oci:a:b/out:v1', { kind: 'oci', path: 'a:b/out', name: 'v1' }],
  ['oci:C:\\out', { kind: 'oci', path: 'C:\\out' }],
  [`oci-archive:x.tar@${digest}`, { kind: 'oci-archive', path: 'x.tar', name: digest }],
  ['oci-archive:x.tar:latest', { kind: 'oci-archive', path: 'x.tar', name: 'latest' }],
  ['docker-archive:x.tar', { kind: 'docker-archive', path: 'x.tar' }],
  ['docker-archive:x.tar:api', { kind: 'docker-archive', path: 'x.tar', name: 'api' }],
  ['docker-archive:x.tar:api:v1', { kind: 'docker-archive', path: 'x.tar', name: 'api:v1' }],
  [
    'docker-archive:/a/x.tar:r.io:5000/acme/api:v1',
    { kind: 'docker-archive', path: '/a/x.tar', name: 'r.io:5000/acme/api:v1' },
  ],
  ['docker-archive:a:b/x.tar', { kind: 'docker-archive', path: 'a:b/x.tar' }],
];

test('each spelling of a place is read, and written as it was', () => {
  for (const [text, place, written = text] of places) {
    assert.deepEqual(parseImagePlace(text), place, text);
    assert.equal(formatImagePlace(place), written);
  }
});

test('a relative path starts where its speaker is, and a reference nowhere', () => {
  assert.deepEqual(absoluteImagePlace({ kind: 'oci', path: '../out', name: 'v1' }, '/a/b'), {
    kind: 'oci',
    path: '/a/out',
    name: 'v1',
  });
  const image = parseImagePlace('ghcr.io/acme/api');
  assert.equal(absoluteImagePlace(image, '/a'), image);
});

test('a place without a path, or that is no reference, is refused', async () => {
  for (const text of ['oci:', 'oci-archive:', 'docker-archive:', 'oci:a\nb'])
    assert.match((await refusal(() => parseImagePlace(text))).message, /has no path after [a-z-]+:/);
  for (const text of ['', 'docker://', 'ghcr.io/Acme', 'ocidir:/x', `x@${digest.slice(0, 20)}`])
    assert.match((await refusal(() => parseImagePlace(text))).message, /is not an image reference/);
});

test('a path alone is told how its kind is written', async () => {
  for (const text of ['./base.tar', '../bases/v1', '/srv/base', '~/base']) {
    const { message, hint } = await refusal(() => parseImagePlace(text));
    assert.match(message, /is a path, and does not say of what kind/);
    assert.ok(hint?.includes(`oci:${text}`) && hint.includes(`docker-archive:${text}`), hint);
  }
});

test('whatever is read is written so that it reads the same again', async () => {
  const kind = fc.constantFrom('oci:', 'oci-archive:', 'docker-archive:', 'docker://', '');
  const word = fc.oneof(
    fc.constantFrom(':', '@', '/', 'a', 'v1', '.', '..', digest, 'r.io', 'A', '_'),
    fc.string({ maxLength: 2 }),
  );
  const text = fc.tuple(kind, fc.array(word, { maxLength: 7 })).map(([first, rest]) => first + rest.join(''));
  let read = 0;
  await fc.assert(
    fc.asyncProperty(text, async (written) => {
      let place: ImagePlace | undefined;
      const refused = await refusal(() => {
        place = parseImagePlace(written);
        throw new Read();
      }).catch((error) => {
        if (!(error instanceof Read)) throw error;
      });
      if (place === undefined) return assert.notEqual(refused, undefined);
      read += 1;
      assert.deepEqual(parseImagePlace(formatImagePlace(place)), place);
    }),
    { numRuns: 2000 },
  );
  assert.ok(read > 200, `only ${read} were places`);
});

class Read extends Error {}
