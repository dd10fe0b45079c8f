import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bytesSource, withFileSource } from '../../../../src/binary/byte-source.ts';
import { buildInfoRange } from '../../../../src/binary/go/build-info.ts';
import { partName } from '../../../../src/binary/go/ledger/go-parts.ts';
import { goLedger } from '../../../../src/binary/go/ledger/ledger.ts';
import { openProgram } from '../../../../src/binary/open-program.ts';
import { fileRangeOf, type NamedRange, type ProgramFile } from '../../../../src/binary/program-file.ts';
import { partedBreakdown } from '../../../../src/binary/section-parts.ts';
import {
  describeShape,
  pieShapes,
  realProgram,
  type Shape,
  shapes,
  smallProgram,
  strippedShapes,
} from '../../../support/format-programs.ts';
import { goNm } from '../../../support/go-nm.ts';
import { goProgram } from '../../../support/go-programs.ts';
import { tellingLinker } from '../../../support/telling-linker.ts';

/** The last versions before the linker changed what it writes, which the shapes do not have. */
const between: readonly Shape[] = ['go1.20.14', 'go1.24.10', 'go1.25.5'].flatMap((go) =>
  ['linux/amd64', 'darwin/arm64', 'windows/amd64'].map((platform) => ({ platform, go })),
);

function partsOf(program: ProgramFile): readonly NamedRange[] {
  const ledger = goLedger(program);
  assert.ok(ledger);
  return ledger.parts;
}

interface Carrier {
  readonly name: string;
  /** In the file. */
  readonly start: number;
  /** Where the next symbol begins. */
  readonly next: number;
  readonly bytes: number;
}

/** Symbols that `go tool nm` knows of a file, and how far each is from the next one that is elsewhere. */
function carriersOf(path: string, program: ProgramFile): Carrier[] {
  const all = goNm(path).flatMap(({ address, ...symbol }) =>
    address === undefined ? [] : [{ address, ...symbol }],
  );
  return all.flatMap(({ name, address, bytes }, index) => {
    const start = fileRangeOf(program, address)?.offset;
    if (start === undefined) return [];
    const next = all.slice(index).find((other) => other.address > address)?.address;
    return [{ name, start, bytes, next: start + (next ?? address) - address }];
  });
}

/** Symbols around many things that no version has in its own name: which part they are. */
const around: readonly (readonly [RegExp, string])[] = [
  [/^go[.:]string\.\*$/, partName.strings],
  // Mach-O's names have an underscore before them, which is taken off those with a dot.
  [/^_?type(rel)?[.:]\*$/, partName.types],
  [/^go[.:]func\.\*$/, partName.funcdata],
];

/** Bytes of a part between two places of the file. */
function sumOf(parts: readonly NamedRange[], name: string, from = 0, to = Number.POSITIVE_INFINITY): number {
  return parts
    .filter((part) => part.name === name)
    .map(({ offset, bytes }) => Math.min(to, offset + bytes) - Math.max(from, offset))
    .reduce((sum, bytes) => sum + Math.max(0, bytes), 0);
}

describe('parts are where the symbols are that the linker puts around them', () => {
  for (const shape of [...shapes, ...between, ...pieShapes].filter(
    ({ platform }) => !platform.endsWith('wasm'),
  )) {
    it(`of ${describeShape(shape)}`, () => {
      const path = smallProgram(shape);
      const program = openProgram(bytesSource(readFileSync(path)));
      const parts = partsOf(program);
      const carriers = carriersOf(path, program);
      for (const [pattern, part] of around) {
        const carrier = carriers.find(({ name }) => pattern.test(name));
        assert.ok(carrier, `${pattern}`);
        const first = parts.find(({ name }) => name === part);
        // The first type stands behind a byte or a word that is none's, where types need relocations.
        const skipped = part === partName.types ? carrier.start - (first?.offset ?? 0) : 0;
        assert.ok(
          skipped === 0 || skipped === 1 || skipped === program.wordBytes,
          `${part} at ${first?.offset}, not ${carrier.start}`,
        );
        assert.equal(first?.offset, carrier.start - skipped, part);
        const itabs = sumOf(parts, partName.itabs, carrier.start, carrier.next);
        const behind = part === partName.types ? itabs : 0;
        assert.equal(sumOf(parts, part) + behind, carrier.next - carrier.start + skipped, part);
      }
      const masks = carriers.find(({ name }) => name === 'runtime.gcbits.*') ?? assert.fail();
      assert.equal(parts.find(({ name }) => name === partName.masks)?.offset, masks.start);
      // Between masks there may be padding.
      const inside = sumOf(parts, partName.masks, masks.start, masks.next);
      assert.ok(inside > 0 && inside <= masks.next - masks.start, `${inside} of ${masks.next - masks.start}`);
    });
  }
});

