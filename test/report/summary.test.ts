import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FileReport, ImageReport, Report, TargetReport } from '../../src/report/model.ts';
import { plainText } from '../../src/report/plain-text.ts';
import { type BuildRow, withEvent } from '../../src/report/rows.ts';
import { formatSummary } from '../../src/report/summary.ts';
import { parsePlatform } from '../../src/request/platform.ts';
import { sha256 } from '../../src/support/hashing.ts';
import type { Verdict } from '../../src/verify/verdict.ts';
import { sampleToolchain } from '../support/size-sample.ts';

const staticBase = {
  reference: 'static',
  source: 'golang.org/x/crypto/x509roots/fallback@v0.0.0-20261030153154-30a33513ff6d: 116 roots',
};

function executable(bytes: number): ImageReport['executable'] {
  return {
    path: '/usr/local/bin/x',
    bytes,
    digest: sha256('x'),
    goVersion: 'go1.26.8',
    linkage: 'static',
    stripped: true,
    trimpath: true,
  };
}

function image(platform: string, diskBytes: number, pullBytes: number): ImageReport {
  return {
    platform: parsePlatform(platform),
    manifestDigest: sha256('manifest'),
    configDigest: sha256('config'),
    diskBytes,
    pullBytes,
    executable: executable(diskBytes),
    layers: [],
  };
}

function file(platform: string, bytes: number): FileReport {
  return { platform: parsePlatform(platform), executable: executable(bytes) };
}

function target(name: string, change: Partial<TargetReport> = {}): TargetReport {
  return {
    name,
    importPath: `example.com/${name}`,
    base: staticBase,
    settings: { go: 'go1.26.8' },
    indexDigest: sha256(name),
    images: [image('linux/amd64', 5_976_883, 2_306_867), image('linux/arm64', 5_662_310, 2_097_152)],
    outputs: [`oci:out/${name}`],
    ...change,
  };
}

function verdict(check: string, change: Partial<Verdict> = {}): Verdict {
  return { check, subject: 'api (linux/amd64)', status: 'pass', severity: 'block', detail: '', ...change };
}

const good: readonly Verdict[] = [
  verdict('binary/machine'),
  verdict('binary/static'),
  verdict('binary/build-paths', { severity: 'warn' }),
  verdict('image/user'),
  ...Array.from({ length: 13 }, (_, index) => verdict(`image/check-${index}`)),
  verdict('layout/index'),
  verdict('layout/blobs', { status: 'skip', detail: 'not a folder' }),
];

function report(change: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    slipway: '0.1.0',
    outcome: 'pass',
    request: {
      source: '.',
      platforms: [],
      outputs: [],
      compression: 'gzip:6',
      compressor: 'gzip:6 (zlib 1)',
      vcsStamp: 'auto',
    },
    toolchain: sampleToolchain,
    base: staticBase,
    targets: [target('api'), target('worker')],
    seconds: 2.3,
    stages: [
      { name: 'build', seconds: 2, cache: 'miss' },
      { name: 'image', seconds: 0.3, cache: 'miss' },
    ],
    verdicts: good,
    notices: [],
    ...change,
  };
}

/** What progress saw: api was built, worker was not touched. */
function seenRows(): readonly BuildRow[] {
  let rows: readonly BuildRow[] = [];
  for (const [name, cached] of [
    ['api', false],
    ['worker', true],
  ] as const) {
    for (const architecture of ['amd64', 'arm64'] as const) {
      const at = { target: name, platform: { os: 'linux', architecture } } as const;
      if (!cached) rows = withEvent(rows, { kind: 'compile', ...at, step: 'compiling' }, 0);
      if (!cached)
        rows = withEvent(rows, { kind: 'compile', ...at, step: 'compiled', seconds: 1.4, linked: true }, 1);
      rows = withEvent(rows, { kind: 'image', ...at, seconds: 0.2, cached, diskBytes: 1, pullBytes: 1 }, 2);
    }
  }
  return rows;
}

