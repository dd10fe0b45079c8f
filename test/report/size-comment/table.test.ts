import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatSizeComment } from '../../../src/report/size-comment/comment.ts';
import { elementsOf, readable, renderMarkdown, visibleText } from '../../support/github-markdown.ts';
import { from, mib, sampleImage, sampleReport } from '../../support/size-sample.ts';

const at = (platform: string, before: number, after: number) =>
  sampleImage(platform, from(before * mib, after * mib));

/** The rows of the first table. */
function rows(targets: Parameters<typeof sampleReport>[0]['targets']): string[] {
  const [, table = ''] = readable(formatSizeComment(sampleReport({ targets }))).split('\n\n');
  return table.split('\n').slice(2);
}

test('what changed most stands first, with its change on disk and to pull; unchanged targets are folded to a row each', () => {
  const targets = {
    worker: [at('linux/amd64', 4, 4), at('linux/arm64', 5, 5)],
    cron: [at('linux/amd64', 3, 3)],
    api: [at('linux/amd64', 10, 10.5), at('linux/arm64', 10, 11)],
  };
  assert.deepEqual(rows(targets), [
    '| **api** linux/arm64 | 11.0 MiB | ▲ 1.0 MiB (10.0 %) | 4.4 MiB | ▲ 410 KiB (10.0 %) |',
    '| **api** linux/amd64 | 10.5 MiB | ▲ 512 KiB (5.0 %) | 4.2 MiB | ▲ 205 KiB (5.0 %) |',
    '| **worker** linux/amd64, linux/arm64 |  | unchanged |  |  |',
    '| **cron** linux/amd64 | 3.0 MiB | unchanged | 1.2 MiB |  |',
  ]);
});

test('what is new and what is gone have no percentage', () => {
  assert.deepEqual(rows({ api: [at('linux/amd64', 0, 4), at('linux/386', 2, 0)] }), [
    '| **api** linux/amd64 | 4.0 MiB | new | 1.6 MiB |  |',
    '| **api** linux/386 | ~~2.0 MiB~~ | gone | ~~819 KiB~~ |  |',
  ]);
});

test('a bare file has its length, and nothing to pull', () => {
  const { diskBytes: _, pullBytes: __, ...file } = at('windows/amd64', 8, 9);
  assert.deepEqual(rows({ api: [file] }), [
    '| **api** windows/amd64 | 9.0 MiB | ▲ 1.0 MiB (12.5 %) | – |  |',
  ]);
});

test('many unchanged targets are one row', () => {
  const others = Array.from({ length: 6 }, (_, index) => [`other-${index}`, [at('linux/amd64', 4, 4)]]);
  assert.deepEqual(rows({ api: [at('linux/amd64', 8, 9)], ...Object.fromEntries(others) }), [
    '| **api** linux/amd64 | 9.0 MiB | ▲ 1.0 MiB (12.5 %) | 3.6 MiB | ▲ 410 KiB (12.5 %) |',
    '| 6 other targets |  | unchanged |  |  |',
  ]);
});

test('line ends and pipes in a name leave the table as it is', () => {
  const name = 'a | b\n| c |\n\n### d `|` \\|';
  const markdown = formatSizeComment(sampleReport({ targets: { [name]: [at('linux/a|md\n64', 8, 9)] } }));
  const html = renderMarkdown(markdown);
  assert.deepEqual(elementsOf(html).filter(({ name: element }) => element === 'td').length, 5);
  assert.match(visibleText(html).replaceAll('\u200b', ''), /a \| b \| c \| ### d `\|` \\\| linux\/a\|md 64/);
});
