import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GoComparison, GoProgram } from '../../../src/report/go-versions/go-comparison.ts';
import { formatGoComparison } from '../../../src/report/go-versions/text.ts';
import { percentText, startsText, startText } from '../../../src/report/go-versions/words.ts';
import { inventedGoComparison, inventedProgram } from '../../support/invented-go-versions.ts';
import { validateReport } from '../../support/report-schema.ts';

/** The comparison with other programs for its one platform. */
function withPrograms(
  programs: readonly GoProgram[],
  more: { readonly compression?: string } = { compression: 'gzip:6' },
): GoComparison {
  const versions = programs.map(({ go }) => ({ asked: [go], go }));
  const platform = { os: 'linux', architecture: 'amd64' } as const;
  const platforms = [{ platform, ...more, programs }];
  return inventedGoComparison({
    versions,
    targets: [{ name: 'api', importPath: 'example.com/api', platforms }],
    notices: [],
  });
}

test('a version is a line of the table, with bars and with what differs below', () => {
  const found = inventedGoComparison();
  validateReport(found, 'goComparison');
  assert.equal(
    formatGoComparison(found),
    `api   linux/amd64
              with symbols  stripped   pulled          packed             start
  go1.26.8 *       6.3 MiB   4.2 MiB  1.8 MiB  1.8 MiB (42 %)  2.6 ms (2.5–2.8)
  go1.24.10   the go line of go.mod asks for Go 1.25, and go1.24.10 is older
  1.99.1      go1.99.1 cannot be had: no such version
  go1.27.1         6.8 MiB   4.5 MiB  2.0 MiB  1.9 MiB (42 %)  2.9 ms (2.8–3.1)

  * what the module asks for. Pulled: the layer of the stripped program
    (gzip:6). Packed: UPX 4.2.2 (nrv-7). Start: median and middle half of 3 runs
    in turns, runc 1.1.5; the halves overlap, so these runs tell no version from
    another.

stripped
  go1.26.8  █████████████████████████████▋     4.2 MiB
  go1.27.1  ████████████████████████████████   4.5 MiB    +8.1 %

pulled
  go1.26.8  █████████████████████████████▋     1.8 MiB
  go1.27.1  ████████████████████████████████   2.0 MiB    +8.1 %

what differs, against go1.26.8
  go1.27.1  code +10.0 %, pclntab +10.0 %, funcdata +10.0 %
            encoding/json/v2 +271 KiB
  GODEBUG settings that keep older behaviour, since the go line is older:
    go1.27.1 2

error E_TOOLCHAIN: go1.99.1 cannot be had: no such version
  there is 1.27.1

note: go1.24.10 is the newest on this machine
`,
  );
});

test('no line is wider than the window, but for those that say why', () => {
  for (const columns of [80, 100, 140]) {
    const long = formatGoComparison(inventedGoComparison(), { columns });
    const wide = long.split('\n').filter((line) => [...line].length > columns);
    assert.deepEqual(wide, []);
  }
});

test('what was not measured has no column, and is said with the reason: of all once, of some by name', () => {
  const { start: _, ...one } = inventedProgram('go1.26.8');
  const none = { kind: 'none', why: 'there is no UPX on PATH' } as const;
  const dies = { kind: 'none', why: 'it does not start: killed by SIGSEGV after 12 ms' } as const;
  const { start, ...other } = inventedProgram('go1.27.1', 1.1);
  const text = formatGoComparison(
    withPrograms(
      [
        { ...one, packed: none, start: dies },
        { ...other, packed: none, ...(start !== undefined && { start }) },
      ],
      {},
    ),
  ).replaceAll(/\n {2,}/g, ' ');
  assert.match(text, /Not packed: there is no UPX on PATH\. Start: median/);
  assert.match(
    text,
    /Start not measured with go1\.26\.8: it does not start: killed by SIGSEGV after 12 ms\./,
  );
  assert.match(text, /No image holds such a program, so nothing is pulled\./);
  assert.doesNotMatch(text, / packed /);
});

test('versions whose runs lie apart are told from one another', () => {
  const apart = formatGoComparison(
    withPrograms([inventedProgram('go1.26.8'), inventedProgram('go1.27.1', 2)]),
  );
  assert.match(apart, /runc 1\.1\.5\.$/m);
  assert.doesNotMatch(apart, /overlap/);
});

test('one version alone is told without bars and comparisons; none of a program is no table of numbers', () => {
  const alone = formatGoComparison(withPrograms([inventedProgram('go1.26.8')]));
  assert.doesNotMatch(alone, /█|what differs/);
  const error = {
    code: 'E_BUILD',
    message: 'api does not compile: exit status 1\nmain.go:1: no\n$ go build',
  } as const;
  const none = formatGoComparison(withPrograms([{ go: 'go1.26.8', error }]));
  assert.match(none, /^ {2}go1\.26\.8 {2}api does not compile: exit status 1$/m);
  assert.match(
    none,
    /^error E_BUILD: api does not compile: exit status 1\n {2}main\.go:1: no\n {2}\$ go build$/m,
  );
});

test('nothing from elsewhere steers the terminal', () => {
  const evil = '\x1b[31m\u202e::error::x\nnext';
  const text = formatGoComparison(
    inventedGoComparison({
      versions: [{ asked: [evil], error: { code: 'E_TOOLCHAIN', message: `no ${evil}` } }],
      targets: [
        {
          name: evil,
          importPath: evil,
          platforms: [
            {
              platform: { os: 'linux', architecture: 'amd64' },
              programs: [{ ...inventedProgram(evil), packages: [{ path: evil, before: 0, after: 9999 }] }],
            },
          ],
        },
      ],
      notices: [evil],
    }),
  );
  assert.doesNotMatch(text, /\x1b|\u202e|^::/m);
});

test('times have the unit that fits, and their spread shares it', () => {
  assert.deepEqual([0.00084, 0.0026, 0.0431, 0.9994, 1.25].map(startText), [
    '0.8 ms',
    '2.6 ms',
    '43 ms',
    '999 ms',
    '1.3 s',
  ]);
  assert.equal(startsText({ median: 0.0026, low: 0.0024, high: 0.0031 }), '2.6 ms (2.4–3.1)');
  assert.equal(startsText({ median: 1, low: 0.9, high: 1.25 }), '1.0 s (900 ms–1.3 s)');
  assert.deepEqual(
    [percentText(1000, 1021), percentText(1000, 979), percentText(1000, 1000), percentText(100, 250)],
    ['+2.1 %', '−2.1 %', '·', '+150 %'],
  );
});
