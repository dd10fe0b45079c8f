import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImageComparison } from '../../../src/report/comparison.ts';
import { formatSizeComment } from '../../../src/report/size-comment/comment.ts';
import { readable } from '../../support/github-markdown.ts';
import {
  from,
  kib,
  metricsAdded,
  mib,
  type SampleSizes,
  sampleImage,
  sampleReport,
} from '../../support/size-sample.ts';

const main = 'example.com/shop/cmd/api';

function why(sizes: SampleSizes): string | undefined {
  return paragraph(sampleReport(sizes), 'Why');
}

function paragraph(report: ReturnType<typeof sampleReport>, name: string): string | undefined {
  const start = `**${name}:**`;
  const paragraphs = readable(formatSizeComment(report)).split('\n\n');
  return paragraphs
    .find((text) => text.startsWith(start))
    ?.slice(start.length)
    .trim();
}

/** Why one image grew by a mebibyte. */
function whyOf(change: Partial<ImageComparison>, more: Partial<SampleSizes> = {}): string | undefined {
  const image = sampleImage('linux/amd64', from(8 * mib, 9 * mib), change);
  return why({ targets: { api: [image] }, ...more });
}

const brings = (name: string, bytes: number): NonNullable<ImageComparison['brought']>[number] => ({
  name,
  kind: 'module',
  bytes,
  ownBytes: bytes,
  chain: [main, name],
  modules: [],
  packages: [],
});

