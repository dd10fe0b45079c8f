import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PackReport, TargetReport } from '../../src/report/model.ts';
import { packLines, packTable, packTrialTable } from '../../src/report/pack-words.ts';
import { styleOf } from '../../src/report/style.ts';
import { sha256 } from '../../src/support/hashing.ts';
import { inventedTarget } from '../support/invented-build.ts';

const start = (median: number) => ({ median, least: median / 2, most: median * 2 });

const packed: PackReport = {
  decision: 'packed',
  reason: 'the file is 60.0 % smaller, the pulled layer 20.0 % smaller',
  setting: 'nrv-9',
  upx: '4.2.2',
  locked: false,
  packed: { bytes: 2 << 20, digest: sha256('packed') },
  measured: {
    disk: { unpacked: 5 << 20, packed: 2 << 20 },
    wire: { unpacked: 2_000_000, packed: 1_600_000 },
    run: {
      isolation: 'runc 1.1.5',
      emulated: false,
      runs: 5,
      startSeconds: { unpacked: start(0.003), packed: start(0.04) },
      memoryBytes: { unpacked: 5 << 20, packed: 6 << 20 },
    },
    trials: [
      { setting: 'nrv-9', bytes: 2 << 20, wireBytes: 1_600_000, seconds: 3.2 },
      { setting: 'lzma-7', refused: 'CantPackException: a | b' },
    ],
  },
};
const impossible: PackReport = {
  decision: 'impossible',
  reason: 'UPX packs no programs for linux/s390x',
  locked: true,
  measured: { disk: { unpacked: 5 << 20 }, trials: [] },
};

function targets(...packs: readonly (PackReport | undefined)[]): TargetReport[] {
  const names = ['linux/amd64', 'linux/s390x'].slice(0, packs.length);
  const target = inventedTarget({ images: Object.fromEntries(names.map((name) => [name, {}])) });
  const images = target.images.map((image, at) => {
    const pack = packs[at];
    return pack === undefined ? image : { ...image, pack };
  });
  return [{ ...target, images }];
}

describe('what is said of packing', () => {
  it('parts no number from its unit, however narrow the terminal', () => {
    for (let columns = 44; columns < 160; columns++) {
      const lines = packLines(targets(packed), columns, styleOf(false));
      assert.deepEqual(
        lines.filter((line) => /^ +(ms|[KM]iB|B)\b/.test(line)),
        [],
        String(columns),
      );
      assert.match(lines.join(' '), /start +3\.0 ms/);
    }
  });

  it('is the decision, every number and the reason, a few lines for each program', () => {
    assert.deepEqual(packLines(targets(packed, impossible), 200, styleOf(false)), [
      '  api linux/amd64: packed by nrv-9 of UPX 4.2.2',
      '    file 5.0 MiB → 2.0 MiB, layer 1.9 MiB → 1.5 MiB, start 3.0 ms (1.5–6.0) → 40 ms (20–80) (5 runs in runc 1.1.5), memory 5.0 MiB → 6.0 MiB',
      '    the file is 60.0 % smaller, the pulled layer 20.0 % smaller',
      '  api linux/s390x: cannot be packed, by slipway.lock',
      '    UPX packs no programs for linux/s390x',
    ]);
  });

  it('is nothing where nobody asked', () => {
    assert.deepEqual(packLines(targets(undefined), 80, styleOf(false)), []);
    assert.deepEqual([packTable(targets(undefined)), packTrialTable(targets(undefined))], [[], []]);
  });

  it('of a kept program says what comes nearest, of one that died that it is not packed', () => {
    const [kept] = packLines(targets({ ...packed, decision: 'kept' }), 80, styleOf(false));
    assert.equal(kept, '  api linux/amd64: not packed (best: nrv-9 of UPX 4.2.2)');
    const [reverted] = packLines(targets({ ...packed, decision: 'reverted' }), 80, styleOf(false));
    assert.equal(reverted, '  api linux/amd64: not packed: it does not run so');
  });

  it('fits into the width of the terminal, and nothing of a program is a command to it', () => {
    const reason = `it printed \u001b[2J and ${'much '.repeat(40)}`;
    const lines = packLines(targets({ ...packed, reason }), 60, styleOf(false));
    assert.ok(lines.length > 4);
    for (const line of lines) assert.ok(line.length <= 62 && !line.includes('\u001b'), line);
  });

  it('is a table in Markdown in which no text breaks a cell, and each trial one row', () => {
    const [, , row = ''] = packTable(targets(packed));
    assert.equal(row.split(' | ').length, 6);
    assert.match(row, /\*\*api\*\* linux\/amd64: packed by nrv-9/);
    const trials = packTrialTable(targets(packed));
    assert.match(trials[2] ?? '', /\| nrv-9 \| 2\.0 MiB \| 1\.5 MiB \| 3\.2 s \|$/);
    assert.doesNotMatch(trials[3] ?? '', /a \| b/);
  });
});
