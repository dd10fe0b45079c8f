import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { breakdown, type Part, refine } from '../../src/binary/breakdown.ts';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import {
  describeShape,
  pieShapes,
  realProgram,
  type Shape,
  shapes,
  smallProgram,
  strippedShapes,
} from '../support/format-programs.ts';

const partsOf = (bytes: Uint8Array): Part[] => breakdown(openProgram(bytesSource(bytes)));
const fileOf = (shape: Shape): Buffer => readFileSync(smallProgram(shape));

/** Every byte belongs to one part, padding is zeros, and what is no padding is none. */
function assertWhole(parts: readonly Part<string>[], bytes: Uint8Array): void {
  let end = 0;
  for (const { name, kind, offset, bytes: length } of parts) {
    assert.equal(offset, end, `${name} at ${offset}`);
    assert.ok(length > 0, name);
    end += length;
    const content = bytes.subarray(offset, end);
    if (kind === 'padding')
      assert.ok(
        content.every((byte) => byte === 0),
        `padding at ${offset}`,
      );
    if (kind === 'unknown') assert.ok(content[0] !== 0 && content.at(-1) !== 0, `unknown at ${offset}`);
  }
  assert.equal(end, bytes.length);
}

function assertAccounted(path: string): void {
  const bytes = readFileSync(path);
  const program = openProgram(bytesSource(bytes));
  const parts = breakdown(program);
  assertWhole(parts, bytes);
  assert.deepEqual(
    parts.filter(({ kind }) => kind === 'unknown' || kind === 'overlay'),
    [],
  );
  for (const [index, section] of program.sections.entries()) {
    const held = parts.filter((part) => part.section === index).reduce((sum, part) => sum + part.bytes, 0);
    if (section.name !== '.symtab') assert.equal(held, section.bytes, section.name);
  }
  for (const table of program.headers) {
    assert.ok(
      parts.some(
        (part) => part.offset === table.offset && part.bytes === table.bytes && part.kind === table.kind,
      ),
      `${table.name} at ${table.offset}`,
    );
  }
}

describe('the parts of a file add up to it, and none of a Go program is unknown', () => {
  for (const shape of [...shapes, ...pieShapes, ...strippedShapes]) {
    it(`of ${describeShape(shape)}`, () => assertAccounted(smallProgram(shape)));
  }
  for (const platform of ['linux/amd64', 'darwin/arm64', 'windows/amd64']) {
    it(`of age for ${platform}`, () => assertAccounted(realProgram(platform)));
  }
  it('of files that Go did not make', () => {
    const libraries = globSync('/{lib,usr/lib}/*-linux-gnu/{libc.so.6,libcrypto.so.3}');
    for (const path of ['/bin/ls', ...libraries].filter((each) => existsSync(each))) {
      assertWhole(partsOf(readFileSync(path)), readFileSync(path));
    }
  });
});

describe('a part says what it is', () => {
  const kindsOf = (shape: Shape): Map<string, string> =>
    new Map(partsOf(fileOf(shape)).map(({ name, kind }) => [name, kind]));

  it('symbols and DWARF by every format', () => {
    const expected: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      [
        'linux/amd64',
        { '.symtab': 'symbols', '.strtab': 'symbols', '.debug_info': 'debug', '.text': 'section' },
      ],
      [
        'darwin/arm64',
        {
          'symbol table': 'symbols',
          'code signature': 'signature',
          '__DWARF,__zdebug_info': 'debug',
          rebases: 'linking',
        },
      ],
      ['windows/amd64', { 'symbol table': 'symbols', 'string table': 'symbols', '.zdebug_info': 'debug' }],
      ['wasip1/wasm', { name: 'symbols', code: 'section', 'wasm header': 'header' }],
    ];
    for (const [platform, kinds] of expected) {
      const found = kindsOf({ platform });
      for (const [name, kind] of Object.entries(kinds))
        assert.equal(found.get(name), kind, `${platform} ${name}`);
    }
  });

  it('and a stripped file has neither', () => {
    for (const shape of strippedShapes) {
      const kinds = new Set(kindsOf(shape).values());
      assert.ok(!kinds.has('debug'), describeShape(shape));
      // What a Mach-O file takes from libraries, and the four bytes of an empty string table of PE, stay.
      if (!/darwin|windows/.test(shape.platform)) assert.ok(!kinds.has('symbols'), describeShape(shape));
    }
  });
});

