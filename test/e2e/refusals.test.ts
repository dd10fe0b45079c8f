import assert from 'node:assert/strict';
import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { emptyMain, type ModuleFiles, writeModule } from '../support/go-module.ts';
import { slipway } from '../support/slipway.ts';
import { snapshot, temporaryFolders } from '../support/workspace.ts';

interface Refusal {
  readonly what: string;
  readonly files?: ModuleFiles;
  /** After `slipway build`; the default is the folder itself. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly status: number;
  /** Of standard error, in this order. */
  readonly says: readonly RegExp[];
}

const native = `linux/${process.arch === 'x64' ? 'amd64' : process.arch}`;
const program = { 'main.go': emptyMain };

const refusals: readonly Refusal[] = [
  {
    what: 'a folder without go.mod',
    files: { 'go.mod': '', ...program },
    status: 2,
    says: [/^error E_CONFIG: no go\.mod in .*module/m, /go mod init/],
  },
  {
    what: 'several programs and nothing that chooses',
    files: { 'a/main.go': emptyMain, 'b/main.go': emptyMain },
    status: 2,
    says: [
      /^error E_CONFIG: several main packages/m,
      /example\.com\/small\/a\n.*example\.com\/small\/b/,
      /--target/,
    ],
  },
  {
    what: 'a package that is not a program',
    files: { 'lib/lib.go': 'package lib\n' },
    args: ['.', '--target', './lib'],
    status: 2,
    says: [/^error E_CONFIG: .*lib/m, /main/],
  },
  {
    what: 'a module without any program',
    files: { 'lib.go': 'package small\n' },
    status: 2,
    says: [/^error E_CONFIG: no main package in /m],
  },
  {
    what: 'a platform that Go does not have',
    files: program,
    args: ['.', '--platform', 'linux/sparc'],
    status: 2,
    says: [/^error E_CONFIG: --platform: Go has no platform "linux\/sparc"/m, /for linux Go has 386, amd64/],
  },
  {
    what: 'a platform that no base has',
    files: program,
    args: ['.', '--platform', 'darwin/arm64'],
    status: 2,
    says: [/^error E_CONFIG: --platform: there can be no image for darwin\/arm64/m, /bin:DIR/],
  },
  {
    what: 'a program that is cgo only, with cgo off',
    files: { 'main.go': 'package main\n\nimport "C"\n\nfunc main() {}\n' },
    status: 2,
    says: [/^error E_CONFIG: no main package in .*build constraints exclude all Go files/m, /--cgo/],
  },
  {
    what: 'a program that does not compile',
    files: { 'main.go': 'package main\n\nfunc main() { missing() }\n' },
    args: ['.', '--platform', native],
    status: 2,
    says: [
      /^error E_BUILD: small \(linux\/\w+\) does not compile/m,
      /main\.go:3:15: undefined: missing/,
      /go build .*-trimpath/,
    ],
  },
  {
    what: 'an import that nothing provides',
    files: { 'main.go': 'package main\n\nimport _ "example.com/absent"\n\nfunc main() {}\n' },
    status: 2,
    says: [/^error E_BUILD: /m, /example\.com\/absent/, /go mod tidy|go get/],
  },
  {
    what: 'an unknown field and a bad value in slipway.yaml, both at once',
    files: { ...program, 'slipway.yaml': 'platfroms: [linux/amd64]\ncompression: gzip:99\n' },
    status: 2,
    says: [
      /slipway\.yaml:1:1: unknown field "platfroms"\n.*did you mean platforms/,
      /slipway\.yaml:2:14: .*gzip:99/,
    ],
  },
  {
    what: 'a slipway.yaml that is not YAML',
    files: { ...program, 'slipway.yaml': 'targets: [\n' },
    status: 2,
    says: [/^error E_CONFIG: slipway\.yaml:2:1: /m],
  },
  {
    what: 'a flag that does not exist',
    files: program,
    args: ['.', '--platfrom', native],
    status: 2,
    says: [/^error E_CONFIG: --platfrom: there is no such flag/m, /--platform/],
  },
  {
    what: 'a module that no proxy has',
    args: ['example.com/private@v1.0.0'],
    env: { GOPROXY: 'file:///nonexistent' },
    status: 4,
    says: [/^error E_NETWORK: cannot get example\.com\/private@v1\.0\.0/m, /GOPROXY/],
  },
  {
    what: 'a Go version that is not there, offline',
    files: program,
    args: ['.', '--go', '1.24.1', '--offline'],
    status: 3,
    says: [/^error E_TOOLCHAIN: .*1\.24\.1/m],
  },
  {
    what: 'an argument with a line break',
    args: ['a\nb'],
    status: 2,
    says: [/^error E_CONFIG: .*line break/m],
  },
  {
    what: 'a folder whose name begins with a dash',
    args: ['--', '-x'],
    status: 2,
    says: [/^error E_CONFIG: .*"-x" begins with -/m, /\.\/-x/],
  },
  {
    what: 'linker flags with a line break',
    files: program,
    args: ['.', '--ldflags', '-X main.a=1\n-linkmode=external'],
    status: 2,
    says: [/^error E_CONFIG: --ldflags: .*line break/m],
  },
  {
    what: 'a build tag that is a flag',
    files: program,
    args: ['.', '--build-tags=-toolexec=/bin/false'],
    status: 2,
    says: [/^error E_CONFIG: --build-tags: .*is not a build tag/m],
  },
  {
    what: 'a version that is a flag',
    args: ['example.com/small@-v1'],
    status: 2,
    says: [/^error E_CONFIG: .*cannot be a version/m],
  },
];

