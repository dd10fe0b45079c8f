import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { GoComparison, GoProgram } from '../../src/report/go-versions/go-comparison.ts';
import type { Report } from '../../src/report/model.ts';
import { growth } from '../../src/size/difference.ts';
import { writeModule } from '../support/go-module.ts';
import { go, goVersion } from '../support/go-programs.ts';
import { goVersionsIn } from '../support/go-versions.ts';
import { publishedPrograms } from '../support/published-programs.ts';
import { validateReport } from '../support/report-schema.ts';
import { type Ended, slipway, slipwayOk, startSlipway } from '../support/slipway.ts';
import { environment, lacks, tool, toolEnvironment } from '../support/tools.ts';
import { digestOf, temporaryFolders } from '../support/workspace.ts';

const platform = { GOOS: 'linux', GOARCH: 'amd64', GOAMD64: 'v1', CGO_ENABLED: '0' };
const real = ['go1.24.10', 'go1.27.1'] as const;

const program = {
  'go.mod': 'module example.com/tiny\n\ngo 1.22\n',
  'main.go':
    'package main\n\nimport (\n\t"encoding/json"\n\t"os"\n)\n\nfunc main() { json.NewEncoder(os.Stdout).Encode(os.Args) }\n',
} as const;

describe('slipway compare-go', { skip: lacks('upx', 'runc') }, () => {
  const folder = temporaryFolders(after);
  let work: string;
  let module: string;
  let env: Record<string, string>;
  const flags = (): string[] => ['--vcs-stamp', 'never', '--cache-dir', join(work, 'cache')];
  const compare = (...argv: readonly string[]): Promise<Ended> =>
    slipway(['compare-go', ...argv, ...flags()], { env });

  async function answer(...argv: readonly string[]): Promise<GoComparison> {
    const { stdout } = await slipwayOk(['compare-go', ...argv, ...flags(), '--json'], { env });
    const found = JSON.parse(stdout) as GoComparison;
    validateReport(found, 'goComparison');
    return found;
  }

  before(async () => {
    work = await folder();
    module = await writeModule(join(work, 'module'), program);
    const bin = join(work, 'bin');
    await mkdir(bin);
    await symlink(tool('upx'), join(bin, 'upx'));
    await symlink(tool('runc'), join(bin, 'runc'));
    const { LD_LIBRARY_PATH } = toolEnvironment('upx');
    env = {
      ...(await goVersionsIn(join(work, 'tools'), real)),
      ...(LD_LIBRARY_PATH !== undefined && { LD_LIBRARY_PATH }),
      // crun would be taken before runc, and which of them there is depends on the machine.
      PATH: `${bin}:${dirname(goOnPath())}:/usr/bin:/bin`,
    };
  });

  function goOnPath(): string {
    const [first = ''] = (environment()['PATH'] ?? '').split(':');
    return join(first, 'go');
  }

  /** What that Go makes of the program by itself. */
  async function byGo(version: string, ldflags: string): Promise<GoProgram['file']> {
    const path = join(work, 'by-go', `${version}${ldflags.length}`);
    await mkdir(dirname(path), { recursive: true });
    const toolchain = version === goVersion() ? 'local' : version;
    const args = ['build', '-o', path, '-trimpath', '-buildvcs=false', `-ldflags=${ldflags}`, '.'];
    go(args, { ...platform, GOTOOLCHAIN: toolchain }, module);
    const [{ size }, digest] = [await stat(path), await digestOf(path)];
    return { bytes: size, digest: digest as `sha256:${string}` };
  }

  const programsOf = ({ targets }: GoComparison): readonly GoProgram[] =>
    targets[0]?.platforms[0]?.programs ?? [];

  it("each version's programs are what go build makes, to the byte, and the module's own Go comes first", async () => {
    const found = await answer('1.24', 'go1.27.1', '1.24.10', module, '--runs', '2');
    assert.deepEqual(
      found.versions.map(({ asked, own, go: name, source }) => [asked, own, name, source]),
      [
        [[], true, goVersion(), 'PATH'],
        [['1.24', '1.24.10'], undefined, 'go1.24.10', 'runner tool cache'],
        [['1.27.1'], undefined, 'go1.27.1', 'runner tool cache'],
      ],
    );
    assert.equal(found.targets[0]?.importPath, 'example.com/tiny');
    const programs = programsOf(found);
    assert.deepEqual(
      programs.map(({ go: name }) => name),
      [goVersion(), ...real],
    );
    for (const each of programs) {
      assert.deepEqual(each.file, await byGo(each.go, '-s -w'), each.go);
      assert.deepEqual(each.whole, await byGo(each.go, ''), each.go);
    }
  });

  it('what is pulled is the layer that slipway build makes with that Go', async () => {
    const out = join(work, 'out');
    const argv = ['build', module, '--go', '1.27.1', '--output', `oci:${out}`, '--platform', 'linux/amd64'];
    const { stdout } = await slipwayOk([...argv, '--base', 'scratch', ...flags(), '--json'], { env });
    const [image] = (JSON.parse(stdout) as Report).targets[0]?.images ?? [];
    const found = programsOf(await answer('1.27.1', module, '--runs', '0')).at(-1);
    const layer = image?.layers.find(({ kind }) => kind === 'binary');
    assert.ok(layer !== undefined && found?.wireBytes !== undefined);
    assert.deepEqual(
      [found.file?.digest, found.wireBytes],
      [image?.executable.digest, layer.compressedBytes],
    );
  });

  it('each is packed by the real UPX, and started as often as was asked, in runc', async () => {
    for (const each of programsOf(await answer('1.24', module, '--runs', '3'))) {
      const { packed, start, file } = each;
      assert.ok(packed?.kind === 'packed' && file !== undefined, JSON.stringify(packed));
      assert.ok(packed.bytes < file.bytes * 0.7 && (packed.wireBytes ?? 0) > packed.bytes * 0.5);
      assert.match(packed.by, /^UPX \d+\.\d+\.\d+ \(nrv-7\)$/);
      assert.ok(start?.kind === 'measured', JSON.stringify(start));
      assert.match(start.isolation, /^runc /);
      assert.equal(start.seconds.length, 3);
      assert.ok(start.seconds.every((one) => one > 0 && one < 10));
      const sorted = start.seconds.toSorted((a, b) => a - b);
      assert.deepEqual(
        [start.median, start.low <= start.median, start.median <= start.high],
        [sorted[1], true, true],
      );
    }
  });

  it('what its bytes are adds up, and packages say what a version added', async () => {
    const [own, newer] = programsOf(await answer('1.27.1', module, '--runs', '0'));
    for (const { parts, file } of [own ?? assert.fail(), newer ?? assert.fail()]) {
      const sum = Object.values(parts ?? {}).reduce((total, bytes) => total + bytes, 0);
      assert.equal(sum, file?.bytes);
    }
    assert.deepEqual([own?.packages, own?.start?.kind], [undefined, 'none']);
    // encoding/json is made of encoding/json/v2 since Go 1.27.
    const added = newer?.packages?.find(({ path }) => path === 'encoding/json/v2');
    assert.ok(
      added !== undefined && added.before === 0 && added.after > 50_000,
      JSON.stringify(newer?.packages),
    );
    assert.ok((newer?.packages ?? []).every((each) => Math.abs(growth(each)) >= 1024));
    // The go line is 1.22, so newer ones have to keep more of what was.
    assert.ok((newer?.godebug?.length ?? 0) > 0, 'a program of before Go 1.27 keeps what changed since');
  });

  it('nothing is linked, packed or compressed again when it is asked for again', async () => {
    const argv = ['1.24', '1.27', module, '--runs', '0', '--json'];
    const first = await compare(...argv);
    const files = async (): Promise<string[]> => {
      const cache = join(work, 'cache');
      const names = await readdir(cache, { recursive: true, withFileTypes: true });
      const paths = names.filter((name) => name.isFile()).map((name) => join(name.parentPath, name.name));
      const told = await Promise.all(
        paths.map(async (path) => {
          const { ino, size } = await stat(path);
          return `${path} ${ino} ${size}`;
        }),
      );
      return told.sort();
    };
    const before = await files();
    const again = await compare(...argv);
    assert.equal(again.stdout, first.stdout);
    assert.deepEqual(await files(), before);
    assert.equal(again.stderr.match(/unchanged/g)?.length, 3, again.stderr);
    assert.doesNotMatch(again.stderr, /built/);
  });

  it('a version that is too old, and one that there is not, are rows with the reason', async () => {
    const yard = await writeModule(join(work, 'newer'), {
      ...program,
      'go.mod': 'module example.com/newer\n\ngo 1.26\n',
    });
    const { status, stdout } = await compare('1.24', '1.99.1', '1.27', yard, '--runs', '0', '--offline');
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^ {2}go1\.24\.10 +the go line of go\.mod asks for Go 1\.26, and go1\.24\.10 is older$/m,
    );
    assert.match(stdout, /^ {2}1\.99\.1 +go1\.99\.1 .* is not on this machine$/m);
    assert.match(stdout, /^ {2}go1\.27\.1 +[\d.]+ MiB +[\d.]+ MiB +[\d.]+ [KM]iB/m);
    assert.match(stdout, new RegExp(`^what differs, against ${goVersion()}$`, 'm'));
    const found = await answer('1.24', '1.99.1', '1.27', yard, '--runs', '0', '--offline');
    assert.deepEqual(
      found.versions.map(({ asked, go: name, error }) => [asked, name, error?.code]),
      [
        [[], goVersion(), undefined],
        [['1.24'], 'go1.24.10', undefined],
        [['1.99.1'], undefined, 'E_TOOLCHAIN'],
        [['1.27'], 'go1.27.1', undefined],
      ],
    );
    assert.deepEqual(
      programsOf(found).map(({ error, file }) => [error?.code, file === undefined]),
      [
        [undefined, false],
        ['E_BUILD', true],
        [undefined, false],
      ],
    );
  });

  it("the module's own Go need not be there: then the first that can be had is what others are compared with", async () => {
    const mod = 'module example.com/pinned\n\ngo 1.22\n\ntoolchain go1.99.0\n';
    const yard = await writeModule(join(work, 'pinned'), { ...program, 'go.mod': mod });
    const { status, stdout } = await compare('1.24', '1.27', yard, '--runs', '0', '--offline');
    assert.equal(status, 0);
    assert.match(stdout, /^ {2}the module's own \* {2}go1\.99\.0 .* is not on this machine$/m);
    assert.match(stdout, /^what differs, against go1\.24\.10$/m);
  });

  it('where none of the versions makes a program the command fails, with the reason of each', async () => {
    const yard = await writeModule(join(work, 'none'), {
      ...program,
      'go.mod': 'module example.com/none\n\ngo 1.26\n',
    });
    const { status, stdout, stderr } = await compare('1.24', '1.99.1', yard, '--offline');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /error E_BUILD: none of these versions of Go makes a program of it/);
    assert.match(stderr, /go1\.24\.10: the go line of go\.mod asks for Go 1\.26/);
    assert.match(stderr, /Go 1\.99\.1: go1\.99\.1 .* is not on this machine/);
    const broken = await writeModule(join(work, 'broken'), {
      ...program,
      'main.go': 'package main\n\nfunc main() { none() }\n',
    });
    const other = await compare('1.24', broken, '--offline');
    assert.deepEqual([other.status, /undefined: none/.test(other.stderr)], [2, true]);
    const nonsense = await compare('1.2.3.4', module);
    assert.deepEqual([nonsense.status, /"1\.2\.3\.4" is not a Go version/.test(nonsense.stderr)], [2, true]);
  });

  it('what compiles with one version only is compared as far as it goes', async () => {
    const yard = await writeModule(join(work, 'split'), {
      ...program,
      'newer.go': '//go:build go1.27\n\npackage main\n\nvar _ = none\n',
    });
    const { status, stdout } = await compare('1.24', '1.27', yard, '--runs', '0');
    assert.equal(status, 0);
    assert.match(
      stdout,
      /^ {2}go1\.27\.1 +split? ?.*does not compile|^ {2}go1\.27\.1 +tiny \(linux\/amd64\) does not compile/m,
    );
    assert.match(stdout, /^error E_BUILD: .*\n.*\n? *.*newer\.go:\d+:\d+: undefined: none/m);
    assert.match(stdout, /^ {2}go1\.24\.10 +[\d.]+ MiB/m);
  });

  it('other platforms are compared by size, and only what this machine runs is started', async () => {
    const found = await answer(
      '1.27',
      module,
      '--runs',
      '1',
      '--platform',
      'linux/arm64,windows/amd64,darwin/arm64,plan9/amd64',
    );
    const [arm, windows, mac, plan9] = found.targets[0]?.platforms ?? [];
    for (const each of [...(arm?.programs ?? []), ...(windows?.programs ?? []), ...(mac?.programs ?? [])]) {
      assert.ok((each.file?.bytes ?? 0) > 500_000);
      assert.equal(each.start?.kind, 'none');
    }
    assert.equal(
      arm?.programs.every(({ packed, wireBytes }) => packed?.kind === 'packed' && wireBytes !== undefined),
      true,
    );
    assert.equal(
      windows?.programs.every(({ wireBytes }) => wireBytes === undefined),
      true,
    );
    const [first] = mac?.programs ?? [];
    assert.ok(
      first?.packed?.kind === 'none' && /macOS/.test(first.packed.why),
      JSON.stringify(first?.packed),
    );
    // Of a format that is not read what can be told is how long files are.
    const [unread] = plan9?.programs ?? [];
    assert.equal(unread?.parts?.other, unread?.file?.bytes);
    assert.ok((unread?.file?.bytes ?? 0) > 500_000);
  });

  it('of a published program: as text, as JSON in a file, and as a page', async () => {
    const [html, report] = [join(work, 'go.html'), join(work, 'go.json')];
    const argv = ['1.24', publishedPrograms.age, '--runs', '1', '--html', html, '--report', report];
    const { status, stdout, stderr } = await compare(...argv);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^age {3}linux\/amd64\n {10,}with symbols {2}stripped +pulled +packed +start$/m);
    const found = JSON.parse(await readFile(report, 'utf8')) as GoComparison;
    validateReport(found, 'goComparison');
    assert.match(await readFile(html, 'utf8'), /<title>Versions of Go: filippo\.io\/age[\s\S]*<svg /);
  });

  it('interrupted it leaves nothing half-done, and goes on the next time', async () => {
    const cache = join(work, 'interrupted');
    const own = ['1.24', '1.27', module, '--runs', '200', '--vcs-stamp', 'never', '--cache-dir', cache];
    const running = startSlipway(['compare-go', ...own], { env });
    await running.said('tiny go1.24.10');
    running.signal('SIGINT');
    const ended = await running.ended;
    assert.equal(ended.status, 130, ended.stderr);
    const left = await readdir(cache, { recursive: true });
    assert.deepEqual(
      left.filter((name) => /\.lock$|go-work|^incoming\/./.test(name)),
      [],
    );
    await slipwayOk(['compare-go', ...own, '--runs', '0'], { env });
  });
});
