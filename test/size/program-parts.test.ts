import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withFileSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { attribute } from '../../src/size/attribute.ts';
import { programPartNames, programParts } from '../../src/size/program-parts.ts';
import { linkedNames, strippedProgram } from '../support/linked-programs.ts';
import { lacksReadelf, sectionBytes } from '../support/readelf.ts';

const partsOf = (path: string) =>
  withFileSource(path, (source) => {
    const program = openProgram(source);
    return { bytes: source.length, parts: programParts(program, attribute(program)) };
  });

test("a program's parts sum to its file, in every format and with every Go, and each is there", () => {
  for (const name of linkedNames) {
    const { bytes, parts } = partsOf(strippedProgram(name));
    assert.deepEqual(Object.keys(parts), [...programPartNames], name);
    assert.equal(
      Object.values(parts).reduce((sum, part) => sum + part, 0),
      bytes,
      name,
    );
    for (const [part, length] of Object.entries(parts))
      assert.ok(length > 1000, `${name}: ${part} ${length}`);
    // What is not told apart is little, but for wasm and what is position-independent: relocations.
    if (!/wasm|position|darwin|windows/.test(name))
      assert.ok(parts.other < bytes * 0.05, `${name}: ${parts.other}`);
  }
});

test('the code of an ELF file is what readelf calls .text, and types are the same bytes wherever a Go puts them', {
  skip: lacksReadelf(),
}, () => {
  for (const name of ['linux/amd64, Go 1.22', 'linux/amd64', 'linux/amd64, Go 1.27'] as const) {
    const path = strippedProgram(name);
    const sections = sectionBytes(path);
    const { parts } = partsOf(path);
    assert.equal(parts.code, sections.get('.text'), name);
    const table = sections.get('.gopclntab') ?? 0;
    // Since Go 1.26 funcdata lies in the section of the function table.
    const isWithin = !name.endsWith('1.22');
    assert.ok(
      Math.abs(parts.pclntab - table + (isWithin ? parts.funcdata : 0)) < 40_000,
      `${name}: ${parts.pclntab} of ${table}`,
    );
  }
});
