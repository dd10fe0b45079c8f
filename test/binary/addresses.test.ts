import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../src/binary/byte-source.ts';
import { fieldsOf } from '../../src/binary/fields.ts';
import { openProgram } from '../../src/binary/open-program.ts';
import { fileRangeOf } from '../../src/binary/program-file.ts';
import { describeShape, pieShapes, realProgram, shapes, smallProgram } from '../support/format-programs.ts';
import { goNm } from '../support/go-nm.ts';

/**
 * The linker writes the address of runtime.pclntab into the first word of runtime.firstmoduledata (runtime/symtab.go). What
 * stands there, once the loader has placed the program, must be what nm says of it.
 */
function assertPlaced(path: string): void {
  const symbols = new Map(goNm(path).map(({ name, address }) => [name, address]));
  const [module, table] = [symbols.get('runtime.firstmoduledata'), symbols.get('runtime.pclntab')];
  assert.ok(module !== undefined && table !== undefined);
  withFileSource(path, (source) => {
    const program = openProgram(source);
    const range = fileRangeOf(program, module) ?? assert.fail('runtime.firstmoduledata is not in the file');
    const fields = fieldsOf(source.read(range.offset, program.wordBytes), program.endian);
    const held = program.wordBytes === 8 ? fields.u64(0) : fields.u32(0);
    assert.equal(program.relocations().get(module) ?? held, table);
    // The table begins with its magic, which is the file's own at that address.
    const at = fileRangeOf(program, table) ?? assert.fail('runtime.pclntab is not in the file');
    const magic = fieldsOf(source.read(at.offset, 4), program.endian).u32(0);
    assert.ok(magic === 0xfffffff0 || magic === 0xfffffff1, magic.toString(16));
  });
}

describe('an address leads to its place in the file, and words to where the loader lets them point', () => {
  for (const shape of [...shapes, ...pieShapes].filter(({ platform }) => !platform.endsWith('/wasm'))) {
    it(`in ${describeShape(shape)}`, () => assertPlaced(smallProgram(shape)));
  }
  it('in age for darwin/arm64', () => assertPlaced(realProgram('darwin/arm64')));
});
