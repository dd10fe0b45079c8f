import assert from 'node:assert/strict';
import { withFileSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import type { ProgramFile } from '../../src/binary/program-file.ts';
import { attribute } from '../../src/size/attribute.ts';
import { type Attribution, type AttributionTotals, totalsOf } from '../../src/size/attribution.ts';
import { withObjectSymbols } from '../../src/size/object-symbols.ts';
import { provedTwin } from '../../src/size/twin.ts';
import { type PublishedRequest, publishedArchives, publishedProgram } from './published-programs.ts';

/** A real program's attribution by each method. */
export interface Attributed {
  readonly bytes: number;
  readonly pclntab: AttributionTotals;
  readonly twin: AttributionTotals;
}

/** Attributes a stripped program with and without its twin, and checks that every byte has one owner. */
export function attributedProgram(request: Omit<PublishedRequest, 'ldflags'>): Attributed {
  const shipped = publishedProgram(request);
  const withSymbols = publishedProgram({ ...request, ldflags: '-w' });
  return withFileSource(shipped, (source) =>
    withFileSource(withSymbols, (twinSource) => {
      const program = openProgram(source);
      const proved = provedTwin(program, openProgram(twinSource));
      const twin = { ...proved, program: withData(proved.program, request) };
      const [alone, both] = [attribute(program), attribute(program, twin)];
      assert.ok(alone !== undefined && both !== undefined);
      for (const attribution of [alone, both]) checkWhole(attribution, source.length);
      return { bytes: source.length, pclntab: totalsOf(alone), twin: totalsOf(both) };
    }),
  );
}

/** As a build does it: the compiled packages tell what no symbol table does. */
function withData(program: ProgramFile, request: PublishedRequest): ProgramFile {
  return program.format === 'wasm' ? program : withObjectSymbols(program, publishedArchives(request));
}

/** Every byte has one owner, and each owner is told once. */
export function checkWhole(attribution: Attribution, bytes: number): void {
  const { pieces, owners, fileBytes } = attribution;
  let end = 0;
  for (let i = 0; i < pieces.count; i += 1) {
    assert.equal(pieces.starts[i], end);
    assert.ok(owners[pieces.owners[i] ?? -1] !== undefined);
    end += pieces.bytes[i] ?? 0;
  }
  assert.deepEqual([end, fileBytes], [bytes, bytes]);
  const { attributedBytes, unattributedBytes, packages, structures } = totalsOf(attribution);
  assert.equal(attributedBytes + unattributedBytes, bytes);
  const paths = packages.map(({ path }) => path);
  assert.equal(new Set(paths).size, paths.length, 'each package is told once');
  const names = structures.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length, 'each structure is told once');
}

/** The share of a file's bytes that has an owner; strings, whose owner only the compiled objects tell, do not count. */
export function attributedShare({ attributedBytes, unattributed }: AttributionTotals, bytes: number): number {
  const strings = unattributed.find(({ name }) => name.startsWith('string data'))?.bytes ?? 0;
  return attributedBytes / (bytes - strings);
}
