import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspectExecutable } from '../../src/binary/executable.ts';
import { whyNotPacked } from '../../src/pack/refusal.ts';
import { findUpx, packFile } from '../../src/pack/upx.ts';
import {
  type Architecture,
  formatPlatform,
  type Platform,
  parsePlatform,
} from '../../src/request/platform.ts';
import { exec } from '../../src/support/exec.ts';
import { goProgram, shipped, shippedHello } from '../support/go-programs.ts';
import { packingPorts, upxOnPath } from '../support/packing.ts';
import { folderOf } from '../support/temporary.ts';
import { lacks } from '../support/tools.ts';

const elf = { format: 'elf', elf: { linkage: 'static' } } as const;

function why(platform: string, version: string, facts: Parameters<typeof whyNotPacked>[0]['facts'] = elf) {
  return whyNotPacked(
    { platform: parsePlatform(platform), facts, isPacked: false, deniesWriteExecute: false },
    version,
  );
}

describe('UPX is not tried, with the reason', () => {
  it('where a contract forbids what it does', () => {
    const subject = {
      ...{ platform: parsePlatform('linux/amd64'), facts: elf, isPacked: false },
      deniesWriteExecute: true,
    };
    assert.match(whyNotPacked(subject, '4.2.2') ?? '', /write-execute: deny/);
  });

  it('on what it packed already', () => {
    const subject = {
      platform: parsePlatform('linux/amd64'),
      facts: elf,
      isPacked: true,
      deniesWriteExecute: false,
    };
    assert.equal(whyNotPacked(subject, '4.2.2'), 'UPX packed it already');
  });

  it('on systems and machines that it does not know', () => {
    for (const platform of ['darwin/arm64', 'windows/arm64', 'wasip1/wasm', 'js/wasm', 'freebsd/amd64'])
      assert.match(why(platform, '5.3.0') ?? '', /UPX/, platform);
    for (const platform of ['linux/s390x', 'linux/mips64le', 'linux/loong64'])
      assert.match(why(platform, '5.3.0') ?? '', /UPX packs no programs for linux/, platform);
    for (const platform of ['linux/amd64', 'linux/386', 'linux/arm64', 'linux/arm/v7', 'windows/amd64'])
      assert.equal(why(platform, '4.2.2'), undefined, platform);
  });

  it('on riscv64 before 5.1.1, and on arm with 5.0.0 to 5.2.0', () => {
    for (const version of ['4.2.2', '5.0.0', '5.1.0'])
      assert.match(why('linux/riscv64', version) ?? '', /from 5\.1\.1 on/);
    for (const version of ['5.1.1', '5.1.2', '5.10.0', '6.0.0'])
      assert.equal(why('linux/riscv64', version), undefined, version);
    for (const version of ['5.0.0', '5.0.2', '5.1.1', '5.2.0', '5.2.0-devel'])
      assert.match(why('linux/arm/v7', version) ?? '', /dies as it starts/, version);
    for (const version of ['4.2.2', '4.2.4', '5.2.1', '5.3.0'])
      assert.equal(why('linux/arm/v7', version), undefined, version);
  });

  it('on a position-independent program with an interpreter, as Go links it without cgo', () => {
    const pie = goProgram({ source: 'hello', args: [...shipped, '-buildmode=pie'] }).path;
    assert.match(why('linux/amd64', '4.2.2', inspectExecutable(pie, [])) ?? '', /without -buildmode=pie/);
    const plain = shippedHello('linux', 'amd64').path;
    assert.equal(why('linux/amd64', '4.2.2', inspectExecutable(plain, [])), undefined);
  });
});

describe('the table of what UPX packs', { skip: lacks('upx') }, () => {
  const all: readonly string[] = [
    ...[
      '386',
      'amd64',
      'arm',
      'arm64',
      'mips',
      'mipsle',
      'ppc64',
      'ppc64le',
      'riscv64',
      's390x',
      'mips64le',
    ].map((each) => `linux/${each}`),
    ...['windows/amd64', 'windows/386', 'windows/arm64', 'darwin/arm64', 'freebsd/amd64', 'wasip1/wasm'],
  ];
  for (const name of all) {
    it(`says of ${name} what the real UPX does`, async (t) => {
      const folder = await folderOf(t);
      const upx = await findUpx(packingPorts(folder, await upxOnPath(folder)));
      const [os = '', architecture = ''] = name.split('/');
      const platform = { os, architecture: architecture as Architecture } as Platform;
      const { path } = shippedHello(os, architecture);
      const facts = inspectExecutable(path, []);
      const refused = whyNotPacked(
        { platform, facts, isPacked: false, deniesWriteExecute: false },
        upx.version,
      );
      const answer = await packFile(upx, path, `${folder}/out`, 'nrv-1', { exec });
      assert.equal(
        answer.kind === 'refused',
        refused !== undefined,
        `${formatPlatform(platform)}: ${refused}`,
      );
    });
  }
});
