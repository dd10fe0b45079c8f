import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bytesSource, withFileSource } from '../../../src/binary/byte-source.ts';
import { type BuildInfo, readBuildInfo } from '../../../src/binary/go/build-info.ts';
import { type GoModule, parseModuleInfo } from '../../../src/binary/go/module-info.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { go, goProgram, goVersion, type Program, shipped, shippedHello } from '../../support/go-programs.ts';
import { pointerFormElf } from '../../support/pointer-form-elf.ts';

interface JsonModule {
  readonly Path?: string;
  readonly Version?: string;
  readonly Sum?: string;
  readonly Replace?: JsonModule;
}

/** What `go version -m -json` prints (Go 1.25 and later): runtime/debug.BuildInfo. */
interface JsonInfo {
  readonly GoVersion: string;
  readonly Path?: string;
  readonly Main: JsonModule;
  readonly Deps?: readonly JsonModule[];
  readonly Settings?: readonly { readonly Key: string; readonly Value?: string }[];
}

function moduleOf(json: JsonModule): GoModule {
  return {
    path: json.Path ?? '',
    version: json.Version ?? '',
    ...(json.Sum === undefined ? {} : { sum: json.Sum }),
    ...(json.Replace === undefined ? {} : { replace: moduleOf(json.Replace) }),
  };
}

function goSays(path: string): BuildInfo {
  const json = JSON.parse(go(['version', '-m', '-json', path], {})) as JsonInfo;
  return {
    goVersion: json.GoVersion,
    ...(json.Path === undefined ? {} : { path: json.Path }),
    ...(json.Main.Path === undefined ? {} : { main: moduleOf(json.Main) }),
    dependencies: (json.Deps ?? []).map(moduleOf),
    settings: Object.fromEntries((json.Settings ?? []).map(({ Key, Value }) => [Key, Value ?? ''])),
  };
}

function buildInfo(program: Program): BuildInfo | undefined {
  return withFileSource(program.path, readBuildInfo);
}

