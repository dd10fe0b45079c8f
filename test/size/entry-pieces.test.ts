import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addressEntries } from '../../src/binary/address-entries.ts';
import { withFileSource } from '../../src/binary/byte-source.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { fileRangeOf } from '../../src/binary/program-file.ts';
import { attribute } from '../../src/size/attribute.ts';
import { type Attribution, totalsOf } from '../../src/size/attribution.ts';
import { pieceKinds } from '../../src/size/pieces.ts';
import { symbolsOf } from '../../src/size/symbols.ts';
import { publishedProgram } from '../support/published-programs.ts';

/** By byte of the file: the index of its piece. */
function pieceOfByte({ pieces, fileBytes }: Attribution): Uint32Array {
  const found = new Uint32Array(fileBytes);
  for (let i = 0; i < pieces.count; i += 1) {
    const start = pieces.starts[i] ?? 0;
    found.fill(i, start, start + (pieces.bytes[i] ?? 0));
  }
  return found;
}

const cases = [
  {
    name: 'a position-independent ELF file',
    request: { args: ['-buildmode=pie'] },
    least: 0.05,
    tables: ['.rela'],
  },
  { name: 'PE', request: { platform: 'windows/amd64' }, least: 0.015, tables: ['.pdata', '.reloc'] },
] as const;

describe('an entry of a table belongs to whom the address belongs that it is about', () => {
  for (const { name, request, least, tables } of cases) {
    it(name, () => {
      withFileSource(publishedProgram({ program: 'age', ...request }), (source) => {
        const program = openProgram(source);
        const attribution = attribute(program) ?? assert.fail();
        const { pieces, owners } = attribution;
        const at = pieceOfByte(attribution);
        const entries = addressEntries(program);
        let given = 0;
        for (let entry = 0; entry < entries.count; entry += 1) {
          const offset = entries.offsets[entry] ?? 0;
          const own = at[offset] ?? -1;
          assert.equal(at[offset + (entries.bytes[entry] ?? 0) - 1], own, 'it lies in one piece');
          const place = fileRangeOf(program, entries.addresses[entry] ?? 0)?.offset;
          const target = place === undefined ? undefined : at[place];
          const owner = owners[pieces.owners[own] ?? -1];
          const wanted = target === undefined ? undefined : owners[pieces.owners[target] ?? -1];
          if (wanted === undefined || wanted.kind === 'unattributed') {
            assert.ok(owner?.kind === 'structure' && (tables as readonly string[]).includes(owner.name));
            continue;
          }
          assert.equal(owner, wanted, `entry at ${offset}`);
          assert.equal(pieces.subjects[own], pieces.subjects[target ?? -1]);
          assert.equal(pieceKinds[pieces.kinds[own] ?? -1], 'linking');
          if (wanted.kind === 'package') given += entries.bytes[entry] ?? 0;
        }
        assert.ok(given > least * source.length, `${given} of ${source.length}`);
        const linking = totalsOf(attribution).packages.reduce(
          (sum, { parts }) => sum + (parts.linking ?? 0),
          0,
        );
        assert.equal(linking, given);
      });
    });
  }

  it('and makes no datum of a function', () => {
    withFileSource(publishedProgram({ program: 'age', platform: 'windows/amd64' }), (source) => {
      const attribution = attribute(openProgram(source)) ?? assert.fail();
      const symbols = symbolsOf(attribution);
      assert.ok(symbols.length > 3000);
      assert.deepEqual(
        symbols.filter(({ kind }) => kind !== 'function'),
        [],
      );
    });
  });
});