describe('why a program grew', () => {
  it('is a new module with its version, what else it brings, its line in go.mod, and the imports that lead to it', () => {
    assert.equal(
      paragraph(metricsAdded(), 'Why'),
      '`github.com/prometheus/client_golang` v1.20.0 is new (`go.mod:14`) and brings 389 KiB with 2 other modules, ' +
        'the largest `google.golang.org/protobuf` (310 KiB): ' +
        '`cmd/api → internal/metrics → github.com/prometheus/client_golang/prometheus/promhttp`. ' +
        'Nothing else changes by more than 8 KiB.',
    );
  });

  it('is what a new module keeps alive, where that is known, and how much of it is another module', () => {
    const keeping = (retainedBytes: number): string | undefined => {
      const report = metricsAdded();
      const targets = report.size.targets.map(({ images, ...target }) => ({
        ...target,
        images: images.map(({ brought = [], ...image }) => ({
          ...image,
          brought: brought.map((one) => ({ ...one, retainedBytes })),
        })),
      }));
      return paragraph({ ...report, size: { ...report.size, targets } }, 'Why');
    };
    const start = '`github.com/prometheus/client_golang` v1.20.0 is new (`go.mod:14`) and keeps';
    const way = '`cmd/api → internal/metrics → github.com/prometheus/client_golang/prometheus/promhttp`';
    assert.equal(
      keeping(389 * kib),
      `${start} 389 KiB alive, 310 KiB of it \`google.golang.org/protobuf\`: ${way}. Nothing else changes by more than 8 KiB.`,
    );
    // Something else keeps the other module as well.
    assert.match(
      keeping(80 * kib) ?? '',
      /keeps 80\.0 KiB alive with 2 other modules, the largest `google\.golang\.org\/protobuf` \(310 KiB\): /,
    );
  });

  it('is what another version keeps alive beside its own bytes, and what one that is gone kept', () => {
    const told = (before: number, after: number) =>
      whyOf({
        modules: [
          {
            ...{ name: 'a.example/x', ...from(100 * kib, 130 * kib) },
            versions: { before: 'v1.0.0', after: 'v1.2.0' },
            retained: { before: before * kib, after: after * kib },
          },
          { name: 'b.example/y', ...from(100 * kib, 0), retained: { before: 389 * kib } },
        ],
        packages: [{ path: 'a.example/x', ...from(100 * kib, 130 * kib) }],
      });
    const gone = '`b.example/y` is gone, which kept 389 KiB alive. Nothing else changes by more than 8 KiB.';
    const moved = '`a.example/x` moves from v1.0.0 to v1.2.0 and grows by 30.0 KiB';
    assert.equal(told(100, 500), `${moved} and keeps 400 KiB more alive. ${gone}`);
    assert.equal(told(500, 100), `${moved} and keeps 400 KiB less alive. ${gone}`);
    // Its own bytes say as much.
    assert.equal(told(110, 142), `${moved}. ${gone}`);
  });

  it('names the importing line once: here, unless the way out is to drop it', () => {
    const report = metricsAdded();
    const line = 'internal/metrics/server.go:9';
    assert.ok(!paragraph(report, 'Why')?.includes(line));
    assert.equal(
      paragraph(report, 'To go on'),
      `add the label \`size-approved\`, or drop the import: \`${line}\`.`,
    );
    const free = { ...report, size: { ...report.size, excesses: [] } };
    assert.match(
      paragraph(free, 'Why') ?? '',
      /v1\.20\.0 is new \(`go\.mod:14`, imported at `internal\/metrics\/server\.go:9`\)/,
    );
    assert.equal(paragraph(free, 'To go on'), undefined);
  });

  it('is the two imports that bring most, and the sum of the others', () => {
    const brought = ['a', 'b', 'c', 'd'].map((name, at) => brings(`${name}.example/x`, (40 - at) * kib));
    const packages = brought.map(({ name, bytes }) => ({ path: name, ...from(0, bytes) }));
    assert.equal(
      whyOf({ brought, packages }),
      '`a.example/x` is new and brings 40.0 KiB: `cmd/api → a.example/x`. ' +
        '`b.example/x` is new and brings 39.0 KiB: `cmd/api → b.example/x`. ' +
        '2 other imports bring 75.0 KiB. Nothing else changes by more than 8 KiB.',
    );
  });

  it('is a module of another version than before', () => {
    assert.equal(
      whyOf({
        modules: [
          {
            name: 'a.example/x',
            ...from(100 * kib, 130 * kib),
            versions: { before: 'v1.0.0', after: 'v1.2.0' },
          },
          {
            name: 'b.example/y',
            ...from(90 * kib, 90 * kib + 3),
            versions: { before: 'v0.0.0-20260102030405-0123456789ab', after: 'v0.1.0' },
          },
        ],
        packages: [{ path: 'a.example/x/deep', ...from(100 * kib, 130 * kib) }],
      }),
      '`a.example/x` moves from v1.0.0 to v1.2.0 and grows by 30.0 KiB. ' +
        '`b.example/y` moves from v0.0.0-20260102-0123456 to v0.1.0 and stays as large as it was. ' +
        'Nothing else changes by more than 8 KiB.',
    );
  });

  it('is a module that is gone', () => {
    assert.equal(
      whyOf({
        modules: [{ name: 'a.example/x', ...from(100 * kib, 0), versions: { before: 'v1.0.0' } }],
        packages: [{ path: 'a.example/x', ...from(100 * kib, 0) }],
      }),
      '`a.example/x` v1.0.0 is gone, which had 100 KiB. Nothing else changes by more than 8 KiB.',
    );
  });

  for (const [before, after] of [
    ['github.com/a/b', 'github.com/a/b/v2'],
    ['github.com/a/b/v2', 'github.com/a/b/v10'],
    ['gopkg.in/yaml.v2', 'gopkg.in/yaml.v3'],
  ] as const) {
    it(`is ${after}, told as what takes the place of ${before}`, () => {
      const told = whyOf(
        {
          modules: [
            { name: after, ...from(0, 130 * kib), formerName: before, versions: { after: 'v9.1.0' } },
            { name: before, ...from(100 * kib, 0), versions: { before: 'v9.0.1' } },
          ],
          packages: [
            { path: after, ...from(0, 130 * kib) },
            { path: before, ...from(100 * kib, 0) },
          ],
          brought: [brings(after, 130 * kib)],
        },
        { causes: [{ target: 'api', name: after, required: { file: 'go.mod', line: 7 } }] },
      );
      assert.equal(
        told,
        `\`${after}\` v9.1.0 takes the place of \`${before}\` v9.0.1 (\`go.mod:7\`): 130 KiB instead of 100 KiB. ` +
          'Nothing else changes by more than 8 KiB.',
      );
    });
  }

  it('tells what another major version brings beside itself', () => {
    const told = whyOf({
      modules: [
        { name: 'github.com/a/b/v2', ...from(0, 130 * kib), formerName: 'github.com/a/b' },
        { name: 'github.com/a/b', ...from(100 * kib, 0) },
        { name: 'c.example/d', ...from(0, 40 * kib) },
      ],
      packages: [{ path: 'c.example/d', ...from(0, 40 * kib) }],
      brought: [
        {
          ...brings('github.com/a/b/v2', 170 * kib),
          ownBytes: 130 * kib,
          modules: ['c.example/d'],
        },
      ],
    });
    assert.equal(
      told,
      '`github.com/a/b/v2` takes the place of `github.com/a/b`: 130 KiB instead of 100 KiB, ' +
        'and it brings 40.0 KiB more with `c.example/d` (40.0 KiB). Nothing else changes by more than 8 KiB.',
    );
  });

  it('is no other major version where both are there', () => {
    const told = whyOf({
      modules: [{ name: 'github.com/a/b/v2', ...from(0, 130 * kib), versions: { after: 'v2.0.0' } }],
      brought: [brings('github.com/a/b/v2', 130 * kib)],
    });
    assert.match(told ?? '', /^`github\.com\/a\/b\/v2` v2\.0\.0 is new and brings 130 KiB: /);
  });

  it('is code of one’s own, by its packages', () => {
    const grown = [30, 20, 12, 4].map((bytes, at) => ({
      path: `example.com/shop/internal/${'abcd'[at]}`,
      ...from(50 * kib, (50 + bytes) * kib),
    }));
    const shrunk = { path: 'net/http', ...from(50 * kib, 41 * kib) };
    assert.equal(
      whyOf({ packages: [...grown, shrunk] }),
      '`internal/a` grows by 30.0 KiB, `internal/b` by 20.0 KiB, `internal/c` by 12.0 KiB, 1 other package by 4.0 KiB; ' +
        '`net/http` shrinks by 9.0 KiB.',
    );
  });

  it('is nothing by name where no package changes by much', () => {
    const packages = [{ path: 'net/http', ...from(50 * kib, 57 * kib) }];
    assert.equal(whyOf({ packages }), 'No package changes by more than 8 KiB.');
  });

  it('is the base or an asset where the program is the same', () => {
    assert.equal(
      whyOf({ fileBytes: from(5 * mib, 5 * mib) }),
      'Files beside the program, such as the base and assets, grow by 1.0 MiB.',
    );
    assert.equal(whyOf({}), 'Which packages changed is not known.');
  });

  it('is not the code alone where Go, flags or the base are others', () => {
    const setting = (name: string, before: string, after: string) => ({ target: 'api', name, before, after });
    const [one, other] = [`sha256:${'ab'.repeat(32)}`, `sha256:${'cd'.repeat(32)}`];
    const report = sampleReport({
      targets: {
        api: [
          sampleImage('linux/amd64', from(8 * mib, 9 * mib), {
            packages: [{ path: 'runtime', ...from(600 * kib, 700 * kib) }],
          }),
        ],
      },
      settings: [
        setting('go', 'go1.25.4', 'go1.26.8'),
        setting('build tags', '', 'netgo'),
        setting('linker flags', one, other),
        setting('base', `static ${one}`, `static ${other}`),
        { ...setting('go', 'go1.25.4', 'go1.26.8'), target: 'web' },
      ],
    });
    assert.equal(
      paragraph(report, 'Why'),
      'Part of it may not be the code’s: go `go1.26.8` instead of `go1.25.4`, build tags `netgo` instead of none, ' +
        'other linker flags, base `static sha256:cdcdcdc` instead of `static sha256:abababa`. ' +
        '`runtime` grows by 100 KiB.',
    );
    assert.match(readable(formatSizeComment(report)), / · go1\.26\.8 · slipway/);
  });

  it('is a list where several targets change, which does not tell the same import twice', () => {
    const image = (bytes: number) =>
      sampleImage('linux/amd64', from(8 * mib, 8 * mib + bytes), {
        brought: [{ ...brings('a.example/x', bytes), chain: ['example.com/shop/cmd/web', 'a.example/x'] }],
        packages: [{ path: 'a.example/x', ...from(0, bytes) }],
      });
    assert.equal(
      why({ targets: { api: [image(40 * kib)], web: [image(50 * kib)] } }),
      [
        '- **web**: `a.example/x` is new and brings 50.0 KiB: `cmd/web → a.example/x`. Nothing else changes by more than 8 KiB.',
        '- **api**: `a.example/x` brings 40.0 KiB here too. Nothing else changes by more than 8 KiB.',
      ].join('\n'),
    );
  });
});

