import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../../../src/binary/byte-source.ts';
import { type Coverage, coverageOf } from '../../../../src/binary/go/ledger/coverage.ts';
import { type GoLedger, goLedger } from '../../../../src/binary/go/ledger/ledger.ts';
import { openProgram } from '../../../../src/binary/open-program.ts';
import { goProgram, lacksCgo } from '../../../support/go-programs.ts';
import {
  type LinkedName,
  linkedNames,
  strippedProgram,
  twinProgram,
} from '../../../support/linked-programs.ts';

interface Read {
  readonly ledger: GoLedger;
  readonly coverage: readonly Coverage[];
  readonly fileBytes: number;
}

function read(path: string): Read {
  return withFileSource(path, (source) => {
    const program = openProgram(source);
    const ledger = goLedger(program);
    assert.ok(ledger);
    return { ledger, coverage: coverageOf(program, ledger), fileBytes: source.length };
  });
}

/** Every range as a line, in the order of the file. */
function lines({ ranges, owners }: GoLedger): string[] {
  return Array.from({ length: ranges.count }, (_, index) => {
    const owner = owners[ranges.owners[index] ?? 0];
    return [ranges.starts, ranges.bytes, ranges.kinds, ranges.subjects]
      .map((column) => column[index])
      .concat(owner?.name as never)
      .join(' ');
  });
}

/** Sections of which the linker of Go writes every byte, and says of every byte what it is. */
const wholly = /(pclntab|typelink|itablink|\.go\.type|\.go\.func)$/;

describe('a ledger of a program', () => {
  for (const name of linkedNames) {
    it(`is the same for the stripped file and its twin with symbols: ${name}`, () => {
      assert.deepEqual(lines(read(strippedProgram(name)).ledger), lines(read(twinProgram(name)).ledger));
    });

    it(`gives every byte of code and of what the linker writes about it to someone, once: ${name}`, () => {
      const { ledger, coverage } = read(strippedProgram(name));
      const { starts, bytes, count } = ledger.ranges;
      let end = 0;
      for (let index = 0; index < count; index++) {
        assert.ok((starts[index] ?? -1) >= end && (bytes[index] ?? 0) > 0, `range ${index}`);
        end = (starts[index] ?? 0) + (bytes[index] ?? 0);
      }
      const open = coverage.filter(({ section, unknown }) => wholly.test(section) && unknown > 0);
      assert.deepEqual(open, []);
      const code = coverage.find(({ section }) => /(\.text|__text|^code)$/.test(section));
      // In wasm the number of functions stands before them.
      assert.ok(code !== undefined && code.unknown <= (name.startsWith('wasip1') ? 3 : 0), code?.section);
    });
  }

  const most: readonly LinkedName[] = ['linux/amd64', 'linux/amd64, Go 1.27', 'linux/amd64, larger'];
  for (const name of most) {
    it(`accounts for nine tenths of the file by itself: ${name}`, () => {
      const { ledger, fileBytes } = read(strippedProgram(name));
      const known = ledger.ranges.bytes
        .subarray(0, ledger.ranges.count)
        .reduce((sum, bytes) => sum + bytes, 0);
      assert.ok(known >= 0.9 * fileBytes, `${known} of ${fileBytes}`);
    });
  }
});

describe('what C was linked into', { skip: lacksCgo() }, () => {
  const shapes: Readonly<Record<string, readonly string[]>> = {
    'by the linker of Go': ['-ldflags=-linkmode=internal'],
    'by the linker of C': ['-ldflags=-linkmode=external'],
    'by the linker of C, stripped, static and position-independent': [
      '-buildmode=pie',
      '-ldflags=-s -w -linkmode=external -extldflags=-static-pie',
    ],
  };
  for (const [shape, args] of Object.entries(shapes)) {
    it(`has a ledger of its Go code, and none of C: ${shape}`, () => {
      const { path } = goProgram({ source: 'cgo', args: ['-trimpath', ...args], env: { CGO_ENABLED: '1' } });
      const { ledger, coverage } = read(path);
      assert.ok(ledger.owners.some(({ name }) => name === 'runtime/cgo'));
      assert.deepEqual(
        coverage.filter(({ section, unknown }) => wholly.test(section) && unknown > 0),
        [],
      );
      const code = coverage.find(({ section }) => section === '.text');
      assert.ok(code !== undefined && code.packages > 300_000);
    });
  }
});

describe('what is not a program of Go', () => {
  it('has no ledger', { skip: lacksCgo() }, () => {
    withFileSource('/bin/true', (source) => assert.equal(goLedger(openProgram(source)), undefined));
  });
});
