import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { withFileSource } from '../../../src/binary/byte-source.ts';
import { openProgram } from '../../../src/binary/open-program.ts';
import { upxOf } from '../../../src/binary/upx.ts';
import { packDecisions } from '../../../src/commands/build.ts';
import { build } from '../../../src/pipeline.ts';
import type { ImageReport, PackReport, Report } from '../../../src/report/model.ts';
import { readLock, writeLock } from '../../../src/request/lock-file.ts';
import { sha256File } from '../../../src/support/hashing.ts';
import { hello, portsOf, requestOf, type WatchedPorts, type Yard, yard } from '../../support/build-run.ts';
import type { Edits } from '../../support/edits.ts';
import { upxOnPath } from '../../support/packing.ts';
import { refusal } from '../../support/refusal.ts';
import { validateReport } from '../../support/report-schema.ts';
import { slipwayOk } from '../../support/slipway.ts';
import { lacks, tool } from '../../support/tools.ts';

/** Reads what Go wrote into its own file: packed it finds nothing there. */
const selfReader = {
  ...hello,
  'main.go': `package main

import (
	"debug/buildinfo"
	"fmt"
	"os"
)

func main() {
	path, err := os.Executable()
	if err != nil {
		panic(err)
	}
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		panic(err)
	}
	fmt.Println(info.GoVersion)
}
`,
};

interface Ran {
  readonly report: Report;
  readonly ports: WatchedPorts;
  /** Runs of UPX that packed. */
  readonly packings: number;
}

/** A build in a yard whose PATH leads to the real UPX, runc and qemu. */
async function run(at: Yard, ...flags: readonly string[]): Promise<Ran> {
  const machine = { ...at.machine, env: { ...at.machine.env, ...(await tools(at)) } };
  const ports = portsOf(machine);
  const output = flags.includes('--output') ? [] : ['--output', `oci:${at.out}`];
  const request = await requestOf(machine, at.root, '--base', 'scratch', ...output, ...flags);
  const report = await build(request, ports);
  const packings = ports.commands.filter(({ args }) => args.includes('-o') && args.includes('-q'));
  return { report, ports, packings: packings.filter(({ args }) => !args.includes('-d')).length };
}

/** One cache for all: the same program is packed in a way once. */
let cacheDirectory = '';
before(async () => {
  cacheDirectory = await mkdtemp(join(tmpdir(), 'slipway-test-'));
});
after(() => rm(cacheDirectory, { recursive: true, force: true }));

async function place(t: TestContext, files?: Edits): Promise<Yard> {
  const own = await yard(t, files);
  return { ...own, machine: { ...own.machine, cacheDirectory } };
}

const toolFolders = new Map<Yard, Promise<Record<string, string>>>();

function tools(at: Yard): Promise<Record<string, string>> {
  const known = toolFolders.get(at) ?? makeTools(at);
  toolFolders.set(at, known);
  return known;
}

async function makeTools({ machine, out }: Yard): Promise<Record<string, string>> {
  const own = await upxOnPath(join(out, '..', 'tools'));
  return { ...own, PATH: `${own['PATH']}:${join(tool('qemu-aarch64'), '..')}:${machine.env['PATH']}` };
}

function image({ report }: Ran): ImageReport {
  return report.targets[0]?.images[0] ?? assert.fail('no image');
}

function packOf(ran: Ran): PackReport {
  return image(ran).pack ?? assert.fail('nothing is said of packing');
}

/** The program in the layout's last layer. */
async function shipped(at: Yard, ran: Ran): Promise<string> {
  const folder = join(at.out, '..', 'seen');
  await rm(folder, { recursive: true, force: true });
  const hex = image(ran).layers.at(-1)?.digest.slice('sha256:'.length) ?? '';
  execFileSync('mkdir', ['-p', folder]);
  execFileSync('tar', ['-xzf', join(at.out, 'blobs', 'sha256', hex), '-C', folder]);
  return join(folder, 'usr', 'local', 'bin', 'hello');
}

const isPacked = (path: string): boolean =>
  withFileSource(path, (source) => upxOf(openProgram(source)) !== undefined);

