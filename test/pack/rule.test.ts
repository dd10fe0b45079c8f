import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Decided, decide, type PackedCandidate } from '../../src/pack/decide.ts';
import { replay } from '../../src/pack/replay.ts';
import { ranked, tooLittle, veto } from '../../src/pack/rule.ts';
import { median, type Runs } from '../../src/pack/start.ts';
import { usualGain } from '../../src/request/pack-policy.ts';
import type { StartAnswer, StartMeasure } from '../../src/sandbox/measure-start.ts';

const usual = { minGain: usualGain, maxStartup: 0.05 };
const unpacked = { path: 'plain', bytes: 5_000_000, wireBytes: 2_000_000 };
const nrv: PackedCandidate = { path: 'nrv', setting: 'nrv-9', bytes: 2_000_000, wireBytes: 1_900_000 };
const lzma: PackedCandidate = { path: 'lzma', setting: 'lzma-7', bytes: 1_600_000, wireBytes: 1_590_000 };

function measure(startSeconds: readonly number[], more: Partial<StartMeasure> = {}): StartMeasure {
  return { isolation: 'runc', emulated: false, startSeconds, memoryBytes: 5_000_000, ...more };
}

/** Invented programs by path: how each starts, and how it ends when nobody stops it. */
function machine(
  starts: Readonly<Record<string, StartAnswer | number>>,
  ends: Readonly<Record<string, string>> = {},
): Runs & { readonly started: string[] } {
  const started: string[] = [];
  return {
    started,
    start: async (path, runs) => {
      started.push(path);
      const answer = starts[path] ?? 0.003;
      if (typeof answer !== 'number') return answer;
      return { kind: 'ran', measure: measure(Array.from({ length: runs }, () => answer)) };
    },
    end: async (path) => ({ kind: 'ran', end: ends[path] }),
  };
}

function decided(runs: Runs, mode: 'auto' | 'always' = 'auto', candidates = [nrv, lzma]): Promise<Decided> {
  return decide({ mode, policy: usual, unpacked, candidates }, runs);
}

describe('bytes decide what is worth running', () => {
  it('the smallest layer is the best, then the smallest file; equal ones are in one order always', () => {
    const twin: PackedCandidate = { ...lzma, setting: 'lzma-best' };
    const bare = [nrv, lzma].map((each) => ({ ...each, wireBytes: undefined }));
    for (const some of [
      [nrv, lzma, twin],
      [twin, lzma, nrv],
    ])
      assert.deepEqual(
        ranked(some).map(({ setting }) => setting),
        ['lzma-7', 'lzma-best', 'nrv-9'],
      );
    assert.deepEqual(
      ranked(bare).map(({ setting }) => setting),
      ['lzma-7', 'nrv-9'],
    );
  });

  it('both gains must be met, in percent or bytes; of a bare file the disk alone', () => {
    assert.equal(tooLittle(unpacked, nrv, usualGain), undefined, '5 % exactly is enough');
    const less = { ...nrv, wireBytes: 1_900_001 };
    assert.match(
      tooLittle(unpacked, less, usualGain) ?? '',
      /pulled layer would be 5\.0 % smaller.*5 % less/,
    );
    assert.equal(tooLittle(unpacked, { ...less, wireBytes: undefined }, usualGain), undefined);
    const bytes = { wire: { bytes: 0 }, disk: { bytes: 3_000_001 } };
    assert.match(tooLittle(unpacked, nrv, bytes) ?? '', /the file would be .*3000001 bytes less/);
    const larger = { ...nrv, wireBytes: 2_100_000 };
    assert.match(tooLittle(unpacked, larger, usualGain) ?? '', /5\.0 % larger/);
  });

  it('a program that gains too little is kept without being run, and the report says what it would have been', async () => {
    const runs = machine({});
    const answer = await decided(runs, 'auto', [{ ...nrv, wireBytes: 1_990_000 }]);
    assert.deepEqual([answer.decision, answer.setting, runs.started], ['kept', 'nrv-9', []]);
    assert.match(answer.reason, /0\.5 % smaller/);
  });
});

