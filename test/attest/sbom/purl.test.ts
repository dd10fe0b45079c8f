import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as holds, option, property, record, string, stringMatching } from 'fast-check';
import { golangUrl, type PackageUrl, packageUrl } from '../../../src/attest/sbom/purl.ts';

/** Parts and the canonical text, as the purl specification's own tests have them (purl-spec, tests/types and tests/spec). */
const examples: readonly (readonly [PackageUrl, string])[] = [
  [
    { type: 'golang', namespace: 'github.com/gorilla', name: 'context', version: '234fd47e07d1004f0aed9c' },
    'pkg:golang/github.com/gorilla/context@234fd47e07d1004f0aed9c',
  ],
  [
    {
      type: 'deb',
      namespace: 'debian',
      name: 'curl',
      version: '7.50.3-1',
      qualifiers: { distro: 'jessie', arch: 'i386' },
    },
    'pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie',
  ],
  [
    {
      type: 'deb',
      namespace: 'debian',
      name: 'attr',
      version: '1:2.4.47-2+b1',
      qualifiers: { arch: 'amd64' },
    },
    'pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64',
  ],
  [
    {
      type: 'deb',
      namespace: 'ubuntu',
      name: 'dpkg',
      version: '1.19.0.4',
      qualifiers: { arch: 'amd64', distro: undefined },
    },
    'pkg:deb/ubuntu/dpkg@1.19.0.4?arch=amd64',
  ],
  [
    { type: 'oci', name: 'debian', version: 'sha256:244fd47e07d10', qualifiers: { arch: 'amd64', tag: '' } },
    'pkg:oci/debian@sha256:244fd47e07d10?arch=amd64',
  ],
];

for (const [parts, text] of examples) {
  test(`${text} is written as the purl specification has it`, () => {
    assert.equal(packageUrl(parts), text);
  });
}

test('a module path keeps its letters, and its last element is the name, a major version suffix too', () => {
  assert.equal(
    golangUrl('github.com/Masterminds/semver/v3', 'v3.2.1'),
    'pkg:golang/github.com/Masterminds/semver/v3@v3.2.1',
  );
  assert.equal(
    golangUrl('github.com/docker/cli', 'v27.1.1+incompatible'),
    'pkg:golang/github.com/docker/cli@v27.1.1%2Bincompatible',
  );
  assert.equal(golangUrl('stdlib'), 'pkg:golang/stdlib');
});

/** A reader of its own, by "How to parse a purl string": from the right, and unescaped at the end. */
function parse(text: string): Required<Pick<PackageUrl, 'name' | 'namespace' | 'version' | 'qualifiers'>> {
  const [rest = '', query = ''] = text.split('?');
  const [path = '', version = ''] = rest.replace(/^pkg:[a-z]+\//, '').split('@');
  const segments = path.split('/').map(decodeURIComponent);
  const pairs = query === '' ? [] : query.split('&').map((pair) => pair.split('=').map(decodeURIComponent));
  return {
    name: segments.at(-1) ?? '',
    namespace: segments.slice(0, -1).join('/'),
    version: decodeURIComponent(version),
    qualifiers: Object.fromEntries(pairs),
  };
}

const text = string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((each) => !each.includes('/'));

test('whatever is in names, versions and qualifiers, they come back as they were, and the text is plain ASCII', () => {
  const parts = record(
    {
      namespace: array(text, { maxLength: 4 }).map((segments) => segments.join('/')),
      name: text,
      version: option(text, { nil: '' }),
      qualifiers: record({ arch: text, distro: text }, { noNullPrototype: true }),
    },
    { noNullPrototype: true },
  );
  holds(
    property(parts, (wanted) => {
      const written = packageUrl({ type: 'golang', ...wanted });
      assert.match(written, /^pkg:golang\/[A-Za-z0-9.\-_~:%/@?&=]+$/);
      assert.deepEqual(parse(written), wanted);
    }),
  );
});

test('two modules never have one package URL', () => {
  const path = stringMatching(/^[a-zA-Z0-9.~_-]{1,6}(\/[a-zA-Z0-9.~_-]{1,6}){0,3}$/);
  const version = stringMatching(/^v\d\.\d\.\d(-[a-z.]{1,5})?(\+[a-z]{1,5})?$/);
  holds(
    property(path, version, path, version, (one, of, other, at) => {
      assert.equal(golangUrl(one, of) === golangUrl(other, at), one === other && of === at);
    }),
  );
});
