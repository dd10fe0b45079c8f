import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bytesSource, withFileSource } from '../../../src/binary/byte-source.ts';
import { openProgram } from '../../../src/binary/open-program.ts';
import { assertElfAsReadelf, assertSymbolsAsReadelf } from '../../support/format-agreement.ts';
import { describeShape, pieShapes, shapes, smallProgram } from '../../support/format-programs.ts';
import { readelfRelocations } from '../../support/format-truth.ts';
import { goProgram, lacksCgo } from '../../support/go-programs.ts';
import { lacksReadelf } from '../../support/readelf.ts';

const elfShapes = [...shapes, ...pieShapes].filter(({ platform }) =>
  /^(linux|freebsd|openbsd)/.test(platform),
);

/** Programs and libraries of this machine, which Go did not make. */
function foreignFiles(): string[] {
  const libraries = globSync('/{lib,usr/lib}/*-linux-gnu/{libc.so.6,libcrypto.so.3,libz.so.1}');
  return ['/bin/ls', '/bin/bash', ...libraries].filter((path) => existsSync(path));
}

describe('sections and segments of ELF files are those that readelf lists', { skip: lacksReadelf() }, () => {
  for (const shape of elfShapes)
    it(`of ${describeShape(shape)}`, () => assertElfAsReadelf(smallProgram(shape)));
  it('of programs and libraries that Go did not make', () => {
    for (const path of foreignFiles()) assertElfAsReadelf(path);
  });
  it('of a program with C', { skip: lacksCgo() }, () =>
    assertElfAsReadelf(goProgram({ source: 'cgo', env: { CGO_ENABLED: '1' } }).path),
  );
});

describe('words that the loader changes are those that readelf lists', { skip: lacksReadelf() }, () => {
  const cgoPie = (): string =>
    goProgram({ source: 'cgo', args: ['-trimpath', '-buildmode=pie'], env: { CGO_ENABLED: '1' } }).path;

  const relocations = (path: string): Map<number, number> =>
    withFileSource(path, (source) => new Map(openProgram(source).relocations()));

  for (const shape of pieShapes) {
    it(`of ${describeShape(shape)}`, () => {
      const path = smallProgram(shape);
      const truth = readelfRelocations(path, /_RELATIVE$/);
      assert.ok(truth.size > 1000, `readelf knows only ${truth.size}`);
      assert.deepEqual(relocations(path), truth);
    });
  }
  it('of programs that a C compiler linked', { skip: lacksCgo() }, () => {
    for (const path of [cgoPie(), ...foreignFiles()]) {
      assert.deepEqual(relocations(path), readelfRelocations(path, /_RELATIVE$/), path);
    }
  });
  it('of a program at fixed addresses: none', () => {
    assert.equal(relocations(smallProgram({ platform: 'linux/arm64' })).size, 0);
  });
});

describe('symbols of a program with C are those that readelf lists', {
  skip: lacksReadelf() || lacksCgo(),
}, () => {
  const args = {
    'with shared libraries': [],
    'linked statically': ['-ldflags=-linkmode=external -extldflags=-static'],
  };
  for (const [name, more] of Object.entries(args)) {
    it(name, () => {
      const { path } = goProgram({ source: 'cgo', args: ['-trimpath', ...more], env: { CGO_ENABLED: '1' } });
      assert.ok(assertSymbolsAsReadelf(path) > 1000);
    });
  }
});

describe('an ELF file that only the kernel could read', () => {
  const bytes = readFileSync(smallProgram({ platform: 'linux/amd64' }));

  it('has no sections when its header names none, and keeps its segments', () => {
    const stripped = Buffer.from(bytes);
    stripped.fill(0, 40, 48);
    stripped.fill(0, 58, 64);
    const program = openProgram(bytesSource(stripped));
    assert.deepEqual(program.sections, []);
    assert.deepEqual(program.segments, openProgram(bytesSource(bytes)).segments);
    assert.deepEqual(program.symbols(), []);
  });

  it('has sections without names when it has no names', () => {
    const nameless = Buffer.from(bytes);
    nameless.writeUInt16LE(0, 62);
    const { sections } = openProgram(bytesSource(nameless));
    assert.equal(sections.length, openProgram(bytesSource(bytes)).sections.length);
    assert.ok(sections.every(({ name }) => name === ''));
  });

  it('has the number of its sections in the first one when 16 bits are too few', () => {
    const many = Buffer.from(bytes);
    const at = Number(many.readBigUInt64LE(40));
    const [count, names] = [many.readUInt16LE(60), many.readUInt16LE(62)];
    many.writeUInt16LE(0, 60);
    many.writeUInt16LE(0xffff, 62);
    many.writeBigUInt64LE(BigInt(count), at + 32);
    many.writeUInt32LE(names, at + 40);
    assert.deepEqual(openProgram(bytesSource(many)).sections, openProgram(bytesSource(bytes)).sections);
  });
});
