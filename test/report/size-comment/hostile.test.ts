import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatSizeComment, mostCharacters } from '../../../src/report/size-comment/comment.ts';
import { elementsOf, linkedLater, renderMarkdown } from '../../support/github-markdown.ts';
import { from, kib, mib, sampleImage, sampleReport } from '../../support/size-sample.ts';

/** A report in which everything that a repository, a registry or an artifact names is the text of `next`. */
function reportOf(next: () => string): ReturnType<typeof sampleReport> {
  const image = (disk = from(8 * mib, 9 * mib)) => {
    const name = next();
    return sampleImage(next(), disk, {
      modules: [
        { name, ...from(0, 90 * kib), versions: { after: next() }, retained: { after: mib } },
        { name: next(), ...from(90 * kib, 99 * kib), versions: { before: next(), after: next() } },
        { name: next(), ...from(90 * kib, 0), versions: { before: next() } },
      ],
      packages: [
        { path: next(), ...from(10 * kib, 90 * kib) },
        { path: next(), ...from(90 * kib, 10 * kib) },
      ],
      brought: [
        {
          name,
          kind: 'module',
          bytes: 90 * kib,
          ownBytes: 9,
          chain: [next(), next(), next()],
          modules: [next()],
          packages: [next()],
        },
      ],
      mainModule: next(),
      deadCode: {
        before: { pruned: true, pruningBytes: 0 },
        after: { pruned: false, pruningBytes: mib },
        came: [blocker(), blocker()],
        gone: [],
      },
    });
  };
  const blocker = () => ({
    ...{ symbol: next(), package: next(), bytes: mib, imports: [next(), next()], hint: next() },
  });
  const [target, other] = [next(), next()];
  const [first, ...more] = [image(), image(from(0, mib)), image(from(mib, 0)), image(from(mib, mib))];
  const name = first?.brought?.[0]?.name ?? '';
  return {
    ...sampleReport({
      targets: { [target]: [first, ...more].flatMap((one) => one ?? []), [other]: [image()] },
      baseline: { kind: 'registry', name: next(), commit: next() },
      settings: [
        { target, name: next(), before: next(), after: next() },
        { target: other, name: next(), before: next(), after: next() },
        { target: next(), name: next(), before: next(), after: next() },
      ],
      apart: [
        {
          what: 'settings',
          images:
            first === undefined
              ? []
              : [{ target, platform: first.platform, diskBytes: from(8 * mib, 9 * mib) }],
          unmeasured: [],
        },
        {
          what: 'go',
          images: [],
          unmeasured: [other, target].map((name) => ({ target: name, why: next() })),
        },
      ],
      causes: [
        { target, name, imports: { file: next(), line: 1 }, required: { file: next(), line: 2 } },
        { target: other, name: next(), imports: { file: next(), line: 1 } },
      ],
      excesses: (['disk', 'package'] as const).map((measure) => ({
        target,
        platform: next(),
        measure,
        name: measure === 'disk' ? '' : next(),
        rule: 'new',
        gate: 'block',
        limit: { bytes: 1 },
        ...from(0, 9 * mib),
      })),
      verdicts: [{ check: next(), subject: next(), status: 'fail', severity: 'block', detail: next() }],
      changes: [
        {
          ...{ check: next(), target, platform: next(), before: { status: 'pass' } },
          after: { status: 'fail', severity: 'block', detail: next() },
        },
        { check: next(), target: next(), before: { status: 'skip' }, after: { status: 'pass' } },
        { check: next(), before: { status: 'fail', severity: 'warn', detail: next() } },
      ],
    }),
    toolchain: { ...sampleReport({ targets: {} }).toolchain, go: next() },
  };
}

const address = 'https://github.com/acme/shop/actions/runs/1';
const link = `href="${address}"`;
/** Elements that Slipway itself writes, and what Markdown makes of its tables. */
const own = new Set(
  'h3 p table thead tbody tr th td strong code details summary ul li sub del'.split(' ').concat('a'),
);

