import assert from 'node:assert/strict';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { estimatedSeconds, packSettings, settingsFor, trialBudget } from '../../src/pack/settings.ts';
import { findUpx, packFile, unpackFile } from '../../src/pack/upx.ts';
import { exec } from '../../src/support/exec.ts';
import { goProgram, shipped, shippedHello } from '../support/go-programs.ts';
import { packingPorts, upxOnPath } from '../support/packing.ts';
import { refusal } from '../support/refusal.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks } from '../support/tools.ts';

describe('the UPX that packs', { skip: lacks('upx') }, () => {
  it('is the one on PATH, with its version, and gets no options from the environment', async (t) => {
    const folder = await folderOf(t);
    const env = { ...(await upxOnPath(folder)), UPX: '--best', HOME: folder };
    const upx = await findUpx(packingPorts(folder, env));
    assert.match(upx.version, /^\d+\.\d+\.\d+/);
    assert.equal(upx.source, 'PATH');
    assert.equal(upx.env['UPX'], undefined);
    assert.equal(upx.env['HOME'], undefined);
  });

  it('is missed with the way to get it, and asked for by its version where a lock wants one', async (t) => {
    const folder = await folderOf(t);
    const none = await refusal(() => findUpx(packingPorts(folder, { PATH: folder })), 'E_TOOL');
    assert.match(`${none.message}\n${none.hint}`, /no UPX on PATH[\s\S]*upx-ucl/);
    const env = await upxOnPath(folder);
    const other = await refusal(() => findUpx(packingPorts(folder, env), '1.2.3'), 'E_TOOL');
    assert.match(other.message, /UPX 1\.2\.3 is wanted, and the UPX on PATH is \d/);
  });

  it('is refused where it is another program of that name', async (t) => {
    const folder = await folderOf(t);
    await writeFile(join(folder, 'upx'), '#!/bin/sh\necho something else\n');
    await chmod(join(folder, 'upx'), 0o755);
    const error = await refusal(() => findUpx(packingPorts(folder, { PATH: folder })), 'E_TOOL');
    assert.match(error.message, /does not answer as UPX does/);
  });

  it('packs the same file to the same bytes by each setting, and unpacks them to what they were', async (t) => {
    const folder = await folderOf(t);
    const upx = await findUpx(packingPorts(folder, await upxOnPath(folder)));
    const { path } = shippedHello('linux', 'amd64');
    for (const setting of ['nrv-1', 'nrv-7', 'lzma-7'] as const) {
      const [first, second, back] = ['1', '2', 'back'].map((name) => join(folder, `${setting}.${name}`));
      assert.ok(first && second && back);
      for (const output of [first, second])
        assert.deepEqual(await packFile(upx, path, output, setting, { exec }), { kind: 'packed' });
      assert.deepEqual(await readFile(first), await readFile(second));
      assert.deepEqual(await unpackFile(upx, first, back, { exec }), { kind: 'packed' });
      assert.ok((await readFile(back)).equals(await readFile(path)), setting);
    }
  });

  it("hands on UPX's own reason, and leaves no file of what it refused", async (t) => {
    const folder = await folderOf(t);
    const upx = await findUpx(packingPorts(folder, await upxOnPath(folder)));
    const pie = goProgram({ source: 'hello', args: [...shipped, '-buildmode=pie'] }).path;
    const output = join(folder, 'out');
    const answer = await packFile(upx, pie, output, 'nrv-1', { exec });
    assert.deepEqual(answer, {
      kind: 'refused',
      why: 'CantPackException: bad DT_HASH nbucket=0x2  len=0x20',
    });
    await packFile(upx, shippedHello('linux', 'amd64').path, output, 'nrv-1', { exec });
    const again = await packFile(upx, output, join(folder, 'twice'), 'nrv-1', { exec });
    assert.deepEqual(again, { kind: 'refused', why: 'AlreadyPackedException' });
    assert.deepEqual((await readdir(folder)).sort(), ['bin', 'out']);
  });

  it('leaves nothing where it is interrupted', async (t) => {
    const folder = await folderOf(t);
    const upx = await findUpx(packingPorts(folder, await upxOnPath(folder)));
    const { path } = goProgram({ source: 'web', args: shipped });
    const signal = AbortSignal.timeout(300);
    const output = join(folder, 'out');
    await assert.rejects(packFile(upx, path, output, 'nrv-best', { exec, signal }), { name: 'TimeoutError' });
    assert.deepEqual(await readdir(folder), ['bin']);
  });
});

describe('the settings that are tried', () => {
  it('follow from the length of the program alone: what would take too long is left out', () => {
    assert.deepEqual(settingsFor(2 << 20), ['nrv-7', 'lzma-7', 'nrv-9', 'nrv-best']);
    assert.deepEqual(settingsFor(15 << 20), ['nrv-7', 'lzma-7', 'nrv-9']);
    assert.deepEqual(settingsFor(43 << 20), ['nrv-7', 'lzma-7']);
    assert.ok(estimatedSeconds('nrv-best', 2 << 20) <= trialBudget);
    assert.ok(estimatedSeconds('nrv-best', 43 << 20) > 600, 'minutes, as --best takes them');
  });

  it('have arguments that UPX knows, and none of those that do not exist', () => {
    const all = Object.values(packSettings).flatMap(({ args }) => args);
    assert.deepEqual([...new Set(all)].sort(), ['--best', '--lzma', '-1', '-7', '-9']);
  });
});