describe('why several targets grew', () => {
  const grown = (path: string, bytes: number) =>
    sampleImage('linux/amd64', from(8 * mib, 8 * mib + bytes), {
      packages: [{ path, ...from(50 * kib, 50 * kib + bytes) }],
    });

  it('is told once of those that changed alike', () => {
    const alike = Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [name, [grown('x.example', 20 * kib)]]),
    );
    assert.equal(why({ targets: alike }), '`x.example` grows by 20.0 KiB.');
    assert.equal(
      why({ targets: { ...alike, web: [grown('y.example', 30 * kib)] } }),
      [
        '- **web**: `y.example` grows by 30.0 KiB.',
        '- **a**, **b**, **c** and 1 more: `x.example` grows by 20.0 KiB.',
      ].join('\n'),
    );
  });

  it('begins with the one that passes its limit', () => {
    const told = why({
      targets: { web: [grown('y.example', 30 * kib)], api: [grown('x.example', 20 * kib)] },
      excesses: [
        {
          target: 'api',
          platform: 'linux/amd64',
          measure: 'package',
          name: 'x.example',
          rule: 'growth',
          gate: 'block',
          limit: { percent: 5 },
          ...from(50 * kib, 70 * kib),
        },
      ],
    });
    assert.match(told ?? '', /^- \*\*api\*\*: .*\n- \*\*web\*\*: /);
  });
});

