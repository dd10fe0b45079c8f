import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExplainContext } from '../../src/difference/difference.ts';
import { hunksOf } from '../../src/difference/hunks.ts';
import { shownBytes, shownText } from '../../src/difference/shown.ts';
import { causeOfTexts } from '../../src/difference/text-causes.ts';

/** What the first difference of two texts is blamed for, with what was recognised. */
function blamed(a: string, b: string, context: ExplainContext = {}): string | undefined {
  const [hunk] = hunksOf(Buffer.from(a, 'latin1'), Buffer.from(b, 'latin1')).list;
  assert.ok(hunk);
  const found = causeOfTexts({ text: a, ...hunk.a }, { text: b, ...hunk.b }, context);
  return (
    found &&
    `${found.cause.kind}: ${a.slice(found.a.from, found.a.to)} | ${b.slice(found.b.from, found.b.to)}`
  );
}

/** Strings of Go stand one behind the other, without anything between them. */
const amid = (text: string): string => `connection reset${text}unexpected end`;

const recognised: readonly (readonly [kind: string, a: string, b: string])[] = [
  ['time', '2026-11-29', '2026-12-01'],
  ['time', '2026-11-29T16:35:01Z', '2026-11-29T17:00:00Z'],
  ['time', '2026-11-29T16:35:01.123456789+01:00', '2026-11-29T16:35:01.123456780+01:00'],
  ['time', '2026-11-29 16:35:01 UTC', '2026-11-29 16:36:01 UTC'],
  ['time', '2026/11/29', '2026/11/30'],
  ['time', 'Sun Nov 29 16:35:01 2026', 'Sun Nov 29 16:35:02 2026'],
  ['time', 'Sun Nov 29 16:35:01 UTC 2026', 'Mon Nov 30 16:35:01 UTC 2026'],
  ['time', 'Sun, 29 Nov 2026 16:35:01 GMT', 'Mon, 30 Nov 2026 16:35:01 GMT'],
  ['time', 'Nov 29 2026', 'Nov 30 2026'],
  ['time', '29 November 2026', '30 November 2026'],
  ['time', '20261129163501', '20261129163502'],
  ['time', '20261129T163501Z', '20261130T163501Z'],
  ['vcs-stamp', 'v0.0.0-20261129163501-0123456789ab', 'v0.0.0-20261129163502-ba9876543210'],
  ['vcs-stamp', 'v1.2.3-4-g0123456', 'v1.2.3-5-gfedcba9'],
  ['vcs-stamp', '0123456789abcdef0123456789abcdef01234567', 'abcdef0123456789abcdef0123456789abcdef01'],
  ['toolchain', 'go1.26.8', 'go1.27.1'],
  ['toolchain', 'GCC: (Debian 12.2.0-14) 12.2.0', 'GCC: (Debian 12.3.0-1) 12.3.0'],
  ['path', '/home/ann/src/api', '/home/bob/src/api'],
  ['path', '/tmp/go-build123/b001', '/tmp/go-build987/b001'],
  ['path', 'C:\\Users\\ann\\api', 'C:\\Users\\bob\\api'],
];

for (const [kind, a, b] of recognised) {
  test(`${a} and ${b} are blamed for ${kind}, alone and amid other texts`, () => {
    assert.equal(blamed(a, b), `${kind}: ${a} | ${b}`);
    assert.match(blamed(amid(`(${a})`), amid(`(${b})`)) ?? '', new RegExp(`^${kind}: `));
  });
}

test('a time in seconds is one near the other, and near the builds where their time is known', () => {
  assert.equal(blamed('at 1764434101.', 'at 1764434999.'), 'time: 1764434101 | 1764434999');
  assert.equal(blamed('at 1764434101000.', 'at 1764434999000.'), 'time: 1764434101000 | 1764434999000');
  assert.equal(blamed('at 1111111111.', 'at 1764434999.'), undefined);
  const times = { a: [1_900_000_000], b: [1_900_086_400] };
  assert.equal(blamed('at 1764434101.', 'at 1764434999.', { times }), undefined);
  assert.equal(blamed('at 1900000001.', 'at 1900086402.', { times }), 'time: 1900000001 | 1900086402');
});

test('what is known of the builds goes before what a text looks like', () => {
  const context = {
    paths: { a: ['/data/2026-01-01'], b: ['/data/2026-01-02'] },
    hosts: { a: ['n20260101'], b: ['n20260102'] },
  };
  assert.equal(
    blamed('in /data/2026-01-01/x', 'in /data/2026-01-02/x', context),
    'path: /data/2026-01-01 | /data/2026-01-02',
  );
  assert.equal(blamed('on n20260101', 'on n20260102', context), 'host: n20260101 | n20260102');
});

test('nothing is blamed for what only stands beside, or is a small part of what differs', () => {
  assert.equal(blamed('2026-01-01 one word', '2026-01-01 two words'), undefined);
  assert.equal(blamed('a different word', 'another word'), undefined);
  assert.equal(
    blamed('1234567890123456789012345678901234567890', '1234567890123456789012345678901234567891'),
    undefined,
  );
  assert.equal(blamed(`so much else ${'!'.repeat(40)}2026-01-01`, `${'?'.repeat(70)}`), undefined);
});

test('what is shown is on one line, escaped, and cut in its middle', () => {
  assert.equal(shownText('a\tb\n\u0000\u202e\\'), 'a\\tb\\n\\x00\\u202e\\\\');
  assert.equal(shownText('x'.repeat(500)).length, 80);
  assert.equal(shownBytes(Buffer.from('text')), 'text');
  assert.equal(shownBytes(Buffer.from([1, 2, 255])), '0x0102ff');
  assert.equal(shownBytes(Buffer.alloc(100)), `0x${'00'.repeat(24)}… (100 bytes)`);
  assert.equal(shownBytes(Buffer.alloc(0)), '');
});