describe('what the format does not account for', () => {
  const bytes = fileOf({ platform: 'linux/amd64' });

  it('is an overlay behind the last part, and unknown between parts', () => {
    const note = Buffer.from('\0\0\0\0some notes\0', 'latin1');
    const changed = Buffer.concat([bytes, note]);
    const hole = partsOf(bytes).find(({ kind, bytes: length }) => kind === 'padding' && length > 64);
    assert.ok(hole);
    changed.write('\x01\0\x02', hole.offset + 10, 'latin1');
    const parts = partsOf(changed);
    assertWhole(parts, changed);
    assert.deepEqual(parts.at(-1), { name: 'overlay', kind: 'overlay', offset: bytes.length + 4, bytes: 11 });
    const unknown = parts.filter(({ kind }) => kind === 'unknown');
    assert.deepEqual(unknown, [{ name: 'unknown', kind: 'unknown', offset: hole.offset + 10, bytes: 3 }]);
  });

  it('is what the loader maps, in a file without sections', () => {
    const stripped = Buffer.from(bytes);
    stripped.fill(0, 40, 48);
    stripped.fill(0, 58, 64);
    const parts = partsOf(stripped);
    assertWhole(parts, stripped);
    const mapped = parts.filter(({ kind }) => kind === 'segment').reduce((sum, part) => sum + part.bytes, 0);
    assert.ok(mapped > 1_000_000, `${mapped} bytes`);
  });
});

describe('where sections overlap', () => {
  const bytes = fileOf({ platform: 'linux/amd64' });
  const table = Number(bytes.readBigUInt64LE(40));
  const patched = (section: number, offset: number, length: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy.writeBigUInt64LE(BigInt(offset), table + section * 64 + 24);
    copy.writeBigUInt64LE(BigInt(length), table + section * 64 + 32);
    return copy;
  };

  it('the one that begins first keeps the bytes, headers keep theirs, and the sum stays', () => {
    const { sections } = openProgram(bytesSource(bytes));
    const text = sections.findIndex(({ name }) => name === '.text');
    const inside = sections[text] ?? assert.fail();
    // The next section begins in the middle of .text; the last has all of the file.
    const twice = patched(text + 2, inside.offset + 1000, inside.bytes);
    assertWhole(partsOf(twice), twice);
    assert.equal(partsOf(twice).find(({ name }) => name === '.text')?.bytes, inside.bytes);
    const all = patched(sections.length - 1, 0, bytes.length);
    const parts = partsOf(all);
    assertWhole(parts, all);
    assert.deepEqual(
      parts
        .filter(({ kind }) => kind === 'header')
        .map(({ name }) => name)
        .slice(0, 3),
      ['ELF header', 'program headers', 'section headers'],
    );
    assert.ok(!parts.some(({ name }) => name === '.text'));
  });

  it('what lies outside of the file is cut', () => {
    for (const [offset, length] of [
      [bytes.length - 10, 100],
      [bytes.length + 1, 10],
      [2 ** 52, 2 ** 52],
    ] as const) {
      const copy = patched(3, offset, length);
      assertWhole(partsOf(copy), copy);
    }
  });
});

describe('finer parts', () => {
  const coarse = (lengths: readonly number[]): Part<'coarse'>[] => {
    let end = 0;
    return lengths.map((length, index) => {
      const part = {
        name: `part ${index}`,
        kind: 'coarse',
        offset: end,
        bytes: length,
        section: index,
      } as const;
      end += length;
      return part;
    });
  };

  it('take their bytes of the parts they lie in, whatever they are; the sum stays', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
    const pieces = fc.array(fc.record({ offset: fc.nat(200), bytes: fc.nat(60) }), { maxLength: 12 });
    fc.assert(
      fc.property(lengths, pieces, (each, finer) => {
        const parts = coarse(each);
        const total = each.reduce((sum, length) => sum + length, 0);
        const owner = new Array<number>(total).fill(-1);
        // The truth, byte by byte: the piece that begins first keeps it, of two the first in the list.
        const order = finer.map((piece, index) => ({ ...piece, index })).sort((a, b) => a.offset - b.offset);
        for (const { offset, bytes, index } of order) {
          for (let at = offset; at < Math.min(total, offset + bytes); at++)
            if (owner[at] === -1) owner[at] = index;
        }
        const refined = refine(
          parts,
          finer.map((piece, index) => ({ ...piece, name: `${index}`, kind: 'fine' as const })),
        );
        assertWhole(refined, new Uint8Array(total));
        for (const { offset, bytes, kind, name, section } of refined) {
          for (let at = offset; at < offset + bytes; at++) {
            assert.equal(kind === 'fine' ? Number(name) : -1, owner[at], `byte ${at}`);
            const within = parts[section ?? -1] ?? assert.fail();
            assert.ok(at >= within.offset && at < within.offset + within.bytes);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('of a section leave the rest of it to the section', () => {
    const parts = coarse([100]);
    assert.deepEqual(
      refine(parts, [{ name: 'header', kind: 'table', offset: 10, bytes: 20 }]).map(
        ({ name, offset, bytes }) => `${name} ${offset} ${bytes}`,
      ),
      ['part 0 0 10', 'header 10 20', 'part 0 30 70'],
    );
  });
});