describe('runs may say no', () => {
  it('the best that saves enough is packed when it starts soon enough', async () => {
    const answer = await decided(machine({ lzma: 0.04 }));
    assert.deepEqual([answer.decision, answer.setting], ['packed', 'lzma-7']);
    assert.equal(answer.run?.startSeconds.packed.median, 0.04);
    assert.equal(answer.reason, 'the file is 68.0 % smaller, the pulled layer 20.5 % smaller');
  });

  it('where the best starts too late the next has its turn, and where all do it is kept', async () => {
    const next = await decided(machine({ lzma: 0.145, nrv: 0.04 }));
    assert.deepEqual([next.decision, next.setting], ['packed', 'nrv-9']);
    assert.match(next.reason, /; lzma-7: it starts 142 ms later, and --pack-max-startup allows 50 ms$/);
    const none = await decided(machine({ lzma: 0.145, nrv: 0.1 }));
    assert.deepEqual([none.decision, none.setting], ['kept', 'nrv-9'], 'the one that came nearest');
    assert.match(none.reason, /lzma-7: .*; nrv-9: it starts 97 ms later/);
  });

  it('both are started in turns, five times each, so that what else the machine does slows both', async () => {
    const runs = machine({});
    await decided(runs, 'auto', [lzma]);
    assert.deepEqual(runs.started, ['plain', ...Array.from({ length: 5 }, () => ['plain', 'lzma']).flat()]);
  });

  it('one slow run of five moves nothing', () => {
    assert.equal(median([0.003, 0.003, 9, 0.004, 0.003]), 0.003);
    const [before, after] = [measure([0.003, 0.003, 0.003]), measure([0.02, 5, 0.021])];
    assert.equal(veto(before, after, unpacked.bytes, usual), undefined);
  });

  it("times under qemu decide nothing, and the program's own failures still do", async () => {
    const slow = (seconds: number): StartAnswer => ({
      kind: 'ran',
      measure: measure([seconds], { emulated: true }),
    });
    const packed = await decided(machine({ plain: slow(0.1), lzma: slow(9) }));
    assert.equal(packed.decision, 'packed');
    assert.match(packed.reason, /run by qemu, whose times decide nothing$/);
    const dead: StartAnswer = { kind: 'failed', how: 'killed by SIGSEGV after 12 ms', output: [] };
    const reverted = await decided(machine({ plain: slow(0.1), lzma: dead, nrv: dead }));
    assert.equal(reverted.decision, 'reverted');
  });

  it('memory beyond what unpacking explains is a veto', () => {
    const before = measure([0.003]);
    const after = (memoryBytes: number) => measure([0.003], { memoryBytes });
    assert.equal(veto(before, after(12_000_000), unpacked.bytes, usual), undefined);
    assert.match(veto(before, after(80_000_000), unpacked.bytes, usual) ?? '', /71\.5 MiB more memory/);
  });

  it('a packed program that dies is reverted, also with always; the next setting is tried before', async () => {
    const dead: StartAnswer = { kind: 'failed', how: 'killed by SIGSEGV after 12 ms', output: [] };
    for (const mode of ['auto', 'always'] as const) {
      const all = await decided(machine({ nrv: dead, lzma: dead }), mode);
      assert.equal(all.decision, 'reverted');
      assert.match(all.reason, /lzma-7: packed it does not run: killed by SIGSEGV after 12 ms; nrv-9: /);
      const one = await decided(machine({ lzma: dead }), mode);
      assert.deepEqual([one.decision, one.setting], ['packed', 'nrv-9']);
    }
  });

  it('a packed program that comes to another end is reverted: it read its own file', async () => {
    const answer = await decided(machine({}, { lzma: 'exit status 2', nrv: 'exit status 2' }));
    assert.equal(answer.decision, 'reverted');
    assert.match(answer.reason, /comes to another end: exit status 2, where unpacked: it goes on/);
    const same = await decided(machine({}, { plain: 'exit status 1', lzma: 'exit status 1' }));
    assert.equal(same.decision, 'packed');
  });

  it('always packs what starts late and saves little', async () => {
    const answer = await decided(machine({ lzma: 3 }), 'always', [{ ...lzma, wireBytes: 2_100_000 }]);
    assert.deepEqual([answer.decision, answer.setting], ['packed', 'lzma-7']);
    assert.match(answer.reason, /5\.0 % larger/);
  });

  it('what cannot be run here is kept, and packed with always, which is said', async () => {
    const away: StartAnswer = { kind: 'not-run', why: 'there is no qemu for linux/arm64' };
    const kept = await decided(machine({ plain: away }));
    assert.deepEqual([kept.decision, kept.run, kept.unproved], ['kept', undefined, true]);
    assert.match(kept.reason, /cannot be run here: there is no qemu/);
    const packed = await decided(machine({ plain: away }), 'always');
    assert.equal(packed.decision, 'packed');
    assert.match(packed.reason, /nothing shows that it starts: it cannot be run here/);
  });

  it('a program that itself fails its contract is kept: nothing can be compared', async () => {
    const dead: StartAnswer = { kind: 'failed', how: 'exit status 1 after 3 ms', output: [] };
    const answer = await decided(machine({ plain: dead }));
    assert.equal(answer.decision, 'kept');
    assert.match(answer.reason, /the unpacked program itself fails its run: exit status 1/);
  });
});

describe('a decision that slipway.lock has', () => {
  it('is replayed without timing: one start of the packed file, however long it takes', async () => {
    const runs = machine({ lzma: 9 });
    const answer = await replay(unpacked, lzma, runs);
    assert.deepEqual([answer.decision, answer.run], ['packed', undefined]);
    assert.deepEqual(runs.started, ['lzma']);
  });

  it('is reverted where the packed file does not run any more', async () => {
    const dead: StartAnswer = { kind: 'failed', how: 'killed by SIGSEGV after 12 ms', output: [] };
    const answer = await replay(unpacked, lzma, machine({ lzma: dead }));
    assert.equal(answer.decision, 'reverted');
    assert.match(answer.reason, /slipway\.lock says packed, and packed it does not run/);
    const other = await replay(unpacked, lzma, machine({}, { lzma: 'exit status 2' }));
    assert.equal(other.decision, 'reverted');
  });

  it('holds where it cannot be run, so that the digest is the same there', async () => {
    const answer = await replay(unpacked, lzma, machine({ lzma: { kind: 'not-run', why: 'no qemu' } }));
    assert.equal(answer.decision, 'packed');
    assert.match(answer.reason, /not run here: no qemu$/);
  });
});
