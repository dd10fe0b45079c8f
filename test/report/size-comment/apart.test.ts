import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatSizeComment } from '../../../src/report/size-comment/comment.ts';
import { dividedOf } from '../../../src/report/size-comment/divided.ts';
import { growth, sizedOf } from '../../../src/report/size-comment/sized.ts';
import type { ApartImage, ApartPart, SizeReport } from '../../../src/report/size-report.ts';
import { sizeLines } from '../../../src/report/size-text.ts';
import { styleOf } from '../../../src/report/style.ts';
import { type ApartStep, withApart } from '../../../src/stages/apart/apart-parts.ts';
import { readable } from '../../support/github-markdown.ts';
import { validateReport } from '../../support/report-schema.ts';
import { from, kib, mib, type SampleSizes, sampleImage, sampleReport } from '../../support/size-sample.ts';

const setting = (name: string, before: string, after: string, target = 'api') => ({
  target,
  name,
  before,
  after,
});
const newer = setting('go', 'go1.26.8', 'go1.27.1');
const flags = setting('linker flags', `sha256:${'ab'.repeat(32)}`, `sha256:${'cd'.repeat(32)}`);
const [amd64, arm64] = ['linux/amd64', 'linux/arm64'];

/** What a step makes of images that begin at eight mebibytes, on disk; two fifths of it to pull. */
const image = (before: number, after: number, platform = amd64, target = 'api'): ApartImage => ({
  target,
  platform,
  diskBytes: from(8 * mib + before * kib, 8 * mib + after * kib),
  pullBytes: from(Math.round((8 * mib + before * kib) * 0.4), Math.round((8 * mib + after * kib) * 0.4)),
});
const part = (what: ApartPart['what'], ...images: readonly ApartImage[]): ApartPart => ({
  what,
  images,
  unmeasured: [],
});
const grows = (bytes: number, platform = amd64) =>
  sampleImage(platform, from(8 * mib, 8 * mib + bytes * kib));

/** Why, as the comment says it, up to where packages begin. */
function why(sizes: SampleSizes): string {
  const report = sampleReport(sizes);
  validateReport(report.size, 'size');
  const [, text = ''] = /^\*\*Why:\*\* (.*)$/m.exec(readable(formatSizeComment(report))) ?? [];
  return text.replace(/ ?(?:No package changes|Which packages changed) .*$/, '');
}

function terminal(sizes: SampleSizes): string[] {
  return sizeLines(sampleReport(sizes).size, 80, styleOf(false));
}

