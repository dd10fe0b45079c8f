import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { readBuildIds } from '../../src/binary/build-ids.ts';
import { bytesSource, withFileSource } from '../../src/binary/byte-source.ts';
import { inspectExecutable } from '../../src/binary/executable.ts';
import { type Hardening, readHardening } from '../../src/binary/hardening.ts';
import { readLinkage } from '../../src/binary/linkage.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import {
  describeShape,
  pieShapes,
  shapes,
  smallProgram,
  strippedShapes,
} from '../support/format-programs.ts';
import { gnuBuildId, goTables } from '../support/format-truth.ts';
import { go, goProgram, lacksCgo, shippedHello } from '../support/go-programs.ts';
import { lacksReadelf, readelf } from '../support/readelf.ts';

const hardeningOf = (path: string): Hardening =>
  withFileSource(path, (source) => readHardening(openProgram(source)));
const changed = (bytes: Buffer, change: (copy: Buffer) => void): Hardening => {
  const copy = Buffer.from(bytes);
  change(copy);
  return readHardening(openProgram(bytesSource(copy)));
};

describe('what a program tells of its hardening', () => {
  const cgo = (...args: string[]): string =>
    goProgram({ source: 'cgo', args: ['-trimpath', ...args], env: { CGO_ENABLED: '1' } }).path;
  const expected: Readonly<Record<string, readonly [() => string, Partial<Hardening>]>> = {
    'linux, as go build makes it': [
      () => smallProgram({ platform: 'linux/amd64' }),
      {
        placement: 'fixed',
        noExecuteData: true,
        relro: 'none',
        writableCode: [],
        dwarf: true,
        symbolTable: true,
      },
    ],
    'linux, position-independent': [
      () => smallProgram({ platform: 'linux/amd64', args: ['-buildmode=pie'] }),
      { placement: 'pie', noExecuteData: true, dwarf: true, symbolTable: true },
    ],
    'darwin, as go build makes it': [
      () => smallProgram({ platform: 'darwin/arm64' }),
      {
        placement: 'pie',
        noExecuteData: true,
        writableCode: [],
        dwarf: true,
        symbolTable: true,
        signed: true,
      },
    ],
    'windows, as go build makes it': [
      () => smallProgram({ platform: 'windows/amd64' }),
      {
        ...{ placement: 'pie', highEntropy: true, noExecuteData: true, writableCode: [] },
        ...{ dwarf: true, symbolTable: true, signed: false },
      },
    ],
    'windows of 32 bit': [
      () => smallProgram({ platform: 'windows/386' }),
      { placement: 'pie', highEntropy: false, noExecuteData: true },
    ],
    'wasm, as go build makes it': [
      () => smallProgram({ platform: 'wasip1/wasm' }),
      { noExecuteData: true, writableCode: [], dwarf: false, symbolTable: true, signed: false },
    ],
  };
  for (const [name, [path, facts]] of Object.entries(expected)) {
    it(name, () => {
      const found = hardeningOf(path());
      for (const [key, value] of Object.entries(facts)) {
        assert.deepEqual(found[key as keyof Hardening], value, key);
      }
    });
  }

  it('of C linked programs too', { skip: lacksCgo() || lacksReadelf() }, () => {
    const shapes = {
      fixed: cgo('-ldflags=-linkmode=external -extldflags=-static'),
      pie: cgo('-buildmode=pie'),
      'static-pie': cgo('-buildmode=pie', '-ldflags=-linkmode=external -extldflags=-static-pie'),
      library: cgo('-buildmode=c-shared'),
    };
    for (const [placement, path] of Object.entries(shapes)) {
      const found = hardeningOf(path);
      assert.equal(found.placement, placement);
      assert.equal(found.relro !== 'none', readelf(path).relro);
      assert.equal(found.noExecuteData, readelf(path).stack === 'RW');
    }
    assert.equal(
      hardeningOf(cgo('-ldflags=-linkmode=external "-extldflags=-Wl,-z,execstack"')).noExecuteData,
      false,
    );
  });

  it('and a stripped one has neither symbols of its own nor DWARF', () => {
    for (const shape of strippedShapes) {
      const { symbolTable, dwarf } = hardeningOf(smallProgram(shape));
      assert.deepEqual({ symbolTable, dwarf }, { symbolTable: false, dwarf: false }, describeShape(shape));
    }
  });

  it('follows the flags of the headers', () => {
    const macho = readFileSync(smallProgram({ platform: 'darwin/arm64' }));
    const flags = macho.readUInt32LE(24);
    assert.equal(changed(macho, (copy) => copy.writeUInt32LE(flags | 0x20000, 24)).noExecuteData, false);
    assert.equal(changed(macho, (copy) => copy.writeUInt32LE(flags & ~0x200000, 24)).placement, 'fixed');
    assert.equal(changed(macho, (copy) => copy.writeUInt32LE(6, 12)).placement, 'library');

    const pe = readFileSync(smallProgram({ platform: 'windows/amd64' }));
    const coff = pe.readUInt32LE(60) + 4;
    assert.equal(changed(pe, (copy) => copy.writeUInt16LE(0x100, coff + 20 + 70)).placement, 'fixed');
    assert.equal(changed(pe, (copy) => copy.writeUInt16LE(0x140, coff + 20 + 70)).highEntropy, false);
    assert.equal(changed(pe, (copy) => copy.writeUInt16LE(0x60, coff + 20 + 70)).noExecuteData, false);
    assert.equal(
      changed(pe, (copy) => copy.writeUInt16LE(copy.readUInt16LE(coff + 18) | 0x2000, coff + 18)).placement,
      'library',
    );
    // Characteristics of the first section, .text: writable, executable, readable, code.
    const section = coff + 20 + pe.readUInt16LE(coff + 16);
    assert.deepEqual(changed(pe, (copy) => copy.writeUInt32LE(0xe0000020, section + 36)).writableCode, [
      { name: '.text', address: 0x140001000 },
    ]);
  });
});

