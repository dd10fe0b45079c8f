import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { inflateSync } from 'node:zlib';
import { bytesSource } from '../../src/binary/byte-source.ts';
import { unpackedBytes } from '../../src/binary/compressed.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { describeShape, type Shape, smallProgram } from '../support/format-programs.ts';

/** Length of the header before the compressed bytes: Elf64_Chdr, Elf32_Chdr, `ZLIB` and a length. */
const expected: readonly (readonly [shape: Shape, headerBytes: number])[] = [
  [{ platform: 'linux/amd64' }, 24],
  [{ platform: 'linux/s390x' }, 24],
  [{ platform: 'linux/mips' }, 12],
  [{ platform: 'linux/amd64', go: 'go1.18.10' }, 12],
  [{ platform: 'darwin/arm64' }, 12],
  [{ platform: 'windows/386' }, 12],
];

describe('a compressed section says how long it is when it is unpacked', () => {
  for (const [shape, headerBytes] of expected) {
    it(`in ${describeShape(shape)}`, () => {
      const bytes = readFileSync(smallProgram(shape));
      const program = openProgram(bytesSource(bytes));
      const compressed = program.sections.filter((section) => section.compressed);
      assert.ok(compressed.length >= 4, compressed.map(({ name }) => name).join(' '));
      for (const section of compressed) {
        const content = bytes.subarray(section.offset + headerBytes, section.offset + section.bytes);
        assert.equal(unpackedBytes(program, section), inflateSync(content).length, section.name);
      }
      for (const section of program.sections.filter((each) => !each.compressed)) {
        assert.equal(unpackedBytes(program, section), undefined, section.name);
      }
    });
  }
});
