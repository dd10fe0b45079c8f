import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Difference } from '../../../src/difference/difference.ts';
import type { Reproduction } from '../../../src/report/reproduction/reproduction.ts';
import { formatReproduction } from '../../../src/report/reproduction/text.ts';
import { reproduceVerdicts } from '../../../src/stages/reproduce/reproduce-verdicts.ts';
import type { Digest } from '../../../src/support/hashing.ts';
import { outcomeOf } from '../../../src/verify/verdict.ts';
import { validateReport } from '../../support/report-schema.ts';

const digest = (letter: string): Digest => `sha256:${letter.repeat(64)}`;

const time: Difference = {
  kind: 'string',
  place: 'linux/arm64, layer 2, usr/local/bin/api, .rodata, main.built',
  offset: { a: 3_518_286, b: 3_518_286 },
  bytes: 10,
  a: '1795970519',
  b: '1795970534',
  cause: { kind: 'time', detail: 'a time in seconds since 1970' },
};
const buildId: Difference = {
  kind: 'section',
  place: "linux/arm64, layer 2, usr/local/bin/api, .note.go.buildid, Go's build ID",
  a: 'x',
  b: 'y',
  cause: { kind: 'build-id', detail: 'it differs because something else does' },
};

/** Two platforms, the second of which has these differences. */
function reproduction(differences: readonly Difference[]): Reproduction {
  const equal = differences.length === 0;
  const sides = { a: 'here', b: 'elsewhere' };
  const targets: Reproduction['targets'] = [
    {
      name: 'api',
      index: { a: digest('1'), b: digest(equal ? '1' : '2'), equal, differences: [] },
      images: [
        {
          platform: 'linux/amd64',
          manifestDigest: { a: digest('a'), b: digest('a') },
          equal: true,
          differences: [],
        },
        {
          platform: 'linux/arm64',
          manifestDigest: { a: digest('b'), b: digest(equal ? 'b' : 'c') },
          equal,
          differences,
        },
      ],
      files: [],
    },
  ];
  const verdicts = reproduceVerdicts({ sides, targets });
  return {
    subject: './api',
    slipway: '0.1.0',
    go: 'go1.26.8',
    outcome: outcomeOf(verdicts),
    sides,
    builds: [
      { name: 'here', folder: 'own', varied: { caches: 'empty' }, seconds: 4.1 },
      {
        name: 'elsewhere',
        folder: 'copy',
        varied: { folder: 'a copy', caches: 'empty', home: 'another', umask: '0027' },
        seconds: 5.25,
      },
    ],
    shared: { modules: 'the module cache' },
    targets,
    verdicts,
    notices: ['a note'],
  };
}

/** Without its first line, which has the version. */
function textOf(found: Reproduction, columns?: number): string {
  validateReport(found, 'reproduction');
  return formatReproduction(found, columns === undefined ? {} : { columns })
    .split('\n')
    .slice(2)
    .join('\n');
}

test('what is the same is a line for each platform', () => {
  assert.equal(
    textOf(reproduction([])),
    `  here        built from nothing in 4.1 s
  elsewhere   built from nothing in 5.3 s, with another folder, home, umask

  api   linux/amd64   same   sha256:aaaa…aaaa
        linux/arm64   same   sha256:bbbb…bbbb

note: a note

  reproducible ✓ 3/3   9.3 s
`,
  );
});

test('what differs stands beneath its line: place, both sides, cause, and once what to do', () => {
  const other = { ...time, place: 'linux/arm64, config, created', a: '', b: '2026' };
  const { offset: _, bytes: __, ...document } = other;
  assert.equal(
    textOf(reproduction([time, document, buildId])).split('\n\n')[1],
    `  api   linux/amd64   same      sha256:aaaa…aaaa
        linux/arm64   differs   sha256:bbbb…bbbb → sha256:cccc…cccc
      layer 2, usr/local/bin/api, .rodata, main.built (10 bytes at byte 3518286)
        here       1795970519
        elsewhere  1795970534
        time: a time in seconds since 1970
        → stamp the commit's time instead: --ldflags '-X main.built={{date}}';
            in C leave __DATE__ and __TIME__ out (-Werror=date-time finds them)
      config, created
        here       –
        elsewhere  2026
        time: a time in seconds since 1970
      layer 2, usr/local/bin/api, .note.go.buildid, Go's build ID: it differs because something else does`,
  );
});

test('a time that an image itself has comes from SOURCE_DATE_EPOCH', () => {
  const header: Difference = { ...time, kind: 'header', place: 'linux/arm64, layer 1, etc/passwd, mtime' };
  assert.match(
    textOf(reproduction([header])),
    /→ build both with the same SOURCE_DATE_EPOCH, or both without$/m,
  );
});

test('of many differences the first are told, and how many there are more; a verdict tells fewer', () => {
  const many = Array.from({ length: 20 }, (_, at) => ({ ...time, place: `linux/arm64, place ${at}` }));
  const found = reproduction(many);
  const text = textOf(found);
  assert.match(text, /place 11 /);
  assert.doesNotMatch(text, /place 12 /);
  assert.match(text, /and 8 more, which --json and --report tell/);
  assert.match(text, /reproducible ✗ 1\/2/);
  const failed = found.verdicts.find(({ status }) => status === 'fail');
  assert.equal(failed?.subject, 'api (linux/arm64)');
  assert.match(failed?.detail ?? '', /\nplace 3 [\s\S]*\nand 16 more/);
});

test('an index that alone differs is a verdict of its own, and a missing side is said', () => {
  const sides = { a: 'before', b: 'now' };
  const index = { a: digest('1'), b: digest('2'), equal: false, differences: [] };
  const image = { platform: 'linux/amd64', equal: true, differences: [] };
  const [, last] = reproduceVerdicts({
    sides,
    targets: [{ name: 'api', index, images: [{ ...image, manifestDigest: { a: digest('a') } }], files: [] }],
  });
  assert.deepEqual([last?.check, last?.subject, last?.status], ['reproduce/index', 'api', 'fail']);
  const [missing] = reproduceVerdicts({
    sides,
    targets: [
      {
        name: 'api',
        images: [],
        files: [{ platform: 'linux/amd64', digest: { b: digest('a') }, equal: false, differences: [] }],
      },
    ],
  });
  assert.equal(missing?.detail, `is not there before, and ${digest('a')} now`);
});
