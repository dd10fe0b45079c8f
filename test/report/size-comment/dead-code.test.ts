import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImageComparison } from '../../../src/report/comparison.ts';
import { formatSizeComment } from '../../../src/report/size-comment/comment.ts';
import type { TargetExcess } from '../../../src/report/size-report.ts';
import { sizeLines } from '../../../src/report/size-text.ts';
import { styleOf } from '../../../src/report/style.ts';
import { deadCodeChange } from '../../../src/size/dead-code-change.ts';
import type { DeadCode } from '../../../src/size/reach/findings.ts';
import { readable } from '../../support/github-markdown.ts';
import { inventedBlocker, pruned, unpruned } from '../../support/invented-dead-code.ts';
import { from, kib, mib, type SampleSizes, sampleImage, sampleReport } from '../../support/size-sample.ts';

const templates = inventedBlocker();
const other = inventedBlocker({
  ...{ symbol: 'a.example/x.Do', package: 'a.example/x', bytes: 9 * kib },
  imports: ['example.com/shop/cmd/api', 'a.example/x'],
});

/** A platform on which a program grows as its methods become what they are. */
function imageOf(before: DeadCode, after: DeadCode, change: Partial<ImageComparison> = {}): ImageComparison {
  const deadCode = deadCodeChange(before, after);
  const packages = [{ path: 'net/http', ...from(400 * kib, 700 * kib) }];
  const disk = from(8 * mib, 9 * mib);
  return sampleImage('linux/amd64', disk, {
    packages,
    ...(deadCode !== undefined && { deadCode }),
    ...change,
  });
}

interface Told {
  readonly heading: string;
  readonly why: string;
  readonly way: string | undefined;
  readonly terminal: string;
}

function told(sizes: SampleSizes): Told {
  const report = sampleReport(sizes);
  const paragraphs = readable(formatSizeComment(report)).split('\n\n');
  const of = (name: string) =>
    paragraphs
      .find((text) => text.startsWith(`**${name}:**`))
      ?.slice(name.length + 5)
      .trim();
  return {
    heading: paragraphs[0] ?? '',
    why: of('Why') ?? '',
    way: of('To go on'),
    terminal: sizeLines(report.size, 100, styleOf(false)).join('\n'),
  };
}

const rest = '`net/http` grows by 300 KiB.';
const mail = { file: 'internal/mail/mail.go', line: 9 };