describe('bad input gets a clear error, and nothing is written:', () => {
  const folder = temporaryFolders(after);
  let cache: string;
  before(async () => {
    cache = await folder();
  });

  for (const { what, files, args, env, status, says } of refusals) {
    test(what, async () => {
      const cwd = await writeModule(join(await folder(), 'module'), files ?? {});
      if (files?.['go.mod'] === '') await rm(join(cwd, 'go.mod'));
      const earlier = await snapshot(cwd);
      const ended = await slipway(['build', ...(args ?? ['.']), '--cache-dir', cache], {
        cwd,
        ...(env && { env }),
      });
      assert.equal(ended.status, status, ended.stderr);
      let rest = ended.stderr;
      for (const said of says) {
        assert.match(rest, said);
        rest = rest.slice(said.exec(rest)?.index ?? 0);
      }
      assert.doesNotMatch(ended.stderr, /^\s+at .*\.[tj]s:\d+/m, 'no stack trace');
      assert.deepEqual(await snapshot(cwd), earlier);
    });
  }

  test('an output folder that is not ours, byte for byte untouched', async () => {
    const cwd = await writeModule(join(await folder(), 'module'), program);
    const mine = await writeModule(join(cwd, 'mine'), { 'deep/file': 'precious', index: '{}' });
    await chmod(join(mine, 'index'), 0o600);
    const earlier = await snapshot(cwd);
    for (const output of ['oci:mine', 'bin:mine', 'oci:mine/index', 'oci-archive:mine']) {
      const { status, stderr } = await slipway(
        ['build', '.', '--platform', native, '--output', output, '--cache-dir', cache],
        { cwd },
      );
      assert.equal(status, 2, `${output}: ${stderr}`);
      assert.match(stderr, /^error E_CONFIG: .*mine/m);
      assert.deepEqual(await snapshot(cwd), earlier, output);
    }
  });

  test('the error of a run with --json is JSON on standard output too', async () => {
    const { stdout, status } = await slipway(['build', join(cache, 'nowhere'), '--json']);
    const answer = JSON.parse(stdout) as { error: { code: string; hint?: string } };
    assert.equal(status, 2);
    assert.equal(answer.error.code, 'E_CONFIG');
  });

  test('a folder whose name begins with a dash builds when written as a path', async () => {
    const cwd = await folder();
    await writeModule(join(cwd, '-x'), program);
    const args = ['build', './-x', '--platform', native, '--output', 'oci:-out', '--cache-dir', cache];
    const { status, stderr } = await slipway(args, { cwd });
    assert.equal(status, 0, stderr);
    assert.deepEqual((await readdir(cwd)).sort(), ['-out', '-x']);
    await writeFile(join(cwd, '-out', 'index.json'), 'not JSON');
    assert.equal((await slipway(args, { cwd })).status, 2, 'a damaged layout is not overwritten');
  });
});
