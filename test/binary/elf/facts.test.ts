import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bytesSource, withFileSource } from '../../../src/binary/byte-source.ts';
import { type ElfFacts, readElf } from '../../../src/binary/elf/facts.ts';
import { readElfHeader } from '../../../src/binary/elf/header.ts';
import { architectureOf, describeMachine } from '../../../src/binary/elf/machine.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import {
  goProgram,
  lacksCgo,
  linuxArchitectures,
  type Program,
  shipped,
  shippedHello,
} from '../../support/go-programs.ts';
import { lacksReadelf, type Readelf, readelf } from '../../support/readelf.ts';

/** One program of every shape that Go and the C linker make for this machine's own architecture. */
const shapes: Readonly<Record<string, () => Program>> = {
  'plain go build': () => goProgram({ source: 'hello', env: { GOARCH: 'amd64' } }),
  'position-independent without cgo': () =>
    goProgram({ source: 'hello', args: [...shipped, '-buildmode=pie'], env: { GOARCH: 'amd64' } }),
  'cgo against shared libraries': () => cgo(),
  'cgo with a run path and early binding': () =>
    cgo('-buildmode=pie', '-ldflags=-s -w "-extldflags=-Wl,-rpath,/opt/acme/lib:$ORIGIN/lib -Wl,-z,now"'),
  'cgo with an executable stack': () => cgo('-ldflags=-linkmode=external "-extldflags=-Wl,-z,execstack"'),
  'cgo linked statically': () => cgo('-ldflags=-linkmode=external -extldflags=-static'),
  'cgo linked statically and position-independent': () =>
    cgo('-buildmode=pie', '-ldflags=-linkmode=external -extldflags=-static-pie'),
};

function cgo(...args: string[]): Program {
  return goProgram({ source: 'cgo', args: ['-trimpath', ...args], env: { CGO_ENABLED: '1' } });
}

function skipOf(shape: string): string | false {
  return shape.startsWith('cgo') && lacksCgo();
}

function facts(program: Program): ElfFacts {
  return withFileSource(program.path, readElf);
}

const machineNames: Readonly<Record<string, string>> = {
  'Advanced Micro Devices X86-64': 'x86-64',
  'MIPS R3000': 'MIPS',
};

function asReadelfSays(elf: ElfFacts): Omit<Readelf, 'machine'> {
  return {
    class: elf.header.class,
    endian: elf.header.endian,
    type: elf.header.type === 2 ? 'EXEC' : 'DYN',
    entry: elf.header.entry,
    flags: elf.header.flags,
    segments: elf.header.programHeaders.count,
    sections: elf.sections.map((section) => section.name),
    interpreter: elf.interpreter,
    neededLibraries: elf.neededLibraries,
    libraryPaths: elf.libraryPaths,
    stack: elf.executableStack === undefined ? undefined : elf.executableStack ? 'RWE' : 'RW',
    relro: elf.relro !== 'none',
    bindsNow: elf.relro === 'full',
  };
}

function assertAgrees(program: Program): void {
  const elf = facts(program);
  const { machine, ...truth } = readelf(program.path);
  assert.deepEqual(asReadelfSays(elf), truth);
  assert.ok(describeMachine(elf.header).startsWith(machineNames[machine] ?? machine), machine);
}

describe('ELF files', { skip: lacksReadelf() }, () => {
  for (const architecture of linuxArchitectures) {
    it(`of linux/${architecture} are read as readelf reads them`, () => {
      const program = shippedHello('linux', architecture);
      assertAgrees(program);
      assert.equal(architectureOf(facts(program).header), architecture);
    });
  }
  for (const [shape, make] of Object.entries(shapes)) {
    it(`made by ${shape} are read as readelf reads them`, { skip: skipOf(shape) }, () =>
      assertAgrees(make()),
    );
  }
});

describe('the way a program gets its code', () => {
  const expected: Readonly<Record<string, ElfFacts['linkage']>> = {
    'plain go build': 'static',
    'position-independent without cgo': 'pie',
    'cgo against shared libraries': 'dynamic',
    'cgo with a run path and early binding': 'dynamic',
    'cgo linked statically': 'static',
    'cgo linked statically and position-independent': 'static-pie',
  };
  for (const [shape, linkage] of Object.entries(expected)) {
    it(`is ${linkage} for ${shape}`, { skip: skipOf(shape) }, () => {
      const program = shapes[shape]?.();
      assert.ok(program);
      assert.equal(facts(program).linkage, linkage);
    });
  }
});

describe('what is left in a file', () => {
  it('is neither symbols nor DWARF after -s -w, for every port', () => {
    for (const architecture of linuxArchitectures) {
      const { symbolTable, dwarf } = facts(shippedHello('linux', architecture));
      assert.deepEqual(
        { architecture, symbolTable, dwarf },
        { architecture, symbolTable: false, dwarf: false },
      );
    }
  });

  it('is a symbol table and compressed DWARF after a plain go build', () => {
    const elf = facts(goProgram({ source: 'hello', env: { GOARCH: 'amd64' } }));
    assert.ok(elf.symbolTable && elf.dwarf);
    assert.ok(elf.compressedSections.includes('.debug_info'), elf.compressedSections.join(' '));
  });

  it('is no segment that is writable and executable, until one is made so', () => {
    const bytes = Uint8Array.from(readFileSync(shippedHello('linux', 'amd64').path));
    const { header, writableCode } = readElf(bytesSource(bytes));
    assert.deepEqual(writableCode, []);
    for (let index = 0; index < header.programHeaders.count; index++) {
      const at = header.programHeaders.offset + index * header.programHeaders.entryBytes;
      if (bytes[at] === 1) bytes[at + 4] = 7;
    }
    const loads = readElf(bytesSource(bytes)).writableCode;
    assert.equal(loads.length, 3);
    assert.ok(loads.includes(0x400000));
  });
});

describe('a file that is not ELF', () => {
  const whole = readFileSync(shippedHello('linux', 'amd64').path).subarray(0, 64);
  const cases: readonly { name: string; head: Uint8Array; why: RegExp }[] = [
    { name: 'an empty file', head: new Uint8Array(), why: /does not begin with/ },
    { name: 'a script', head: Buffer.from('#!/bin/sh\n'), why: /does not begin with/ },
    { name: 'a header of an unknown class', head: patched(4, 3), why: /class \(byte 4\) is 3/ },
    { name: 'a header of an unknown byte order', head: patched(5, 0), why: /byte order \(byte 5\) is 0/ },
    { name: 'a header of a later version', head: patched(6, 2), why: /version \(byte 6\) is 2/ },
    { name: 'a header that is cut', head: whole.subarray(0, 63), why: /ends after 63 bytes/ },
  ];
  function patched(offset: number, value: number): Uint8Array {
    const copy = Uint8Array.from(whole);
    copy[offset] = value;
    return copy;
  }
  for (const { name, head, why } of cases) {
    it(`is refused with the reason: ${name}`, () => {
      assert.throws(
        () => readElfHeader(head),
        (error) => error instanceof SlipwayError && error.code === 'E_BINARY' && why.test(error.message),
      );
    });
  }
});
