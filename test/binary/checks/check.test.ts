import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { Wanted } from '../../../src/binary/checks/answer.ts';
import { checkExecutable, refusalOf } from '../../../src/binary/checks/check.ts';
import { type ExecutableFacts, inspectExecutable } from '../../../src/binary/executable.ts';
import { parsePlatform } from '../../../src/request/platform.ts';
import type { Verdict } from '../../../src/verify/verdict.ts';
import {
  goProgram,
  goVersion,
  lacksCgo,
  linuxArchitectures,
  type Program,
  shipped,
  shippedHello,
} from '../../support/go-programs.ts';
import { lacksRoot } from '../../support/tools.ts';

function wanted(platform: string, change: Partial<Wanted> = {}): Wanted {
  return {
    subject: `hello (${platform})`,
    platform: parsePlatform(platform),
    base: { reference: 'scratch', contents: { files: new Set() } },
    goVersion: goVersion(),
    importPath: 'example.com/hello',
    modulePath: 'example.com/hello',
    cgo: false,
    ...change,
  };
}

function inspect(program: Program): ExecutableFacts {
  return inspectExecutable(program.path, [{ name: 'the source directory', path: program.directory }]);
}

function verdictOf(check: string, facts: ExecutableFacts, asked: Wanted): Verdict {
  const verdict = checkExecutable(facts, asked).find((candidate) => candidate.check === check);
  assert.ok(verdict, check);
  return verdict;
}

const cgoArgs = { source: 'cgo', env: { CGO_ENABLED: '1' } } as const;
const cgoWanted = { cgo: true, importPath: 'example.com/cgo', modulePath: 'example.com/cgo' } as const;
const pie = (): Program =>
  goProgram({ source: 'hello', args: [...shipped, '-buildmode=pie'], env: { GOARCH: 'amd64' } });
const dynamic = (): Program => goProgram({ ...cgoArgs, args: shipped });
const linkedStatically = (): Program =>
  goProgram({ ...cgoArgs, args: ['-trimpath', '-ldflags=-s -w -linkmode=external -extldflags=-static'] });

describe('a file that was built as asked', () => {
  const platforms: readonly (readonly [platform: string, program: () => Program])[] = [
    ...linuxArchitectures
      .filter((architecture) => architecture !== 'arm')
      .map((architecture) => [`linux/${architecture}`, () => shippedHello('linux', architecture)] as const),
    ['linux/arm/v5', () => shippedHello('linux', 'arm', { GOARM: '5' })],
    ['linux/amd64/v3', () => shippedHello('linux', 'amd64', { GOAMD64: 'v3' })],
  ];
  for (const [platform, program] of platforms) {
    it(`passes every check: ${platform}`, () => {
      const verdicts = checkExecutable(inspect(program()), wanted(platform));
      const notPassed = verdicts.filter((verdict) => verdict.status !== 'pass');
      assert.deepEqual(
        notPassed.map((verdict) => [verdict.check, verdict.status]),
        [],
        JSON.stringify(notPassed),
      );
      assert.ok(verdicts.every((verdict) => verdict.subject === `hello (${platform})`));
      assert.equal(refusalOf(verdicts), undefined);
    });
  }

  const others: readonly [platform: string, program: () => Program, buildInfo: string][] = [
    ['darwin/arm64', () => shippedHello('darwin', 'arm64'), 'pass'],
    ['windows/amd64', () => shippedHello('windows', 'amd64'), 'pass'],
    ['wasip1/wasm', () => shippedHello('wasip1', 'wasm'), 'skip'],
  ];
  for (const [platform, program, buildInfo] of others) {
    it(`skips what only ELF files tell, with the reason: ${platform}`, () => {
      const verdicts = checkExecutable(inspect(program()), wanted(platform, { base: undefined }));
      const statuses = Object.fromEntries(verdicts.map((verdict) => [verdict.check, verdict.status]));
      assert.deepEqual(statuses, {
        'binary/machine': 'skip',
        'binary/static': 'skip',
        'binary/build-info': buildInfo,
        'binary/build-paths': 'pass',
        'binary/executable-stack': 'skip',
        'binary/lookups': 'skip',
        'binary/gomaxprocs': 'skip',
        'binary/relro': 'skip',
        'binary/build-id': buildInfo,
        'binary/stripped': 'skip',
      });
      for (const verdict of verdicts) assert.ok(verdict.status !== 'skip' || verdict.detail !== '');
    });
  }
});