describe('the summary of a run', () => {
  it('is the picture of a good run: rows, checks, digests and the time', () => {
    assert.equal(
      formatSummary(report(), { rows: seenRows() }),
      `slipway 0.1.0 · go1.26.8 (PATH) · base static 2026-10-30 · embedded

  api      linux/amd64   built 1.4 s   layer 0.2 s   5.7 MiB → 2.2 MiB pulled
           linux/arm64   built 1.4 s   layer 0.2 s   5.4 MiB → 2.0 MiB pulled
  worker   linux/amd64   unchanged                   5.7 MiB → 2.2 MiB pulled
           linux/arm64   unchanged                   5.4 MiB → 2.0 MiB pulled

  static ✓  no build paths ✓  non-root ✓  OCI 14/14 ✓  reproducible: not tried

  api      sha256:14c2…0479   out/api
  worker   sha256:87eb…9e6e   out/worker                                   2.3 s
`,
    );
  });

  it('leaves out what progress has printed already', () => {
    const text = formatSummary(report(), { rows: seenRows(), told: true });
    assert.ok(text.startsWith('\n  static ✓'), text);
    assert.ok(text.endsWith('2.3 s\n'));
  });

  it('knows the sizes also when nobody watched', () => {
    assert.match(formatSummary(report()), /^ {2}api {6}linux\/amd64 {3}5\.7 MiB → 2\.2 MiB pulled$/m);
  });

  it('tells a bare file by its own length, once for a platform that has an image too', () => {
    const bare = target('api', {
      images: [image('linux/amd64', 5_976_883, 2_306_867)],
      files: [file('linux/amd64', 5_000_000), file('darwin/arm64', 5_400_000)],
      outputs: ['oci:out/api', 'bin:out/files'],
    });
    const lines = formatSummary(report({ targets: [bare] })).split('\n');
    assert.deepEqual(lines.slice(2, 4), [
      '  api   linux/amd64    5.7 MiB → 2.2 MiB pulled',
      '        darwin/arm64   5.1 MiB',
    ]);
    assert.ok(lines.some((line) => line.includes('out/api, bin:out/files')));
  });

  it('names no base and no digest where only bare files were made', () => {
    const { indexDigest: _, ...rest } = target('api', { images: [], files: [file('wasip1/wasm', 2000)] });
    const text = formatSummary(report({ targets: [{ ...rest, outputs: ['bin:out'] }] }));
    assert.match(text, /^slipway 0\.1\.0 · go1\.26\.8 \(PATH\)$/m);
    assert.match(text, /^ {2}api {3}bin:out {5,}2\.3 s$/m);
  });

  it('names every base in use, each once', () => {
    const targets = [target('a'), target('b', { base: { reference: 'scratch' } }), target('c')];
    assert.match(formatSummary(report({ targets })), /· base static 2026-10-30, scratch · embedded/);
  });

  it('gives every base a line of its own where they are too long for one', () => {
    const names = ['a', 'b'].map((name) => `registry.example.com/bases/with-a-long-name/${name}:v1`);
    const targets = names.map((reference) => target(reference.slice(-4, -3), { base: { reference } }));
    const [header, ...lines] = formatSummary(report({ targets })).split('\n');
    assert.match(header ?? '', /^slipway .* · 2 bases · embedded$/);
    assert.deepEqual(lines.slice(0, 3), [...names.map((name) => `  ${name}`), '']);
  });

  it('names an image that is the base by the start and end of its digest, once', () => {
    const reference = 'gcr.io/distroless/static-debian13:nonroot';
    const digest = sha256('base');
    const short = `${digest.slice(0, 11)}…${digest.slice(-4)}`;
    for (const said of [reference, `${reference}@${digest}`]) {
      const targets = [target('a', { base: { reference: said, digest } })];
      const [header] = formatSummary(report({ targets })).split('\n');
      assert.ok(header?.endsWith(`· base ${reference} (${short}) · embedded`), header);
    }
  });

  it('says of an image whose base was never unpacked what is pulled, and no more', () => {
    const { diskBytes: _, ...rest } = image('linux/amd64', 1, 2_306_867);
    const text = formatSummary(report({ targets: [target('api', { images: [rest] })] }));
    assert.match(text, /^ {2}api {3}linux\/amd64 {3}– → 2\.2 MiB pulled$/m);
  });

  for (const columns of [120, 80, 60, 50]) {
    it(`fits into ${columns} columns`, () => {
      const lines = formatSummary(report(), { rows: seenRows(), columns }).split('\n').slice(1);
      const wide = lines.filter((line) => line.length > columns);
      assert.deepEqual(wide, []);
    });
  }

  it('says the same in colour', () => {
    const options = { rows: seenRows(), columns: 100 };
    const colored = formatSummary(report(), { ...options, color: true });
    assert.notEqual(colored, formatSummary(report(), options));
    assert.equal(plainText(colored), formatSummary(report(), options));
  });
});