describe('a build that packs', { skip: lacks('upx', 'runc') }, () => {
  it('ships the packed program, and tells of the unpacked one everything else', async (t) => {
    const at = await place(t);
    const plain = await run(at);
    const never = image(plain);
    assert.equal(never.pack, undefined);
    const ran = await run(at, '--pack', 'always', '--report', join(at.out, '..', 'r.json'));
    validateReport(ran.report);
    const { executable, layers, chain = [], pack, attribution } = image(ran);
    assert.deepEqual(executable, never.executable, 'what is said of the program is of the unpacked one');
    assert.equal(pack?.decision, 'packed', pack?.reason);
    const file = await shipped(at, ran);
    assert.ok(isPacked(file));
    assert.deepEqual(await sha256File(file), { ...pack.packed });
    assert.equal(execFileSync(file, { stdio: 'pipe' }).toString(), '');
    assert.equal(pack.measured.disk.unpacked, executable.bytes);
    assert.equal(pack.measured.wire?.packed, layers.at(-1)?.compressedBytes);
    assert.equal(pack.measured.wire?.unpacked, never.layers.at(-1)?.compressedBytes);
    assert.ok(pack.measured.run && pack.measured.run.runs === 5 && !pack.measured.run.emulated);
    assert.equal(
      attribution?.packages.some(({ wireBytes }) => wireBytes !== undefined),
      false,
    );
    const step = chain.find(({ stage }) => stage === 'pack');
    assert.deepEqual(step?.materials, [{ name: 'program', digest: executable.digest }]);
    assert.deepEqual(step?.products, [{ name: 'packed', digest: pack.packed?.digest }]);
    assert.deepEqual([step?.tool, step?.settings], [`UPX ${pack.upx}`, { setting: pack.setting }]);
  });

  it('makes the same bytes again without packing or starting anything, and never does any of it unasked', async (t) => {
    const at = await yard(t);
    const never = await run(at);
    assert.equal(never.packings, 0);
    const first = await run(at, '--pack', 'always');
    assert.ok(first.packings >= 2);
    const again = await run(at, '--pack', 'always');
    assert.deepEqual(image(again).manifestDigest, image(first).manifestDigest);
    assert.equal(again.report.stages.find(({ name }) => name === 'pack')?.cache, 'hit');
    assert.deepEqual(
      again.ports.commands.filter(({ args }) => !args.includes('--version')).map(({ file }) => file),
      [],
    );
    const back = await run(at);
    assert.equal(image(back).manifestDigest, image(never).manifestDigest);
    assert.equal(
      back.report.stages.some(({ name }) => name === 'pack'),
      false,
    );
  });

  it('keeps what gains too little, and says what packing would bring', async (t) => {
    const at = await place(t);
    const little = packOf(await run(at, '--pack', 'auto', '--pack-min-gain', 'wire=90%'));
    assert.equal(little.decision, 'kept');
    assert.match(little.reason, /pulled layer would be .* and --pack-min-gain asks for 90 % less/);
    assert.ok((little.measured.wire?.packed ?? 0) < (little.measured.wire?.unpacked ?? 0));
    assert.equal(little.packed, undefined);
  });

  it('puts the packed program among bare files, with its checksum', async (t) => {
    const at = await place(t);
    const folder = join(at.out, 'bin');
    const { report } = await run(at, '--pack', 'always', '--output', `bin:${folder}`);
    const [file] = report.targets[0]?.files ?? [];
    assert.equal(file?.pack?.decision, 'packed');
    assert.equal(file.pack.measured.wire, undefined);
    const path = join(folder, file.executable.path);
    assert.ok(isPacked(path));
    assert.match(
      await readFile(join(folder, 'checksums.txt'), 'utf8'),
      /^[0-9a-f]{64} {2}hello_linux_amd64\n$/,
    );
    assert.equal((await sha256File(path)).digest, file.pack.packed?.digest);
    assert.notEqual(file.executable.digest, file.pack.packed?.digest);
  });

  it('reverts by itself what does not run packed, also with always: a program that reads its own file', async (t) => {
    for (const mode of ['auto', 'always']) {
      const at = await place(t, selfReader);
      const ran = await run(at, '--pack', mode, '--pack-min-gain', 'wire=0', '--pack-max-startup', '10s');
      const pack = packOf(ran);
      assert.equal(pack.decision, 'reverted', pack.reason);
      assert.match(pack.reason, /another end: exit(ed with)? status 2/);
      assert.equal(isPacked(await shipped(at, ran)), false);
      const verdict = ran.report.verdicts.find(({ check }) => check === 'pack/runs');
      assert.deepEqual([verdict?.status, verdict?.severity], ['fail', 'warn']);
      assert.notEqual(ran.report.outcome, 'fail');
    }
  });

  it('tells of every platform for itself: arm64 and arm by qemu, whose times decide nothing, and what cannot be packed', async (t) => {
    const at = await place(t);
    const folder = join(at.out, 'bin');
    const { report } = await run(
      at,
      ...[
        '--pack',
        'linux/arm64=auto,linux/arm=always,darwin/arm64=always,windows/arm64=always',
        '--pack-min-gain',
        'wire=0',
      ],
      ...[
        '--platform',
        'linux/amd64,linux/arm64,linux/arm/v7,darwin/arm64,windows/arm64',
        '--output',
        `bin:${folder}`,
      ],
    );
    const packs = (report.targets[0]?.files ?? []).map(({ platform, pack }) => [
      `${platform.os}/${platform.architecture}`,
      pack?.decision,
      pack?.measured.run?.emulated,
    ]);
    assert.deepEqual(packs, [
      ['linux/amd64', undefined, undefined],
      ['linux/arm64', 'packed', true],
      ['linux/arm', 'packed', true],
      ['darwin/arm64', 'impossible', undefined],
      ['windows/arm64', 'impossible', undefined],
    ]);
  });

  it('keeps with auto and packs with always where nothing may be run, and asks again when it may', async (t) => {
    const at = await place(t);
    const gains = ['--pack-min-gain', 'wire=0', '--pack-max-startup', '60s'];
    const auto = packOf(await run(at, '--pack', 'auto', ...gains, '--sandbox', 'off'));
    assert.deepEqual([auto.decision, auto.measured.run], ['kept', undefined]);
    assert.match(auto.reason, /cannot be run here: --sandbox off/);
    // Gains that no other test asks for: what was shown to run once is known.
    const always = await run(at, '--pack', 'always', ...gains, '--sandbox', 'off');
    assert.equal(packOf(always).decision, 'packed');
    assert.equal(always.report.verdicts.find(({ check }) => check === 'pack/runs')?.status, 'skip');
    assert.equal(packOf(await run(at, '--pack', 'auto', ...gains)).decision, 'packed');
  });

  it('starts a program by its contract, and ships none packed that does not keep it', async (t) => {
    const needsFile = {
      ...hello,
      'main.go': `package main

import (
	"debug/buildinfo"
	"os"
)

func main() {
	if len(os.Args) > 1 {
		path, _ := os.Executable()
		if _, err := buildinfo.ReadFile(path); err != nil {
			os.Exit(3)
		}
	}
}
`,
      'slipway.yaml': 'targets: { hello: { smoke: { args: [version] } } }\n',
    };
    const at = await place(t, needsFile);
    const ran = await run(at, '--pack', 'always');
    assert.equal(packOf(ran).decision, 'reverted', 'without arguments it would run packed');
    assert.match(packOf(ran).reason, /does not run: .*status 3/);
    assert.equal(isPacked(await shipped(at, ran)), false);
  });

  it('ends with the way out where there is no UPX', async (t) => {
    const at = await place(t);
    const request = await requestOf(at.machine, at.root, '--base', 'scratch', '--pack', 'auto', '--offline');
    const { PATH = '', ...env } = at.machine.env;
    const without = PATH.split(':').filter((folder) => !folder.includes('bin/upx'));
    const ports = portsOf({ ...at.machine, env: { ...env, PATH: without.join(':') } });
    const error = await refusal(() => build(request, ports), 'E_TOOL');
    assert.match(`${error.message} ${error.hint}`, /no UPX on PATH.*--offline.*upx-ucl/);
  });
});