describe('a file that its base cannot start', { skip: lacksCgo() }, () => {
  it('is refused when it is position-independent, and the way out is said', () => {
    const verdicts = checkExecutable(inspect(pie()), wanted('linux/amd64'));
    const error = refusalOf(verdicts);
    assert.equal(error?.code, 'E_BINARY');
    assert.equal(
      error?.message,
      [
        'hello (linux/amd64) cannot start on the base "scratch"',
        'it asks for the interpreter /lib64/ld-linux-x86-64.so.2, which the base does not have',
        'because -buildmode=pie makes the linker name an interpreter, also without cgo',
        'try the default build mode, which links statically',
      ].join('\n'),
    );
  });

  it('is refused with every missing library and the import chain when cgo brought them', () => {
    const facts = inspect(dynamic());
    const chain = ['example.com/api', 'example.com/api/db', 'github.com/mattn/go-sqlite3'];
    const { detail, status, severity } = verdictOf(
      'binary/static',
      facts,
      wanted('linux/amd64', { ...cgoWanted, cgoCause: { chain, standard: false, others: ['a', 'b'] } }),
    );
    assert.deepEqual([status, severity], ['fail', 'block']);
    assert.match(detail, /the library libc\.so\.6, which the base does not have/);
    assert.match(
      detail,
      /because cgo is on: example\.com\/api → example\.com\/api\/db → .*sqlite3 \(import "C"\)/,
    );
    assert.match(detail, /\nso do a, b\n/);
    assert.match(
      detail,
      /\ntry cgo off .*, or --base gcr\.io\/distroless\/base-debian13\nor link statically: /,
    );
  });

  it('passes on a base that has all it asks for, also where /lib64 is a link into /usr', () => {
    const files = new Set(['/usr/lib64/ld-linux-x86-64.so.2', '/usr/lib/x86_64-linux-gnu/libc.so.6']);
    const base = { reference: 'glibc', contents: { files, links: new Map([['/lib64', 'usr/lib64']]) } };
    const facts = inspect(dynamic());
    const asked = wanted('linux/amd64', { ...cgoWanted, base });
    assert.equal(verdictOf('binary/static', facts, asked).status, 'pass');
    files.delete('/usr/lib/x86_64-linux-gnu/libc.so.6');
    files.add('/opt/other/libc.so.6');
    assert.match(verdictOf('binary/static', facts, asked).detail, /it asks for the library libc\.so\.6,/);
  });

  it('is found where its own run path leads', () => {
    const args = [...shipped.slice(0, 1), '-ldflags=-s -w "-extldflags=-Wl,-rpath,/opt/acme/lib"'];
    const facts = inspect(goProgram({ ...cgoArgs, args }));
    const base = {
      reference: 'acme',
      contents: { files: new Set(['/lib64/ld-linux-x86-64.so.2', '/opt/acme/lib/libc.so.6']) },
    };
    assert.equal(
      verdictOf('binary/static', facts, wanted('linux/amd64', { ...cgoWanted, base })).status,
      'pass',
    );
  });

  it('is not judged on a base that nobody has looked into, but what it needs is said', () => {
    const asked = wanted('linux/amd64', { ...cgoWanted, base: { reference: 'acme' } });
    const { status, detail } = verdictOf('binary/static', inspect(dynamic()), asked);
    assert.equal(status, 'skip');
    assert.match(detail, /acme were not looked into; .* \/lib64\/ld-linux-x86-64\.so\.2, libc\.so\.6/);
  });

  it('is not judged as a bare file, but what it needs is said', () => {
    const asked = wanted('linux/amd64', { ...cgoWanted, base: undefined });
    const { status, detail } = verdictOf('binary/static', inspect(dynamic()), asked);
    assert.equal(status, 'skip');
    assert.match(detail, /starts only where it finds \/lib64\/ld-linux-x86-64\.so\.2, libc\.so\.6/);
  });

  it('is what the kernel too refuses in an empty root, and no other', { skip: lacksRoot() }, () => {
    const programs: readonly [Program, Partial<Wanted>][] = [
      [shippedHello('linux', 'amd64'), {}],
      [pie(), {}],
      [dynamic(), cgoWanted],
      [linkedStatically(), cgoWanted],
    ];
    const answers = programs.map(([program, change]) => {
      const passes =
        verdictOf('binary/static', inspect(program), wanted('linux/amd64', change)).status === 'pass';
      return [passes, startsInEmptyRoot(program)];
    });
    assert.deepEqual(answers, [
      [true, true],
      [false, false],
      [false, false],
      [true, true],
    ]);
  });

  it('starts once the base has the interpreter that was named as missing', { skip: lacksRoot() }, () => {
    const interpreter = '/lib64/ld-linux-x86-64.so.2';
    const base = { reference: 'interpreter only', contents: { files: new Set([interpreter]) } };
    assert.equal(verdictOf('binary/static', inspect(pie()), wanted('linux/amd64', { base })).status, 'pass');
    assert.ok(startsInEmptyRoot(pie(), interpreter));
  });
});