describe('the build ID is what go tool buildid says', () => {
  for (const shape of [...shapes, ...pieShapes, ...strippedShapes]) {
    it(`of ${describeShape(shape)}`, () => {
      const path = smallProgram(shape);
      const truth = go(['tool', 'buildid', path], {}).trim();
      assert.ok(truth.length > 60, truth);
      assert.equal(
        withFileSource(path, (source) => readBuildIds(openProgram(source)).go),
        truth,
      );
    });
  }

  for (const [os, architecture] of [
    ['aix', 'ppc64'],
    ['plan9', '386'],
    ['plan9', 'amd64'],
    ['plan9', 'arm'],
  ] as const) {
    it(`of ${os}/${architecture}, whose sections are not read`, () => {
      const { path } = shippedHello(os, architecture);
      const { buildIds } = inspectExecutable(path, []);
      assert.deepEqual(buildIds, { go: go(['tool', 'buildid', path], {}).trim() });
      const without = goProgram({
        source: 'hello',
        args: ['-trimpath', '-ldflags=-s -w -buildid='],
        env: { GOOS: os, GOARCH: architecture },
      });
      assert.deepEqual(inspectExecutable(without.path, []).buildIds, {});
    });
  }

  it("and GNU's is what readelf says", { skip: lacksReadelf() }, () => {
    const ids = (path: string): string | undefined =>
      withFileSource(path, (source) => readBuildIds(openProgram(source)).gnu);
    const path = smallProgram({ platform: 'linux/amd64', go: 'go1.27.1' });
    assert.match(ids(path) ?? '', /^[0-9a-f]{40}$/);
    assert.equal(ids(path), gnuBuildId(path));
    assert.equal(ids('/bin/ls'), gnuBuildId('/bin/ls'));
    // Go writes none of its own before 1.24.
    assert.equal(ids(smallProgram({ platform: 'linux/amd64', go: 'go1.22.12' })), undefined);
  });

  it('and of Mach-O the UUID is that of LC_UUID', () => {
    const path = smallProgram({ platform: 'darwin/arm64' });
    const bytes = readFileSync(path);
    const command = Buffer.from('1b00000018000000', 'hex');
    const at = bytes.indexOf(command) + command.length;
    const { uuid } = hardeningOf(path).buildIds;
    assert.equal(uuid, bytes.toString('hex', at, at + 16));
    // A UUID of version 3, as cmd/link/internal/ld, uuidFromGoBuildId, makes it.
    assert.match(uuid ?? '', /^.{12}3/);
  });
});

describe('what a program needs to start', () => {
  it('is a loader and libraries for darwin, as debug/macho reads them', () => {
    for (const platform of ['darwin/arm64', 'darwin/amd64']) {
      const path = smallProgram({ platform });
      const linkage = withFileSource(path, (source) => readLinkage(openProgram(source)));
      assert.equal(linkage.interpreter, '/usr/lib/dyld');
      assert.deepEqual(linkage.libraries, goTables(path)[0]?.Libraries);
      assert.ok(linkage.libraries.includes('/usr/lib/libSystem.B.dylib'));
    }
  });

  it('is what readelf says for ELF', { skip: lacksReadelf() }, () => {
    for (const path of [
      smallProgram({ platform: 'openbsd/amd64' }),
      smallProgram({ platform: 'linux/arm' }),
      '/bin/ls',
    ]) {
      const { interpreter, neededLibraries, libraryPaths } = readelf(path);
      const linkage = withFileSource(path, (source) => readLinkage(openProgram(source)));
      assert.deepEqual(
        {
          interpreter: linkage.interpreter,
          libraries: linkage.libraries,
          libraryPaths: linkage.libraryPaths,
        },
        { interpreter, libraries: neededLibraries, libraryPaths },
      );
    }
  });
});