describe('slipway.lock and packing', { skip: lacks('upx', 'runc') }, () => {
  const auto = ['--pack', 'auto', '--pack-min-gain', 'wire=0,disk=0', '--pack-max-startup', '10s'];

  it('a build without a lock says that it decided by itself; what slipway lock wrote down is replayed without timing', async (t) => {
    const at = await place(t);
    const free = await run(at, ...auto);
    assert.ok(free.report.notices.some((text) => text.includes('slipway lock writes the decision down')));
    const machine = { ...at.machine, env: { ...at.machine.env, ...(await tools(at)) } };
    const request = await requestOf(
      machine,
      at.root,
      '--base',
      'scratch',
      '--output',
      `oci:${at.out}`,
      ...auto,
    );
    const packs = await packDecisions(request, portsOf(machine));
    const { setting = '', upx = '' } = packOf(free);
    assert.deepEqual(
      [...packs],
      [['hello linux/amd64', { package: 'example.com/hello', decision: 'packed', setting, upx }]],
    );
    const lockFile = join(at.root, 'slipway.lock');
    // Another setting than would be chosen: the lock decides.
    const locked = { package: 'example.com/hello', decision: 'packed', setting: 'nrv-1', upx } as const;
    await writeLock(lockFile, { bases: new Map(), packs: new Map([['hello linux/amd64', locked]]) });
    const ran = await run(at, ...auto.slice(0, 2), '--pack-max-startup', '1ms');
    const pack = packOf(ran);
    assert.deepEqual([pack.decision, pack.setting, pack.locked], ['packed', 'nrv-1', true]);
    assert.equal(pack.measured.run, undefined, 'nothing was timed');
    assert.equal(ran.packings, 1);
    assert.ok(!ran.report.notices.some((text) => text.includes('slipway.lock')));
    assert.equal(ran.report.verdicts.find(({ check }) => check === 'pack/runs')?.status, 'pass');
  });

  it('slipway lock builds, decides and writes it down beside what else is in the file', async (t) => {
    const yaml =
      'pack: always\nbase: scratch\nplatforms: [linux/amd64, darwin/arm64]\noutputs: [oci:out, bin:bin]\n';
    const at = await place(t, { ...hello, 'slipway.yaml': yaml, 'slipway.lock': 'version: 1\nours: kept\n' });
    const env = { ...at.machine.env, ...(await tools(at)) };
    const lock = (...flags: readonly string[]) =>
      slipwayOk(['lock', at.root, '--cache-dir', cacheDirectory, ...flags], { env });
    const dry = await lock('--dry-run');
    assert.match(dry.stdout, /\+ hello linux\/amd64: packed by \S+ of UPX .*\n[\s\S]*would be written/);
    assert.match(dry.stdout, /\+ hello darwin\/arm64: impossible/);
    const lockFile = join(at.root, 'slipway.lock');
    assert.equal((await readLock(lockFile)).packs.size, 0);
    await lock();
    assert.match(
      await readFile(lockFile, 'utf8'),
      /^version: 1\nours: kept\npacks:\n {2}hello:\n {4}darwin\/arm64:\n/,
    );
    assert.match((await lock()).stdout, /= hello linux\/amd64: packed by[\s\S]*is up to date/);
    assert.deepEqual((await readdir(at.root)).toSorted(), [
      'go.mod',
      'main.go',
      'slipway.lock',
      'slipway.yaml',
    ]);
    assert.equal(packOf(await run(at)).locked, true);
  });

  it('a program that was kept is not tried again; a decision for another package does not count', async (t) => {
    const at = await place(t);
    const lockFile = join(at.root, 'slipway.lock');
    const kept = { package: 'example.com/hello', decision: 'kept' } as const;
    await writeLock(lockFile, { bases: new Map(), packs: new Map([['hello linux/amd64', kept]]) });
    const ran = await run(at, ...auto);
    assert.deepEqual([packOf(ran).decision, packOf(ran).locked, ran.packings], ['kept', true, 0]);
    const other = { ...kept, package: 'example.com/other' };
    await writeLock(lockFile, { bases: new Map(), packs: new Map([['hello linux/amd64', other]]) });
    assert.equal(packOf(await run(at, ...auto)).locked, false);
    assert.equal((await readLock(lockFile)).packs.size, 1);
  });

  it('another version of UPX than the locked one is refused: it would make other bytes', async (t) => {
    const at = await place(t);
    const packs = new Map([
      [
        'hello linux/amd64',
        { package: 'example.com/hello', decision: 'packed', setting: 'nrv-7', upx: '1.2.3' } as const,
      ],
    ]);
    await writeLock(join(at.root, 'slipway.lock'), { bases: new Map(), packs });
    const error = await refusal(() => run(at, ...auto), 'E_TOOL');
    assert.match(error.message, /UPX 1\.2\.3 is wanted, and the UPX on PATH is/);
  });

  it('a locked decision whose file does not run any more fails the build', async (t) => {
    const at = await place(t, selfReader);
    const free = await run(await place(t), '--pack', 'always');
    const { upx = '' } = packOf(free);
    const locked = { package: 'example.com/hello', decision: 'packed', setting: 'nrv-7', upx } as const;
    await writeLock(join(at.root, 'slipway.lock'), {
      bases: new Map(),
      packs: new Map([['hello linux/amd64', locked]]),
    });
    const { report } = await run(at, ...auto);
    const verdict = report.verdicts.find(({ check }) => check === 'pack/runs');
    assert.deepEqual([verdict?.status, verdict?.severity, report.outcome], ['fail', 'block', 'fail']);
    assert.match(verdict?.detail ?? '', /slipway lock decides anew/);
  });
});
