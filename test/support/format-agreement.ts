import assert from 'node:assert/strict';
import { withFileSource } from '../../src/binary/byte-source.ts';
import { readLinkage } from '../../src/binary/linkage.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import type { ProgramFile, ProgramSymbol } from '../../src/binary/program-file.ts';
import {
  goTables,
  readelfSections,
  readelfSegments,
  readelfSymbols,
  type TruthRange,
  type TruthTables,
} from './format-truth.ts';

// A view beside what the real tools say of the same file.

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

/** Sections and segments. */
export function assertElfAsReadelf(path: string): void {
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

const symbolKinds: Readonly<Record<string, ProgramSymbol['kind']>> = {
  ...{ FUNC: 'function', IFUNC: 'function', OBJECT: 'object', TLS: 'object', COMMON: 'object' },
};

/** The symbol table; returns its length. */
export function assertSymbolsAsReadelf(path: string): number {
  const { sections, symbols } = withFileSource(path, (source) => {
    const program = openProgram(source);
    return { sections: program.sections, symbols: program.symbols() };
  });
  const truth = readelfSymbols(path);
  assert.equal(symbols.length, truth.length);
  for (const [index, { name: wanted, address, bytes, type, section }] of truth.entries()) {
    const found = symbols[index] ?? assert.fail();
    const inside = /^\d+$/.test(section) ? Number(section) - 1 : undefined;
    const called = type === 'SECTION' ? sections[inside ?? -1]?.name : wanted;
    assert.deepEqual(
      { ...found, name: type === 'SECTION' ? called : found.name.replace(/@.*/, '') },
      { name: called, address, bytes, section: inside, kind: symbolKinds[type] ?? 'other' },
    );
  }
  return truth.length;
}

const zeroFill = 1;
/** S_ATTR_DEBUG. */
const debugging = 0x02000000;

/** Sections and segments. */
export function assertMachoAsGo(program: ProgramFile, truth: TruthTables): void {
  assert.deepEqual(
    program.sections.map(({ name, offset, bytes, address, memoryBytes, loaded }) =>
      loaded ? { name, offset, bytes, address, memoryBytes } : { name, offset, bytes },
    ),
    (truth.Sections ?? []).map(({ Name, Offset, Bytes, Address, MemoryBytes, Flags }) => ({
      ...{ name: Name, offset: Offset, bytes: (Flags & 0xff) === zeroFill ? 0 : Bytes },
      ...(Name.startsWith('__DWARF,') || (Flags & debugging) !== 0
        ? {}
        : { address: Address, memoryBytes: MemoryBytes }),
    })),
  );
  assert.deepEqual(
    program.segments.map(({ name, offset, bytes, address, memoryBytes, writable, executable }) => ({
      ...{ name, offset, bytes, address, memoryBytes },
      protection: 1 + (writable ? 2 : 0) + (executable ? 4 : 0),
    })),
    (truth.Segments ?? [])
      .filter(({ Name, MemoryBytes }) => Name !== '__PAGEZERO' && MemoryBytes > 0)
      .map(({ Name, Offset, Bytes, Address, MemoryBytes, Flags }) => ({
        ...{ name: Name, offset: Offset, bytes: Bytes, address: Address, memoryBytes: MemoryBytes },
        protection: Flags,
      })),
  );
}

const uninitialized = 0x80;

/** Sections and imports. */
export function assertPeAsGo(path: string): void {
  const [truth] = goTables(path);
  assert.ok(truth && (truth.Sections ?? []).length > 2);
  withFileSource(path, (source) => {
    const program = openProgram(source);
    assert.deepEqual(
      program.sections.map(({ name, offset }) => ({ name, offset })),
      (truth.Sections ?? []).map(({ Name, Offset }) => ({ name: Name, offset: Offset })),
    );
    for (const [index, section] of program.sections.entries()) {
      const each: TruthRange = truth.Sections?.[index] ?? assert.fail();
      const held = (each.Flags & uninitialized) === 0 && each.Offset > 0 ? each.Bytes : 0;
      // What the file has beyond the memory's length is padding to the file's alignment.
      assert.equal(
        section.bytes,
        each.MemoryBytes === 0 ? held : Math.min(held, each.MemoryBytes),
        each.Name,
      );
      assert.equal(section.loaded, !/^\.z?debug_|^\.symtab$/.test(each.Name), each.Name);
      if (section.loaded) assert.equal(section.address, truth.ImageBase + each.Address, each.Name);
      if (section.loaded) assert.equal(section.memoryBytes, each.MemoryBytes || each.Bytes, each.Name);
    }
    const libraries = new Set((truth.Libraries ?? []).map((symbol) => symbol.split(':')[1]));
    assert.deepEqual(new Set(readLinkage(program).libraries), libraries);
  });
}