describe('what is not the code’s', () => {
  it('is told in bytes, the most first, with what is left to the code', () => {
    const sizes = { targets: { api: [grows(73)] }, settings: [newer], apart: [part('go', image(0, 61))] };
    const said = 'Of it ▲ 61.0 KiB come from Go `go1.27.1` instead of `go1.26.8`, ▲ 12.0 KiB from the code.';
    assert.equal(why(sizes), said);
    assert.deepEqual(terminal(sizes).slice(2), [
      '  Of it ▲ 61.0 KiB come from Go go1.27.1 instead of go1.26.8, ▲ 12.0 KiB from',
      '    the code.',
    ]);
  });

  it('can be the other way than the code', () => {
    const apart = [part('go', image(0, -96)), part('settings', image(-96, -96))];
    assert.equal(
      why({
        targets: { api: [grows(20)] },
        settings: [newer, flags, setting('build tags', '', 'netgo')],
        apart,
      }),
      'Of it ▲ 116 KiB come from the code, ▼ 96.0 KiB from Go `go1.27.1` instead of `go1.26.8`, ' +
        '0 B from other linker flags, build tags `netgo` instead of none.',
    );
  });

  it('is said with its platform where there are several, which a table has all of', () => {
    const report = sampleReport({
      targets: { api: [grows(73), grows(50, arm64)] },
      settings: [newer],
      apart: [part('go', image(0, 61), image(0, 70, arm64))],
    });
    const text = readable(formatSizeComment(report)).replaceAll('\u00a0', ' ');
    assert.match(text, /Of linux\/amd64 ▲ 61\.0 KiB come from Go /);
    assert.match(text, /<summary>Settings<\/summary>/);
    const lines = text.split('\n').filter((line) => /^\| (\||api linux)/.test(line));
    assert.deepEqual(lines.slice(-3), [
      '| | Go | code and rest |',
      '| api linux/amd64 | ▲ 61.0 KiB, ▲ 24.4 KiB | ▲ 12.0 KiB, ▲ 4.8 KiB |',
      '| api linux/arm64 | ▲ 70.0 KiB, ▲ 28.0 KiB | ▼ 20.0 KiB, ▼ 8.0 KiB |',
    ]);
  });

  it('is said of each target, the one that changed most first, and names what is new to the reader', () => {
    const of = (target: string, ...changes: readonly (typeof newer)[]) =>
      changes.map((change) => ({ ...change, target }));
    const sizes = {
      targets: { api: [grows(60)], web: [grows(70)], job: [grows(50)] },
      settings: [...of('api', newer), ...of('web', newer), ...of('job', newer, flags)],
      apart: [
        part('go', image(0, 60), image(0, 50, amd64, 'web'), image(0, 50, amd64, 'job')),
        part('settings', image(50, 10, amd64, 'job')),
      ],
    };
    assert.equal(
      why(sizes),
      'Of web ▲ 50.0 KiB come from Go `go1.27.1` instead of `go1.26.8`, ▲ 20.0 KiB from the code. ' +
        'Of api ▲ 60.0 KiB come from Go, 0 B from the code. ' +
        'Of job ▲ 50.0 KiB come from Go, ▼ 40.0 KiB from other linker flags, ▲ 40.0 KiB from the code.',
    );
  });

  it('is told in bytes to pull where that alone shows it', () => {
    const smaller = { ...image(61, 61), pullBytes: from(90 * kib, 50 * kib) };
    const sizes = {
      targets: { api: [grows(73)] },
      settings: [newer, setting('compression', 'gzip:6', 'zstd:9')],
      apart: [part('go', image(0, 61)), part('settings', smaller)],
    };
    assert.match(
      why(sizes),
      /, 0 B \(▼ 40\.0 KiB to pull\) from compression `zstd:9` instead of `gzip:6`\.$/,
    );
  });

  it('names what could not be measured, and counts it with the code', () => {
    const unmeasured = [{ target: 'api', why: 'it does not compile' }];
    const go: ApartPart = { what: 'go', images: [], unmeasured };
    const sizes = { targets: { api: [grows(73)] }, settings: [newer, flags] };
    assert.equal(
      why({ ...sizes, apart: [go, part('settings', image(0, 61))] }),
      'Of it ▲ 61.0 KiB come from other linker flags, ▲ 12.0 KiB from the code and Go `go1.27.1` instead of `go1.26.8`. ' +
        'Not measured apart: it does not compile.',
    );
    const none = { ...sizes, apart: [go, { ...go, what: 'settings' as const }] };
    assert.equal(
      why(none),
      'Part of it may not be the code’s: go `go1.27.1` instead of `go1.26.8`, other linker flags. ' +
        'How much is not measured: it does not compile.',
    );
    assert.deepEqual(terminal(none).slice(2), [
      '  Part of it may not be the code’s: go go1.27.1 instead of go1.26.8, other',
      '    linker flags.',
      '  How much is not measured: it does not compile.',
    ]);
  });

  it('is said without bytes where nobody measured, in the terminal too', () => {
    const sizes = { targets: { api: [grows(73)] }, settings: [newer] };
    assert.equal(why(sizes), 'Part of it may not be the code’s: go `go1.27.1` instead of `go1.26.8`.');
    assert.deepEqual(terminal(sizes).slice(2), [
      '  Part of it may not be the code’s: go go1.27.1 instead of go1.26.8.',
    ]);
  });

  it('tells what building the same commit elsewhere makes, unless it is noise', () => {
    const sizes = (more: number): SampleSizes => ({
      targets: { api: [grows(73)] },
      settings: [newer],
      apart: [part('rebuilt', image(0, more)), part('go', image(more, 61 + more))],
    });
    assert.match(
      why(sizes(5)),
      /▲ 61\.0 KiB .*, ▲ 7\.0 KiB from the code, ▲ 5\.0 KiB from building the same commit here\.$/,
    );
    assert.match(why(sizes(0.5)), /▲ 61\.0 KiB .*, ▲ 11\.5 KiB from the code\.$/);
  });

  it('of a bare file is told by its length', () => {
    const { diskBytes: _, pullBytes: __, ...bare } = grows(73);
    const { diskBytes: fileBytes = from(0, 0), ...at } = image(0, 61);
    const apart = [part('go', { target: at.target, platform: at.platform, fileBytes })];
    const sizes = { targets: { api: [bare] }, settings: [newer], apart };
    assert.match(why(sizes), /^Of it ▲ 61\.0 KiB come from Go .*, ▲ 12\.0 KiB from the code\.$/);
  });
});

const bytes = fc.integer({ min: 1, max: 1 << 30 });
const step = fc.record({
  what: fc.constantFrom('rebuilt', 'go', 'settings'),
  images: fc.array(
    fc.record(
      {
        target: fc.constantFrom('api', 'web', 'nowhere'),
        platform: fc.constantFrom(amd64, arm64, 'linux/386'),
        diskBytes: bytes,
        pullBytes: bytes,
        fileBytes: bytes,
      },
      { requiredKeys: ['target', 'platform'] },
    ),
    { maxLength: 6 },
  ),
  unmeasured: fc.array(fc.record({ target: fc.constantFrom('api', 'nowhere'), why: fc.string() }), {
    maxLength: 2,
  }),
}) as fc.Arbitrary<ApartStep>;

describe('parts of a change', () => {
  it('add up to the whole with what is left to the code, whatever was measured', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 4 }), bytes, bytes, (steps, before, after) => {
        const { size } = sampleReport({
          targets: {
            api: [sampleImage(amd64, from(before, after))],
            web: [sampleImage(amd64, from(0, after))],
          },
          settings: [newer],
        });
        const whole: SizeReport = withApart(size, steps);
        for (const each of dividedOf(whole, sizedOf(whole))) {
          const disk = each.parts.reduce((sum, one) => sum + one.disk, each.rest.disk);
          assert.equal(disk, growth(each.disk));
          const pull = each.parts.reduce((sum, one) => sum + (one.pull ?? 0), each.rest.pull ?? 0);
          assert.equal(pull, each.pull && growth(each.pull));
          assert.equal(each.target, 'api');
        }
        // Each begins where the one before it ended.
        const images = whole.apart?.flatMap((one) => one.images) ?? [];
        const mine = images.filter(({ target, platform }) => target === 'api' && platform === amd64);
        assert.deepEqual(mine, images);
        for (const name of ['diskBytes', 'pullBytes', 'fileBytes'] as const) {
          const changes = mine.flatMap((one) => one[name] ?? []);
          const begun = whole.targets[0]?.images[0]?.[name]?.before;
          for (const [at, change] of changes.entries()) {
            assert.equal(change.before, at === 0 ? begun : changes[at - 1]?.after);
          }
        }
      }),
    );
  });
});