describe('Go build info', () => {
  const programs: Readonly<Record<string, () => Program>> = {
    'linux/amd64': () => shippedHello('linux', 'amd64'),
    'linux/arm': () => shippedHello('linux', 'arm', { GOARM: '5' }),
    'linux/s390x, big endian': () => shippedHello('linux', 's390x'),
    'darwin/arm64': () => shippedHello('darwin', 'arm64'),
    'windows/amd64': () => shippedHello('windows', 'amd64'),
    'plan9/arm': () => shippedHello('plan9', 'arm'),
    'plan9/amd64': () => shippedHello('plan9', 'amd64'),
    'a plain go build': () => goProgram({ source: 'hello', env: { GOARCH: 'amd64' } }),
    'a position-independent file': () =>
      goProgram({ source: 'hello', args: [...shipped, '-buildmode=pie'], env: { GOARCH: 'amd64' } }),
    'a module with a replaced dependency': () =>
      goProgram({ source: 'modules', main: './cmd/tool', args: ['-trimpath'] }),
    'settings that need quotes': () =>
      goProgram({
        source: 'hello',
        args: [`-ldflags=-X 'main.a=tab\there " and \` ü' -s`],
        env: { GOARCH: 'amd64' },
      }),
    'the go command itself': () => ({
      path: join(go(['env', 'GOROOT'], {}).trim(), 'bin', 'go'),
      directory: '',
    }),
  };
  for (const [name, make] of Object.entries(programs)) {
    it(`is what go version -m says: ${name}`, () => {
      const program = make();
      assert.deepEqual(buildInfo(program), goSays(program.path));
    });
  }

  it('names the module, the toolchain and how it was built', () => {
    const info = buildInfo(goProgram({ source: 'modules', main: './cmd/tool', args: ['-trimpath'] }));
    assert.equal(info?.goVersion, goVersion());
    assert.equal(info?.path, 'example.com/modules/cmd/tool');
    assert.equal(info?.main?.path, 'example.com/modules');
    assert.deepEqual(info?.dependencies, [
      { path: 'example.com/left', version: 'v1.2.3', replace: { path: './left', version: '(devel)' } },
    ]);
    assert.equal(info?.settings['-trimpath'], 'true');
  });

  it('is found in a Plan 9 program whatever the length of its text, which moves the data in the file', () => {
    const bytes = readFileSync(shippedHello('plan9', 'arm').path);
    const textEnd = 32 + bytes.readUInt32BE(4);
    const expected = readBuildInfo(bytesSource(bytes));
    assert.equal(expected?.settings['GOOS'], 'plan9');
    for (let more = 1; more < 16; more++) {
      const longer = Buffer.concat([bytes.subarray(0, textEnd), Buffer.alloc(more), bytes.subarray(textEnd)]);
      longer.writeUInt32BE(bytes.readUInt32BE(4) + more, 4);
      assert.deepEqual(readBuildInfo(bytesSource(longer)), expected);
    }
  });

  it('is absent from wasm, from a C program and from an empty file', () => {
    assert.equal(buildInfo(shippedHello('wasip1', 'wasm')), undefined);
    assert.equal(readBuildInfo(bytesSource(new Uint8Array())), undefined);
    assert.equal(withFileSource('/bin/sh', readBuildInfo), undefined);
  });

  for (const form of [
    { class: 64, endian: 'little' },
    { class: 64, endian: 'big' },
    { class: 32, endian: 'little' },
    { class: 32, endian: 'big' },
  ] as const) {
    it(`of Go before 1.18, which is pointed to, is read as Go reads it: ${form.class} bit, ${form.endian} endian`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'slipway-buildinfo-'));
      try {
        const path = join(folder, 'old');
        const bytes = pointerFormElf(
          form,
          'go1.16.15',
          'path\texample.com/old\nmod\texample.com/old\t(devel)\t\n',
        );
        writeFileSync(path, bytes);
        const info = readBuildInfo(bytesSource(bytes));
        assert.equal(info?.path, 'example.com/old');
        assert.deepEqual(info, goSays(path));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('is found behind a constant that only looks like it', () => {
    const blob = Buffer.concat([
      Buffer.from('\xff Go buildinf:\x08\x02', 'latin1'),
      Buffer.alloc(16),
      Buffer.from([9]),
      Buffer.from('go1.26.99'),
      Buffer.from([0]),
    ]);
    const lookalike = Buffer.concat([Buffer.from('\xff Go buildinf:', 'latin1'), Buffer.alloc(34, 0xff)]);
    const misplaced = Buffer.concat([Buffer.alloc(8), blob, Buffer.alloc(32)]);
    const file = Buffer.concat([misplaced, Buffer.alloc(16 - (misplaced.length % 16)), lookalike, blob]);
    assert.equal(file.lastIndexOf(blob) % 16, 0);
    assert.equal(readBuildInfo(bytesSource(file))?.goVersion, 'go1.26.99');
  });
});

describe('the text of the build info', () => {
  const printable = fc
    .string({ unit: 'grapheme', minLength: 1 })
    .filter((text) => !/[\n\r\u2028\u2029]/.test(text));

  it('gives back every setting, quoted as the go command quotes it', () => {
    fc.assert(
      fc.property(fc.dictionary(printable, printable, { noNullPrototype: true }), (settings) => {
        const lines = Object.entries(settings).map(
          ([key, value]) => `build\t${goQuote(key, /[= \t"`]/)}=${goQuote(value, /[ \t"`]/)}\n`,
        );
        assert.deepEqual(parseModuleInfo(lines.join('')).settings, settings);
      }),
    );
  });

  it('understands every escape of a Go string', () => {
    const text =
      'build\t"a b"="\\a\\b\\f\\n\\r\\t\\v\\\\\\"\\x41\\102\\u00e9\\U0001F600\\xc3\\xa9"\nbuild\tc=`x "y"`\n';
    const expected = { 'a b': '\x07\b\f\n\r\t\v\\"ABé😀é', c: 'x "y"' };
    assert.deepEqual(parseModuleInfo(text).settings, expected);
  });

  const damaged: readonly [text: string, why: RegExp][] = [
    ['path\ta\nmod\tonly\n', /line 2: 1 columns/],
    ['=>\ta\tv1\th1:x\n', /line 1: a replacement without a module/],
    ['dep\ta\tv1\n=>\tb\tv2\n', /line 2: 2 columns/],
    ['build\t=x\n', /without a key/],
    ['build\tno-equals\n', /without a key/],
    ['build\t"key"x\n', /without "="/],
    ['build\ta="unfinished\n', /not a Go string/],
    ['build\ta=b c\n', /not a Go string/],
    ['build\ta="\\q"\n', /not a Go string/],
  ];
  for (const [text, why] of damaged) {
    it(`is refused with the line when it is damaged: ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => parseModuleInfo(text),
        (error) => error instanceof SlipwayError && error.code === 'E_BINARY' && why.test(error.message),
      );
    });
  }
});

function goQuote(text: string, needsQuotes: RegExp): string {
  if (!needsQuotes.test(text)) return text;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\t', '\\t')}"`;
}