describe('what did not pass', () => {
  const modified = { status: 'fail', severity: 'warn', detail: 'was built from a modified tree' } as const;
  const unstartable = verdict('binary/static', {
    status: 'fail',
    detail: 'cannot start on the base "static"\nit asks for the interpreter /lib/ld.so\ntry without cgo',
  });

  it('comes last and in full, with what to do, behind the warnings', () => {
    const verdicts = [
      unstartable,
      verdict('source/unmodified', modified),
      verdict('source/unmodified', { ...modified, subject: 'api (linux/arm64)' }),
      verdict('binary/stripped', { status: 'fail', severity: 'info', detail: 'keeps its symbol table' }),
      verdict('image/user'),
    ];
    const notices = ['the Go version is not pinned\ngo.mod asks for 1.24 or newer'];
    const text = formatSummary(report({ outcome: 'fail', verdicts, notices, targets: [target('api')] }));
    assert.equal(
      text.slice(text.indexOf('  static')),
      `  static ✗  non-root ✓  reproducible: not tried

  nothing was written                                                      2.3 s

note: the Go version is not pinned
  go.mod asks for 1.24 or newer

note: api (linux/amd64): keeps its symbol table (binary/stripped)

warning: api (linux/amd64, linux/arm64): was built from a modified tree (source/unmodified)

failed: api (linux/amd64): cannot start on the base "static" (binary/static)
  it asks for the interpreter /lib/ld.so
  try without cgo
`,
    );
  });

  it('shows in the line of checks how grave it is, and how many', () => {
    const line = (...verdicts: Verdict[]): string =>
      formatSummary(report({ verdicts }), { told: true }).split('\n')[1] ?? '';
    const failed = { status: 'fail', detail: 'x' } as const;
    assert.match(line(verdict('image/user', failed)), /non-root ✗/);
    assert.match(line(verdict('binary/build-paths', { ...failed, severity: 'warn' })), /no build paths !/);
    assert.match(line(verdict('image/a'), verdict('image/b', failed), verdict('image/b')), /OCI 1\/2 ✗/);
    assert.match(line(verdict('image/a'), verdict('image/b', { ...failed, severity: 'warn' })), /OCI 1\/2 !/);
    assert.match(line(verdict('binary/static', { status: 'skip' })), /static: not checked/);
    assert.match(line(verdict('reproduce/manifest')), /reproducible ✓/);
    assert.doesNotMatch(line(), /static|OCI|non-root/);
  });

  it('asks for approval in words', () => {
    const asks = verdict('size/growth', { status: 'fail', severity: 'approve', detail: 'grows by 5 %' });
    assert.match(
      formatSummary(report({ verdicts: [asks] })),
      /\nneeds approval: api \(linux\/amd64\): grows by 5 %/,
    );
  });

  it('cannot steer the terminal or the runner by what it quotes', () => {
    const detail = 'names a path\n::error file=x::\x1b]0;owned\x07 y';
    const text = formatSummary(
      report({ verdicts: [verdict('binary/build-paths', { status: 'fail', detail, subject: '::a\nb' })] }),
    );
    assert.doesNotMatch(text, /\x1b|\x07|^\s*::/m);
    assert.match(text, /failed: : :a b: names a path \(binary\/build-paths\)\n {2}: :error file=x:: y\n/);
  });
});