describe('methods that nothing calls, in the size comment', () => {
  it('are the first thing said where they are pruned no more: since when, by which imports, at which line, and what to do', () => {
    const hint = 'fmt.Sprintf does not need them';
    const { heading, why, way, terminal } = told({
      targets: { api: [imageOf(pruned, unpruned(inventedBlocker({ hint })))] },
      causes: [{ target: 'api', name: 'text/template', imports: mail }],
    });
    assert.equal(heading, '### 📦 Size: api grows 12.5 % (1.0 MiB), dead methods are no longer pruned');
    assert.equal(
      why,
      'Methods that nothing calls are no longer pruned, since `text/template.(*state).evalField` looks methods up by name ' +
        '(`cmd/api → internal/mail → text/template`, `internal/mail/mail.go:9`): ▲ 700 KiB. ' +
        `Instead: fmt.Sprintf does not need them. ${rest}`,
    );
    assert.equal(way, undefined);
    assert.match(
      terminal.replaceAll(/\n +/g, ' '),
      /no longer pruned, since text\/template\.\(\*state\)\.evalField looks methods up by name \(cmd\/api → internal\/mail → text\/template, internal\/mail\/mail\.go:9\): ▲ 700 KiB\. /,
    );
  });

  it('are counted with all that looks them up', () => {
    const many = unpruned(templates, other, inventedBlocker({ symbol: 'b.F' }));
    assert.match(
      told({ targets: { api: [imageOf(pruned, many)] } }).why,
      /since `text\/template\.\(\*state\)\.evalField` and 2 other functions look methods up by name \(`cmd\/api → internal\/mail → text\/template`\): ▲ 700 KiB\. /,
    );
  });

  it('are said to be pruned where they were not', () => {
    const { heading, why } = told({ targets: { api: [imageOf(unpruned(templates, other), pruned)] } });
    assert.match(heading, /, dead methods are pruned now$/);
    assert.equal(
      why,
      'Methods that nothing calls are pruned now, since `text/template.(*state).evalField` and 1 other function are gone: ' +
        `▼ 700 KiB. ${rest}`,
    );
  });

  it('are told of with one function more or less that looks them up, which is no news by itself', () => {
    const [more, less] = [
      imageOf(unpruned(templates), unpruned(templates, other)),
      imageOf(unpruned(templates, other), unpruned(templates)),
    ];
    assert.equal(
      told({ targets: { api: [more] } }).why,
      `\`a.example/x.Do\` (\`cmd/api → a.example/x\`) is another function for whose sake methods that nothing calls are kept. ${rest}`,
    );
    assert.equal(
      told({ targets: { api: [less] } }).why,
      `\`a.example/x.Do\` is gone; others still look methods up by name. ${rest}`,
    );
    const still = from(mib, mib);
    const quiet = sampleImage('linux/amd64', still, more.deadCode && { deadCode: more.deadCode });
    assert.match(told({ targets: { api: [quiet] } }).heading, /^📦 Size: unchanged · /);
  });

  it('are news where sizes did not change, which may well be', () => {
    const change = deadCodeChange(pruned, unpruned(templates));
    const image = sampleImage('linux/amd64', from(mib, mib), change && { deadCode: change });
    const { heading, why } = told({ targets: { api: [image] } });
    assert.match(heading, /^### .* stays as large as it was, dead methods are no longer pruned$/m);
    assert.match(why, /^Methods that nothing calls are no longer pruned/);
  });

  it('are told once for platforms and targets that change alike, by the dearest', () => {
    const dear = { ...unpruned(templates), pruningBytes: 800 * kib };
    const arm64 = imageOf(pruned, dear, { platform: 'linux/arm64' });
    const { why } = told({
      targets: {
        api: [imageOf(pruned, unpruned(templates)), arm64],
        web: [imageOf(pruned, unpruned(templates))],
        job: [sampleImage('linux/amd64', from(mib, mib))],
      },
    });
    assert.match(why, /^Methods that nothing calls are no longer pruned in api, web, since .*: ▲ 800 KiB\. /);
    assert.equal(why.match(/pruned/g)?.length, 1);
  });

  it('name the import to drop where they are what passes a limit, and nothing new is', () => {
    const image = imageOf(pruned, unpruned(templates));
    const excess = (change: Partial<TargetExcess>): TargetExcess => ({
      ...{
        target: 'api',
        platform: 'linux/amd64',
        measure: 'disk',
        name: '',
        rule: 'growth',
        gate: 'approve',
      },
      ...{ limit: { percent: 2 }, ...from(8 * mib, 9 * mib), ...change },
    });
    const way = (change: Partial<TargetExcess>): string | undefined =>
      told({
        targets: { api: [image] },
        causes: [{ target: 'api', name: 'text/template', imports: mail }],
        excesses: [excess(change)],
      }).way;
    const drop = 'drop the import: `internal/mail/mail.go:9`';
    assert.equal(way({}), `add the label \`size-approved\`, or ${drop}.`);
    const part = {
      measure: 'package',
      name: 'net/http',
      gate: 'block',
      ...from(400 * kib, 700 * kib),
    } as const;
    assert.match(way(part) ?? '', /^drop the import: `internal\/mail\/mail\.go:9`, or raise the limit/);
    // Of ten mebibytes they are not much.
    assert.equal(way(from(8 * mib, 18 * mib)), 'add the label `size-approved`.');
  });
});
