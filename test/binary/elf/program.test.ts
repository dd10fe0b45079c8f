import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bytesSource, withFileSource } from '../../../src/binary/byte-source.ts';
import { openProgram } from '../../../src/binary/open-program.ts';
import type { ProgramFile, ProgramSymbol } from '../../../src/binary/program-file.ts';
import { describeShape, pieShapes, shapes, smallProgram } from '../../support/format-programs.ts';
import {
  readelfRelocations,
  readelfSections,
  readelfSegments,
  readelfSymbols,
} from '../../support/format-truth.ts';
import { goProgram, lacksCgo } from '../../support/go-programs.ts';
import { lacksReadelf } from '../../support/readelf.ts';

const elfShapes = [...shapes, ...pieShapes].filter(({ platform }) =>
  /^(linux|freebsd|openbsd)/.test(platform),
);

/** Go of 1.18 makes .zdebug_ sections, which have no flag. */
function sectionFlags({
  loaded,
  writable,
  executable,
  compressed,
  name,
}: ProgramFile['sections'][number]): string {
  const flag = compressed && !name.startsWith('.zdebug_') ? 'C' : '';
  return [writable ? 'W' : '', loaded ? 'A' : '', executable ? 'X' : '', flag].join('');
}

function assertAsReadelf(path: string): void {
  withFileSource(path, (source) => {
    const program = openProgram(source);
    const sections = readelfSections(path);
    assert.ok(sections.length > 5, `readelf knows only ${sections.length} sections`);
    assert.deepEqual(
      program.sections.map((section) => ({
        ...{ name: section.name, offset: section.offset, bytes: section.bytes },
        ...{ address: section.address, memoryBytes: section.memoryBytes, flags: sectionFlags(section) },
      })),
      sections.map(({ name, type, address, offset, bytes, flags }) => ({
        ...{ name, offset, bytes: type === 'NOBITS' ? 0 : bytes },
        ...{
          address: flags.includes('A') ? address : 0,
          memoryBytes: flags.includes('A') ? bytes : 0,
          flags: flags.replaceAll(/[^WAXC]/g, ''),
        },
      })),
    );
    assert.deepEqual(
      program.segments.map(({ name, writable, executable, ...place }) => ({
        ...place,
        flags: ['R', writable ? 'W' : '', executable ? 'E' : ''].join(''),
      })),
      readelfSegments(path)
        .filter(({ type }) => type === 'LOAD')
        .map(({ type, ...place }) => place),
    );
  });
}

/** Programs and libraries of this machine, which Go did not make. */
function foreignFiles(): string[] {
  const libraries = globSync('/{lib,usr/lib}/*-linux-gnu/{libc.so.6,libcrypto.so.3,libz.so.1}');
  return ['/bin/ls', '/bin/bash', ...libraries].filter((path) => existsSync(path));
}

describe('sections and segments of ELF files are those that readelf lists', { skip: lacksReadelf() }, () => {
  for (const shape of elfShapes) it(`of ${describeShape(shape)}`, () => assertAsReadelf(smallProgram(shape)));
  it('of programs and libraries that Go did not make', () => {
    for (const path of foreignFiles()) assertAsReadelf(path);
  });
  it('of a program with C', { skip: lacksCgo() }, () =>
    assertAsReadelf(goProgram({ source: 'cgo', env: { CGO_ENABLED: '1' } }).path),
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
  const kinds: Readonly<Record<string, ProgramSymbol['kind']>> = {
    ...{ FUNC: 'function', IFUNC: 'function', OBJECT: 'object', TLS: 'object', COMMON: 'object' },
  };
  const args = {
    'with shared libraries': [],
    'linked statically': ['-ldflags=-linkmode=external -extldflags=-static'],
  };
  for (const [name, more] of Object.entries(args)) {
    it(name, () => {
      const { path } = goProgram({ source: 'cgo', args: ['-trimpath', ...more], env: { CGO_ENABLED: '1' } });
      const { sections, symbols } = withFileSource(path, (source) => {
        const program = openProgram(source);
        return { sections: program.sections, symbols: program.symbols() };
      });
      const truth = readelfSymbols(path);
      assert.ok(truth.length > 1000 && truth.some(({ type }) => type === 'FILE'));
      assert.equal(symbols.length, truth.length);
      for (const [index, { name: wanted, address, bytes, type, section }] of truth.entries()) {
        const found = symbols[index] ?? assert.fail();
        const inside = /^\d+$/.test(section) ? Number(section) - 1 : undefined;
        const called = type === 'SECTION' ? sections[inside ?? -1]?.name : wanted;
        assert.deepEqual(
          { ...found, name: type === 'SECTION' ? called : found.name.replace(/@.*/, '') },
          { name: called, address, bytes, section: inside, kind: kinds[type] ?? 'other' },
        );
      }
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