describe('parts have the lengths that symbols have', () => {
  const elf = [...shapes, ...between, ...pieShapes].filter(({ platform }) => /linux|bsd/.test(platform));
  for (const shape of elf) {
    it(`of ${describeShape(shape)}`, () => {
      const path = smallProgram(shape);
      const source = bytesSource(readFileSync(path));
      const program = openProgram(source);
      const parts = partsOf(program);
      const carriers = carriersOf(path, program);
      const told = (pattern: RegExp): number =>
        carriers.filter(({ name }) => pattern.test(name)).reduce((sum, { bytes }) => sum + bytes, 0);
      assert.equal(sumOf(parts, partName.index), told(/^runtime\.findfunctab$/));
      const itabs = told(/^go[.:]itab\./);
      if (itabs > 0) assert.equal(sumOf(parts, partName.itabs), itabs);
      assert.equal(sumOf(parts, partName.typeLinks), told(/^runtime\.typelink$/));
      assert.equal(sumOf(parts, partName.itabLinks), told(/^runtime\.itablink$/));
      const moduledata = told(/^runtime\.firstmoduledata$/);
      const ours = sumOf(parts, partName.moduledata);
      // Until Go 1.22 it has one more word, which nothing in the file tells.
      assert.ok(ours === moduledata || ours + program.wordBytes === moduledata, `${ours} of ${moduledata}`);
      const info = buildInfoRange(source);
      const section = program.sections.find(({ name }) => name === '.go.buildinfo');
      assert.equal(info?.offset, section?.offset);
      assert.ok(info && section && info.bytes <= section.bytes && info.bytes > section.bytes - 16);
    });
  }
});

describe('the table of functions is cut where the linker cuts it', () => {
  const tables = {
    'runtime.pcheader': partName.header,
    'runtime.funcnametab': partName.names,
    'runtime.cutab': partName.units,
    'runtime.filetab': partName.files,
    'runtime.pctab': partName.tables,
    'runtime.functab': partName.functions,
  };
  for (const go of ['go1.18.10', 'go1.22.12', undefined, 'go1.27.1']) {
    it(`by ${go ?? "the tests' Go"}`, () => {
      const path = goProgram({
        source: 'small',
        args: ['-trimpath', `-toolexec=${tellingLinker(go)}`],
        env: { GOOS: 'linux', GOARCH: 'amd64', ...(go !== undefined && { GOTOOLCHAIN: go }) },
      }).path;
      withFileSource(path, (source) => {
        const program = openProgram(source);
        const parts = partsOf(program);
        const carriers = new Map(carriersOf(path, program).map((carrier) => [carrier.name, carrier]));
        for (const [symbol, name] of Object.entries(tables)) {
          const carrier = carriers.get(symbol);
          assert.ok(carrier, symbol);
          const [part] = parts.filter((each) => each.name === name);
          assert.equal(part?.offset, carrier.start, name);
          // What is more is padding before the next one.
          const padding = (part?.bytes ?? 0) - carrier.bytes;
          assert.ok(padding >= 0 && padding < 32, `${name}: ${part?.bytes}, not ${carrier.bytes}`);
        }
      });
    });
  }
});

describe('parts of every section sum to it, and those of a file to the file', () => {
  const check = (path: string): void => {
    const source = bytesSource(readFileSync(path));
    const program = openProgram(source);
    const parts = partsOf(program);
    const sections = partedBreakdown(program, parts);
    let end = 0;
    for (const { name, offset, bytes, parts: within } of sections) {
      assert.equal(offset, end, name);
      end += bytes;
      if (within.length > 0)
        assert.equal(
          within.reduce((sum, each) => sum + each.bytes, 0),
          bytes,
          name,
        );
    }
    assert.equal(end, source.length);
    // No part is lost on the way.
    for (const name of new Set(parts.map((part) => part.name))) {
      const told = sections.flatMap((section) => section.parts).filter((part) => part.name === name);
      assert.equal(
        told.reduce((sum, { bytes }) => sum + bytes, 0),
        sumOf(parts, name),
        name,
      );
    }
  };
  for (const shape of [...shapes, ...between, ...pieShapes, ...strippedShapes]) {
    it(`of ${describeShape(shape)}`, () => check(smallProgram(shape)));
  }
  for (const platform of ['linux/amd64', 'darwin/arm64', 'windows/amd64', 'wasip1/wasm']) {
    it(`of age for ${platform}`, () => check(realProgram(platform)));
  }
});

it('texts of the program are in its strings, and names of its functions among those: wasm, which nm does not read', () => {
  for (const shape of shapes.filter(({ platform }) => platform.endsWith('wasm'))) {
    const bytes = readFileSync(smallProgram(shape));
    const parts = partsOf(openProgram(bytesSource(bytes)));
    const textOf = (name: string): string =>
      parts
        .filter((part) => part.name === name)
        .map((part) => bytes.toString('latin1', part.offset, part.offset + part.bytes))
        .join('');
    assert.match(
      textOf(partName.strings),
      /invalid memory address or nil pointer dereference/,
      describeShape(shape),
    );
    assert.match(textOf(partName.names), /runtime\.main\0/, describeShape(shape));
    assert.doesNotMatch(textOf(partName.strings), /runtime\.main\0/, describeShape(shape));
    assert.match(textOf(partName.files), /runtime\/proc\.go\0/, describeShape(shape));
  }
});
