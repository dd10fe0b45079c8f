import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../../src/binary/byte-source.ts';
import { readElf } from '../../../src/binary/elf/facts.ts';
import { cgoPackages } from '../../../src/binary/go/cgo-packages.ts';
import { go, goProgram, lacksCgo, type ProgramRequest, shipped } from '../../support/go-programs.ts';

function found(path: string): string[] {
  return withFileSource(path, (source) => cgoPackages(source, readElf(source).sections));
}

describe('packages that call C', { skip: lacksCgo() }, () => {
  const sources: readonly ProgramRequest['source'][] = ['cgo', 'web', 'hello'];
  for (const source of sources) {
    it(`are told by a stripped program as by the symbols of the same link: ${source}`, () => {
      const env = { CGO_ENABLED: '1' };
      const named = goProgram({ source, args: ['-trimpath'], env });
      const symbols = go(['tool', 'nm', named.path], {});
      const calls = symbols.matchAll(/ [tT] (\S+?)\._C2?func_\S+$/gm);
      const truth = [...new Set([...calls].map(([, path = '']) => path))].sort();
      assert.equal(truth.length > 0, source !== 'hello');
      assert.deepEqual(found(goProgram({ source, args: shipped, env }).path), truth);
    });
  }
});
