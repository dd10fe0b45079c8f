import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatReference, type ImageReference, isTag, parseReference } from '../../src/request/reference.ts';
import { SlipwayError } from '../../src/support/errors.ts';

const digest = `sha256:${'0f'.repeat(32)}` as const;

const read: readonly (readonly [text: string, full: string])[] = [
  ['alpine', 'docker.io/library/alpine'],
  ['alpine:3.20', 'docker.io/library/alpine:3.20'],
  ['acme/api', 'docker.io/acme/api'],
  ['docker.io/alpine', 'docker.io/library/alpine'],
  ['index.docker.io/acme/api', 'docker.io/acme/api'],
  ['ghcr.io/acme/api:v1.2.3', 'ghcr.io/acme/api:v1.2.3'],
  ['ghcr.io/api', 'ghcr.io/api'],
  ['localhost/api', 'localhost/api'],
  ['localhost:5000/api:5000', 'localhost:5000/api:5000'],
  ['127.0.0.1:5000/a/b/c', '127.0.0.1:5000/a/b/c'],
  ['[::1]:5000/api', '[::1]:5000/api'],
  ['Registry/api', 'Registry/api'],
  [`ghcr.io/acme/api@${digest}`, `ghcr.io/acme/api@${digest}`],
  [`ghcr.io/acme/api:v1@${digest}`, `ghcr.io/acme/api:v1@${digest}`],
  ['ghcr.io/a--b/c__d.e_f', 'ghcr.io/a--b/c__d.e_f'],
  ['registry.example.com:443/team/api:Main_1.0-x', 'registry.example.com:443/team/api:Main_1.0-x'],
];

test('a reference is read by the grammar, with the names that Docker leaves out filled in', () => {
  for (const [text, full] of read) assert.equal(formatReference(parseReference(text)), full, text);
});

test('what is written is read as the same reference', () => {
  for (const [text] of read) {
    const once = parseReference(text);
    assert.deepEqual(parseReference(formatReference(once)), once);
  }
});

const refused: readonly (readonly [text: string, why: RegExp])[] = [
  ['', /names no image/],
  ['ghcr.io/', /names no image/],
  ['Acme/api:v1:v2', /"v1:v2" is not a tag/],
  ['ghcr.io/Acme/api', /"Acme\/api" is not a repository's name/],
  ['ghcr.io/acme//api', /is not a repository's name/],
  ['ghcr.io/acme/api:', /"" is not a tag/],
  ['ghcr.io/acme/api:-x', /"-x" is not a tag/],
  [`ghcr.io/acme/api:${'x'.repeat(129)}`, /is not a tag/],
  ['ghcr.io/acme/api@sha256:abc', /"sha256:abc" is not a digest/],
  [`ghcr.io/acme/api@${digest}@${digest}`, /is not a digest/],
  ['ghcr.io/acme/../etc', /is not a repository's name/],
  ['ghcr.io/acme/api?x=1', /is not a repository's name/],
  ['https://ghcr.io/acme/api', /is not a/],
  ['user@ghcr.io/acme/api', /is not a digest/],
  ['-registry.io/api', /"-registry.io" is not a registry's host/],
  ['ghcr.io:port/api', /is not a registry's host/],
  ['ghcr.io:65536/api', /is not a registry's host/],
  ['[::::]/api', /is not a registry's host/],
  ['a..b/api', /is not a registry's host/],
  [`ghcr.io/${'a/'.repeat(130)}a`, /longer than 255/],
  ['ghcr.io/a\nb', /is not a repository's name/],
];

test('what is no reference is refused with the part that is wrong', () => {
  for (const [text, why] of refused) {
    assert.throws(
      () => parseReference(text),
      (error: unknown) => {
        assert.ok(error instanceof SlipwayError && error.code === 'E_CONFIG', text);
        assert.match(error.message, why);
        assert.ok(error.hint);
        return true;
      },
    );
  }
});

test('any text is read or refused in words, and what is read can go into a URL as it is', () => {
  const part = fc.stringMatching(/^[a-zA-Z0-9._:@/[\] %?#-]{0,20}$/);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        part,
        fc.tuple(part, part).map((parts) => parts.join('/')),
      ),
      (text) => {
        let reference: ImageReference;
        try {
          reference = parseReference(text);
        } catch (error) {
          return error instanceof SlipwayError && error.code === 'E_CONFIG';
        }
        const { registry, repository, tag } = reference;
        const url = new URL(`https://${registry}/v2/${repository}/manifests/${tag ?? 'latest'}`);
        assert.equal(url.pathname, `/v2/${repository}/manifests/${tag ?? 'latest'}`);
        assert.equal(url.username, '');
        return tag === undefined || isTag(tag);
      },
    ),
    { numRuns: 2000 },
  );
});