function assertHarmless(report: ReturnType<typeof sampleReport>): void {
  const markdown = formatSizeComment(report, { address });
  assert.ok(markdown.length <= mostCharacters, `${markdown.length} characters`);
  const html = renderMarkdown(markdown);
  for (const { name, attributes } of elementsOf(html)) {
    assert.ok(own.has(name), `<${name} ${attributes}> in\n${markdown}`);
    const isOwn = name === 'a' ? attributes === link : /^(align="(left|right)")?$/.test(attributes);
    assert.ok(isOwn, `<${name} ${attributes}> in\n${markdown}`);
  }
  assert.equal(html.match(/<a /g)?.length, 1, markdown);
  assert.deepEqual(linkedLater(html), [], markdown);
  // A name that ended its cell, its row or its block would add some, or take some away.
  assert.deepEqual(shapeOf(html), ordinary);
}

/** How many elements of each kind there are. */
function shapeOf(html: string): Record<string, number> {
  const counts = Map.groupBy(elementsOf(html), ({ name }) => name);
  return Object.fromEntries([...counts].map(([name, found]) => [name, found.length]));
}

const ordinary = (() => {
  let count = 0;
  return shapeOf(
    renderMarkdown(
      formatSizeComment(
        reportOf(() => `n${count++}`),
        { address },
      ),
    ),
  );
})();

const attacks = [
  '@octocat',
  'a @github/owners b',
  'someone@example.com',
  'mailto:someone@example.com',
  'xmpp:a@b.example/c',
  'https://evil.example/x',
  'http://evil.example',
  'HTTPS://EVIL.EXAMPLE',
  'www.evil.example/x',
  'ftp://evil.example',
  '[text](https://evil.example)',
  '[text][1]\n\n[1]: https://evil.example',
  '![picture](https://evil.example/x.png)',
  '<https://evil.example>',
  '<a href="https://evil.example">x</a>',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '</code></details><h1>x</h1>',
  '<!-- ',
  '--> ',
  '<!-- slipway:comment -->',
  '#1 GH-1 acme/shop#2',
  '`code` ``more``',
  '**bold** _it_ ~~gone~~',
  '| a | b |\n|---|---|\n| c | d |',
  'a\n\n# heading\n\n- item\n1. item\n> quote\n\n---\n\n```js\nx\n```',
  'a\r\rb\u2028c\u2029d\u0085e',
  '&lt;script&gt; &#64;octocat &commat;octocat',
  '\\@octocat \\| \\<',
  ':tada: $x$ $$y$$',
  '\u202egnp.exe\u202c\u200b',
  '::error::x',
  '\x1b[31mred\x1b]8;;https://evil.example\x07x',
  '^[1]\n\n[^1]: note',
  '[ ] task',
  '\ud800 \udc00',
  '',
];

test('each trick in every place of the report is only text', () => {
  for (const attack of attacks.filter((text) => text !== '')) {
    let count = 0;
    assertHarmless(reportOf(() => `${attack}${count++}`));
  }
});

test('no text from a repository is markup, a mention, a link, HTML or an image, whatever it is', () => {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...attacks) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    {
      weight: 2,
      arbitrary: fc.string({ unit: fc.constantFrom(...'<>@`|[]()!\\&#:/.*_~-\n w'), maxLength: 12 }),
    },
  );
  const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 12 }), (texts) => {
      let count = 0;
      assertHarmless(
        reportOf(() => {
          const at = count++;
          // A number keeps names apart, as they are in a report.
          return `${at}n${texts[at % texts.length]}`;
        }),
      );
    }),
    { numRuns: 300 },
  );
});

test('names of any length leave the comment within what GitHub takes', () => {
  let count = 0;
  const text = formatSizeComment(
    reportOf(() => `${'@'.repeat(70_000)}${count++}`),
    { address },
  );
  assert.ok(text.length <= mostCharacters, `${text.length} characters`);
});