describe('the way out', () => {
  const report = metricsAdded();
  const way = (change: Partial<(typeof report.size.excesses)[number]>): string | undefined =>
    paragraph(
      {
        ...report,
        size: { ...report.size, excesses: report.size.excesses.map((each) => ({ ...each, ...change })) },
      },
      'To go on',
    );
  const raise = 'or raise the limit in the `budget` of slipway.yaml, in a pull request of its own.';

  it('of what is refused is to do without the import, or to raise the limit', () => {
    assert.equal(way({ gate: 'block' }), `drop the import: \`internal/metrics/server.go:9\`, ${raise}`);
  });

  it('blames an import only for what comes with it', () => {
    const part = { measure: 'package', rule: 'new', gate: 'block' } as const;
    assert.match(way({ ...part, name: 'google.golang.org/protobuf/internal/impl' }) ?? '', /server\.go:9/);
    assert.equal(way({ ...part, rule: 'growth', name: 'net/http' }), `make it smaller, ${raise}`);
    assert.equal(way({ gate: 'block', after: 40 * mib }), `make it smaller, ${raise}`);
    assert.equal(way({ gate: 'approve', rule: 'max' }), 'add the label `size-approved`.');
  });

  it('is not needed where a limit is only to warn', () => {
    assert.equal(way({ gate: 'warn' }), undefined);
  });
});
