import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bytesSource, withFileSource } from '../../../src/binary/byte-source.ts';
import { readLinkage } from '../../../src/binary/linkage.ts';
import { openProgram } from '../../../src/binary/open-program.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { assertPeAsGo } from '../../support/format-agreement.ts';
import {
  describeShape,
  realProgram,
  shapes,
  smallProgram,
  strippedShapes,
} from '../../support/format-programs.ts';

const peShapes = [...shapes, ...strippedShapes].filter(({ platform }) => platform.startsWith('windows/'));
describe("sections and imports of PE files are those that Go's debug/pe reads", () => {
  for (const shape of peShapes) it(`of ${describeShape(shape)}`, () => assertPeAsGo(smallProgram(shape)));
  it('of age', () => {
    assertPeAsGo(realProgram('windows/amd64'));
    withFileSource(realProgram('windows/amd64'), (source) => {
      assert.deepEqual(readLinkage(openProgram(source)).libraries, ['kernel32.dll']);
    });
  });
});

describe('a PE file', () => {
  const bytes = readFileSync(smallProgram({ platform: 'windows/amd64' }));

  it('with certificates has them as a table at an offset in the file, outside of its sections', () => {
    const signed = Buffer.concat([bytes, Buffer.alloc(2048, 0x5a)]);
    const header = signed.readUInt32LE(60) + 24;
    signed.writeUInt32LE(bytes.length, header + 112 + 4 * 8);
    signed.writeUInt32LE(2048, header + 112 + 4 * 8 + 4);
    const { headers } = openProgram(bytesSource(signed));
    const found = headers.filter(({ kind }) => kind === 'signature');
    assert.deepEqual(found, [{ name: 'certificates', kind: 'signature', offset: bytes.length, bytes: 2048 }]);
  });

  const refused: readonly { name: string; change: (copy: Buffer) => Buffer; why: RegExp }[] = [
    {
      name: 'a DOS program alone',
      change: (copy) => copy.fill(0, 60, 64),
      why: /PE\\0\\0 is not at offset 0/,
    },
    {
      name: 'a header beyond the end',
      change: (copy) => copy.fill(0xff, 60, 64),
      why: /at offset 4294967295/,
    },
    { name: 'a file of some bytes', change: (copy) => copy.subarray(0, 40), why: /at offset 0/ },
    {
      name: 'an optional header of no known form',
      change: (copy) => copy.fill(0, 152, 154),
      why: /optional header at offset 152/,
    },
    { name: 'section headers that are cut', change: (copy) => copy.subarray(0, 500), why: /at offset 392/ },
  ];
  for (const { name, change, why } of refused) {
    it(`is refused with the place: ${name}`, () => {
      assert.throws(
        () => openProgram(bytesSource(change(Buffer.from(bytes)))),
        (error) => error instanceof SlipwayError && error.code === 'E_BINARY' && why.test(error.message),
      );
    });
  }

  it('whose imports lie nowhere keeps its view; its linkage is refused', () => {
    const wrong = Buffer.from(bytes);
    wrong.writeUInt32LE(0x7fffff00, wrong.readUInt32LE(60) + 24 + 112 + 8);
    const program = openProgram(bytesSource(wrong));
    assert.ok(program.symbols().length > 1000);
    assert.throws(() => readLinkage(program), /imports are said to be at 0x7fffff00/);
  });
});
