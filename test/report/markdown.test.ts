import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatMarkdown, formatMarkdownError } from '../../src/report/markdown.ts';
import { markdownBlock, markdownCode, markdownText } from '../../src/report/markdown-text.ts';
import type { Report, TargetReport } from '../../src/report/model.ts';
import { SlipwayError } from '../../src/support/errors.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { elementsOf, linkedLater, renderMarkdown, visibleText } from '../support/github-markdown.ts';

const digest = sha256(Buffer.from('x'));

function target(name: string, change: Partial<TargetReport> = {}): TargetReport {
  const executable = {
    path: `/usr/local/bin/${name}`,
    bytes: 6_000_000,
    digest,
    goVersion: 'go1.26.8',
    linkage: 'static',
    stripped: true,
    trimpath: true,
  } as const;
  return {
    name,
    importPath: `example.com/${name}`,
    base: { reference: 'static', digest },
    settings: { go: 'go1.26.8' },
    indexDigest: digest,
    indexBytes: 600,
    images: (['amd64', 'arm64'] as const).map((architecture) => ({
      platform: { os: 'linux', architecture },
      manifestDigest: digest,
      configDigest: digest,
      diskBytes: 6_200_000,
      pullBytes: 2_400_000,
      executable,
      layers: [
        {
          kind: 'binary',
          mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
          digest,
          diffId: digest,
          compressedBytes: 2_300_000,
          uncompressedBytes: 6_100_000,
        },
      ],
    })),
    outputs: ['oci:/tmp/layout'],
    ...change,
  };
}

function report(change: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    slipway: '1.2.3',
    outcome: 'pass',
    request: {
      source: '/src',
      platforms: ['linux/amd64'],
      outputs: [],
      compression: 'gzip:6',
      compressor: 'zlib',
      vcsStamp: 'auto',
    },
    toolchain: {
      go: 'go1.26.8',
      source: 'PATH',
      askedBy: 'go.mod go line',
      pinned: true,
      environment: {},
      overruled: [],
    },
    base: { reference: 'static' },
    targets: [target('api')],
    seconds: 1.4,
    stages: [{ name: 'build', seconds: 1.4, cache: 'miss' }],
    verdicts: [{ check: 'binary/static', subject: 'api', status: 'pass', severity: 'block', detail: '' }],
    notices: [],
    ...change,
  };
}

test('the heading is the verdict, the table says what each platform weighs, and where it is stands below', () => {
  const rows = [
    {
      target: 'api',
      platform: { os: 'linux', architecture: 'amd64' } as const,
      compiled: { seconds: 1.4, linked: true },
    },
  ];
  const publication = {
    repository: 'ghcr.io/acme/api',
    digest,
    tags: ['1.2.3', '1'],
    references: [`ghcr.io/acme/api@${digest}`, 'ghcr.io/acme/api:1.2.3', 'ghcr.io/acme/api:1'],
    uploadedBytes: 1,
    blobs: { uploaded: 1, mounted: 0, existing: 0 },
  };
  const text = formatMarkdown(report({ targets: [target('api', { publications: [publication] })] }), {
    rows,
    about: 'tag v1.2.3',
  });
  assert.deepEqual(text.split('\n').slice(0, 8), [
    '### 📦 api: built, verified and pushed',
    '',
    '| | on disk | pulled | |',
    '|---|--:|--:|---|',
    '| **api** linux/amd64 | 5.9 MiB | 2.3 MiB | built 1.4 s |',
    '| **api** linux/arm64 | 5.9 MiB | 2.3 MiB |  |',
    '',
    `→ <code>ghcr.io/acme/api&#64;${digest}</code> · <code>ghcr.io/acme/api:1.2.3</code> · <code>ghcr.io/acme/api:1</code>`,
  ]);
  assert.match(text, /<sub>tag v1\.2\.3 · slipway 1\.2\.3 · go1\.26\.8 &#40;PATH&#41; · base static/);
});

test('what was refused is the heading and is told in full', () => {
  const detail = 'asks for the interpreter /lib/ld.so, which the base does not have\nbecause cgo is on';
  const text = formatMarkdown(
    report({
      outcome: 'fail',
      verdicts: [
        { check: 'binary/static', subject: 'api (linux/amd64)', status: 'fail', severity: 'block', detail },
      ],
    }),
  );
  assert.match(text, /^### ❌ api: refused by binary\/static$/m);
  assert.match(text, /```text\nfailed: api \(linux\/amd64\): asks for .*\n {2}because cgo is on\n```/);
});

test('a run without an answer says what is wrong, where, and what to do', () => {
  const error = new SlipwayError('E_BUILD', 'api does not compile\nmain.go:4:2: undefined: x', {
    hint: 'fix it',
  });
  assert.match(
    formatMarkdownError(error, { about: 'branch main', address: 'https://github.com/a/b/actions/runs/1' }),
    /^### ❌ E_BUILD: api does not compile\n\n```text\nmain\.go:4:2: undefined: x\n```\n\n\*\*To go on:\*\* fix it\n\n<sub>\[branch main\]\(<https:\/\/github\.com\/a\/b\/actions\/runs\/1>\) · slipway/,
  );
});

test('a summary stays below what GitHub takes, however many targets there are', () => {
  const many = Array.from({ length: 4000 }, (_, at) => target(`service-with-a-long-name-${at}`));
  const text = formatMarkdown(report({ targets: many }));
  assert.ok(Buffer.byteLength(text) < 1024 * 1024);
  assert.match(text, /… the rest is in the log and in report\.json\n$/);
  const long = new SlipwayError('E_BUILD', `first\n${'x'.repeat(80)}\n`.repeat(40_000));
  assert.ok(Buffer.byteLength(formatMarkdownError(long)) < 1024 * 1024);
});

test('text from elsewhere is never markup', () => {
  const special = /[<>@`*_~[\]\\|#!&$]/;
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bare = markdownText(text).replaceAll(/&#\d+;/g, '');
      assert.ok(!special.test(bare) && !bare.includes('\n'));
      const code = markdownCode(text)
        .replace(/^<code>/, '')
        .replace(/<\/code>$/, '')
        .replaceAll(/&#\d+;/g, '');
      assert.ok(!special.test(code) && !code.includes('\n'));
      const [fence = '', ...lines] = markdownBlock(text);
      const close = lines.pop() ?? '';
      assert.equal(fence, `${close}text`);
      assert.ok(
        lines.every((line) => !line.includes(close)),
        'nothing in the block ends it',
      );
    }),
    { numRuns: 2000 },
  );
});

test('GitHub makes no link or mention of text from elsewhere, also where it reads references first', () => {
  const texts = [
    '@octocat',
    'a@b.example',
    'xmpp:a@b.example',
    'www.a.example',
    'https://a.example',
    '#1',
    'GH-1',
    ':tada:',
  ];
  for (const text of texts) {
    const html = renderMarkdown(`${markdownText(text)} ${markdownCode(text)}`);
    assert.deepEqual(linkedLater(html), [], text);
    assert.deepEqual([...new Set(elementsOf(html).map(({ name }) => name))], ['p', 'code'], text);
    assert.ok(
      linkedLater(`<p>${text}</p>`).length > 0 || renderMarkdown(text).includes('<a '),
      'it would else',
    );
  }
});

test('what people copy from code is as it was', () => {
  for (const text of [
    `ghcr.io/acme/api@${digest}`,
    'golang.org/x/crypto@v0.31.0',
    'cmd/api → internal/a:b',
  ]) {
    assert.equal(visibleText(renderMarkdown(markdownCode(text))), text);
  }
});
