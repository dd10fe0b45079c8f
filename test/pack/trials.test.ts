import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type Packed, type Trial, type TrialPorts, tryPacking } from '../../src/pack/trials.ts';
import { findUpx, type Upx } from '../../src/pack/upx.ts';
import { type Command, exec } from '../../src/support/exec.ts';
import { sha256File } from '../../src/support/hashing.ts';
import { shippedHello } from '../support/go-programs.ts';
import { packingPorts, upxOnPath } from '../support/packing.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks } from '../support/tools.ts';

interface Bench {
  readonly upx: Upx;
  readonly ports: TrialPorts;
  readonly input: Parameters<typeof tryPacking>[0];
  /** Arguments of UPX, run by run. */
  readonly runs: string[];
  readonly incoming: () => Promise<string[]>;
}

async function bench(t: TestContext, change: (command: Command) => Command = (same) => same): Promise<Bench> {
  const folder = await folderOf(t);
  const runs: string[] = [];
  const from = packingPorts(folder, await upxOnPath(folder));
  const { path } = shippedHello('linux', 'amd64');
  return {
    upx: await findUpx(from),
    ports: {
      ...{ store: from.store, signal: from.signal, seconds: () => 0, limit: (work) => work() },
      exec: (command) => {
        runs.push(command.args.slice(1, -4).join(' '));
        return exec(change(command));
      },
    },
    input: { path, ...(await sha256File(path)), isExact: true },
    runs,
    incoming: () => readdir(join(folder, 'cache', 'incoming')),
  };
}

function packed(trial: Trial | undefined): Packed {
  assert.equal(trial?.kind, 'packed', JSON.stringify(trial));
  return trial as Packed;
}

describe('a program is packed in several ways', { skip: lacks('upx') }, () => {
  it('once: the second time all comes from the store', async (t) => {
    const { upx, ports, input, runs, incoming } = await bench(t);
    const first = await tryPacking(input, ['nrv-1', 'lzma-7'], upx, ports);
    assert.deepEqual([first.cached, runs.toSorted()], [0, ['-1', '-7 --lzma', '-d', '-d']]);
    const second = await tryPacking(input, ['nrv-1', 'lzma-7'], upx, ports);
    assert.deepEqual([second.cached, runs.length, second.trials], [2, 4, first.trials]);
    const { path, digest, bytes } = packed(first.trials[0]);
    assert.deepEqual(await sha256File(path), { digest, bytes });
    assert.equal((await stat(path)).mode & 0o111, 0o111, 'it can be started where it lies');
    assert.deepEqual(await incoming(), []);
  });

  it('again by another UPX, of another file, and where what was kept is damaged', async (t) => {
    const { upx, ports, input, runs } = await bench(t);
    const { trials } = await tryPacking(input, ['nrv-1'], upx, ports);
    await tryPacking(input, ['nrv-1'], { ...upx, digest: `sha256:${'0'.repeat(64)}` }, ports);
    assert.equal(runs.length, 4, 'another program of the same version');
    const { path, digest } = packed(trials[0]);
    const bytes = await readFile(path);
    await writeFile(path, bytes.fill(0, 2000, 2010));
    const again = await tryPacking(input, ['nrv-1'], upx, ports);
    assert.deepEqual([again.cached, packed(again.trials[0]).digest], [0, digest]);
    assert.equal((await sha256File(path)).digest, digest);
  });

  it("is refused with UPX's reason, which is remembered too", async (t) => {
    const { upx, ports, runs } = await bench(t);
    const { path } = shippedHello('darwin', 'arm64');
    const input = { path, ...(await sha256File(path)), isExact: false };
    for (const cached of [0, 1]) {
      const answer = await tryPacking(input, ['nrv-1'], upx, ports);
      assert.equal(answer.cached, cached);
      assert.match(JSON.stringify(answer.trials), /CantPackException: macOS is currently not supported/);
    }
    assert.equal(runs.length, 1);
  });

  it('is refused where it does not unpack to what it was', async (t) => {
    // The planted fault packs another program than the one that was asked for.
    const other = shippedHello('linux', '386').path;
    const { upx, ports, input, incoming } = await bench(t, (command) =>
      command.args.includes('-d') ? command : { ...command, args: [...command.args.slice(0, -1), other] },
    );
    const { trials } = await tryPacking(input, ['nrv-1'], upx, ports);
    assert.match(JSON.stringify(trials), /"refused".*another file than the one that was packed/);
    assert.deepEqual(await incoming(), []);
  });

  it('leaves nothing where it is interrupted', async (t) => {
    const { upx, ports, input, incoming } = await bench(t);
    const stop = new AbortController();
    const stopped: TrialPorts = {
      ...ports,
      signal: stop.signal,
      exec: (command) => {
        const running = ports.exec(command);
        stop.abort(new Error('stopped'));
        return running;
      },
    };
    await assert.rejects(tryPacking(input, ['nrv-best', 'lzma-best'], upx, stopped), /stopped/);
    assert.deepEqual(await incoming(), []);
  });
});
