import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WeighedImage } from '../../../src/report/before/model.ts';
import { beforeTables } from '../../../src/report/before/rows.ts';
import { beforeLines } from '../../../src/report/before/text.ts';
import { buildPage } from '../../../src/report/build-page/page.ts';
import { formatMarkdown } from '../../../src/report/markdown.ts';
import type { Report } from '../../../src/report/model.ts';
import { styleOf } from '../../../src/report/style.ts';
import { formatSummary } from '../../../src/report/summary.ts';
import { sha256 } from '../../../src/support/hashing.ts';
import { elementsOf, renderMarkdown, visibleText } from '../../support/github-markdown.ts';
import { plainReport } from '../../support/plain-report.ts';

const MiB = 1 << 20;
const weighed = (layers: number, diskBytes: number, pullBytes: number, files: number): WeighedImage => ({
  ...{ manifestDigest: sha256('x'), layers, diskBytes, pullBytes, files },
  findings: Array.from({ length: layers - 1 }, (_, at) => ({
    ...{ rule: `content/${at}`, severity: 'warn', count: 1 },
  })) as WeighedImage['findings'],
});

function reportOf(source = 'ghcr.io/acme/api:1.0', builtBy?: string): Report {
  const report = plainReport();
  const image = {
    platform: { os: 'linux', architecture: 'amd64' },
    before: weighed(5, 812 * MiB, 295 * MiB, 12345),
    after: weighed(1, 4 * MiB, 2 * MiB, 7),
    pull: { bytesPerSecond: 12_500_000, turns: [{ before: 24.9, after: 0.2 }], ratio: 124.5 },
  } as const;
  const before = { source, ...(builtBy !== undefined && { builtBy }), images: [image] };
  return { ...report, targets: report.targets.map((target) => ({ ...target, before })) };
}

test('on a terminal both sides stand beside each other', () => {
  const options = { columns: 80, style: styleOf(false) };
  const lines = beforeLines(beforeTables(reportOf().targets), options);
  assert.deepEqual(lines, [
    '  api linux/amd64 against ghcr.io/acme/api:1.0',
    '                          before         now',
    '  layers                       5           1     −80.0 %',
    '  on disk                812 MiB     4.0 MiB     −99.5 %',
    '  to pull                295 MiB     2.0 MiB     −99.3 %',
    '  files                    12345           7     −99.9 %',
    '  findings                     4           0      −100 %',
    '  pull at 12.5 MB/s       24.9 s       0.2 s     125 : 1',
    '  Pulls were measured in turns from a registry on this machine, slowed to that',
    '    rate: their ratio counts, not the seconds.',
  ]);
  assert.ok(formatSummary(reportOf()).includes(lines.join('\n')));
  assert.match(
    formatSummary(reportOf('/src/Dockerfile', 'podman')),
    /against \/src\/Dockerfile \(built by podman\)/,
  );
});

test('a summary of the action has the same as a table', () => {
  const seen = visibleText(renderMarkdown(formatMarkdown(reportOf()))).replaceAll(/\s+/g, ' ');
  assert.ok(seen.includes('to pull 295 MiB 2.0 MiB −99.3 %'), seen);
  assert.ok(seen.includes('pull at 12.5 MB/s 24.9 s 0.2 s 125 : 1'), seen);
});

test('names stay text, whatever they hold', () => {
  const markup = fc.constantFrom('</table><script>x</script>', '| a | **b**', '`x`', '@acme', '\x1b[31m');
  const name = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), markup);
  const plain = elementsOf(renderMarkdown(formatMarkdown(reportOf('plain'))));
  const tagsOf = (html: string): string[] => html.match(/<\/?[a-z0-9]+/g) ?? [];
  const plainTags = tagsOf(buildPage(reportOf('plain')));
  fc.assert(
    fc.property(name, (source) => {
      const report = reportOf(`x${source}`);
      assert.deepEqual(elementsOf(renderMarkdown(formatMarkdown(report))), plain);
      assert.deepEqual(tagsOf(buildPage(report)), plainTags);
      assert.doesNotMatch(formatSummary(report), /\x1b/);
    }),
    { numRuns: 60 },
  );
});