function startsInEmptyRoot(program: Program, ...files: string[]): boolean {
  const root = mkdtempSync(join(tmpdir(), 'slipway-root-'));
  try {
    copyFileSync(program.path, join(root, 'program'));
    for (const file of files) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      copyFileSync(file, join(root, file));
    }
    const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
    const { status, error } = spawnSync('chroot', [root, '/program'], { env: { ...process.env, PATH } });
    if (error !== undefined) throw error;
    return status === 0;
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('a file that is not what was asked for', () => {
  it('is refused when it is for another machine, with both named', () => {
    const facts = inspect(shippedHello('linux', 'mips'));
    const { status, detail } = verdictOf('binary/machine', facts, wanted('linux/mipsle'));
    assert.equal(status, 'fail');
    assert.equal(detail, 'is for MIPS, 32 bit, big endian, where mipsle needs MIPS, 32 bit, little endian');
  });

  it('is refused when it is of another format', () => {
    const facts = inspect(shippedHello('windows', 'amd64'));
    assert.match(
      verdictOf('binary/machine', facts, wanted('linux/amd64')).detail,
      /format pe, where linux needs elf/,
    );
  });

  it('is refused with every setting that differs', () => {
    const facts = inspect(goProgram({ source: 'hello', env: { GOARCH: 'amd64' } }));
    const asked = wanted('linux/amd64/v3', {
      goVersion: 'go1.25.1',
      cgo: true,
      importPath: 'example.com/other',
    });
    const { status, detail } = verdictOf('binary/build-info', facts, asked);
    assert.equal(status, 'fail');
    assert.deepEqual(detail.split('\n'), [
      'was not built as asked',
      `the Go version is ${goVersion()}, asked was go1.25.1`,
      'the main package is example.com/hello, asked was example.com/other',
      '-trimpath is not recorded, asked was true',
      'CGO_ENABLED is 0, asked was 1',
      'GOAMD64 is v1, asked was v3',
    ]);
  });

  it('is refused when it carries no build info at all', () => {
    const facts = inspectExecutable('/bin/sh', []);
    assert.match(
      verdictOf('binary/build-info', facts, wanted('linux/amd64')).detail,
      /carries no Go build info/,
    );
  });
});

describe('what is said without refusing', () => {
  it('is symbols and debug information', () => {
    const facts = inspect(goProgram({ source: 'hello', args: ['-trimpath'], env: { GOARCH: 'amd64' } }));
    const asked = wanted('linux/amd64');
    const { status, severity, detail } = verdictOf('binary/stripped', facts, asked);
    assert.deepEqual([status, severity], ['fail', 'info']);
    assert.match(detail, /its symbol table and debug information/);
    const paths = verdictOf('binary/build-paths', facts, asked);
    assert.equal(paths.status, 'skip');
    assert.match(paths.detail, /compressed sections .*\.debug_info/);
  });

  it('is an executable stack', { skip: lacksCgo() }, () => {
    const args = ['-trimpath', '-ldflags=-linkmode=external "-extldflags=-Wl,-z,execstack"'];
    const facts = inspect(goProgram({ ...cgoArgs, args }));
    const { status, severity } = verdictOf(
      'binary/executable-stack',
      facts,
      wanted('linux/amd64', cgoWanted),
    );
    assert.deepEqual([status, severity], ['fail', 'warn']);
  });

  it('is a build path, with where it stands and what to look at', () => {
    const program = goProgram({ source: 'web', args: ['-ldflags=-s -w'], env: { GOARCH: 'amd64' } });
    const { status, severity, detail } = verdictOf(
      'binary/build-paths',
      inspect(program),
      wanted('linux/amd64'),
    );
    assert.deepEqual([status, severity], ['fail', 'warn']);
    assert.match(
      detail,
      /^names directories of the machine that built it, once\nthe source directory at byte \d+: .*main\.go/,
    );
  });
});

describe('what a program does against being taken over, and how it is known', { skip: lacksCgo() }, () => {
  it('RELRO: a static program needs none, one that is relocated is asked for it', () => {
    assert.equal(
      verdictOf('binary/relro', inspect(shippedHello('linux', 'amd64')), wanted('linux/amd64')).detail,
      'nothing is relocated',
    );
    const bare = goProgram({
      ...cgoArgs,
      args: ['-trimpath', '-ldflags=-s -w -linkmode=external -extldflags=-Wl,-z,norelro'],
    });
    const { status, detail } = verdictOf('binary/relro', inspect(bare), wanted('linux/amd64', cgoWanted));
    assert.equal(status, 'fail');
    assert.match(detail, /no PT_GNU_RELRO/);
  });

  it('a build ID: the go command writes one, and -buildid= leaves it out', () => {
    const without = goProgram({
      source: 'hello',
      args: ['-trimpath', '-ldflags=-s -w -buildid='],
      env: { GOARCH: 'amd64' },
    });
    assert.equal(verdictOf('binary/build-id', inspect(without), wanted('linux/amd64')).status, 'fail');
    const { status, detail } = verdictOf(
      'binary/build-id',
      inspect(shippedHello('linux', 'amd64')),
      wanted('linux/amd64'),
    );
    assert.equal(status, 'pass');
    assert.match(detail, /^[\w-]+\/[\w-]+\/[\w-]+\/[\w-]+/);
  });
});
