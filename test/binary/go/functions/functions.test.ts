import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withFileSource } from '../../../../src/binary/byte-source.ts';
import {
  functionAt,
  functionNames,
  type GoFunction,
  readFunctions,
} from '../../../../src/binary/go/functions/functions.ts';
import { goLedger } from '../../../../src/binary/go/ledger/ledger.ts';
import { rangeKind } from '../../../../src/binary/go/ledger/ranges.ts';
import { openGoProgram } from '../../../../src/binary/go/linked/go-program.ts';
import { openProgram } from '../../../../src/binary/open-program.ts';
import type { ProgramFile } from '../../../../src/binary/program-file.ts';
import { goProgram } from '../../../support/go-programs.ts';
import {
  goNm,
  hasSymbolSizes,
  linkedNames,
  strippedProgram,
  twinProgram,
} from '../../../support/linked-programs.ts';

function functionsOf(program: ProgramFile): GoFunction[] {
  const go = openGoProgram(program);
  assert.ok(go);
  const table = readFunctions(go);
  return Array.from({ length: table.count }, (_, index) => functionAt(table, index));
}

/** `go tool nm` marks functions of the older calling convention, and the ELF writer of Go knows no middle dots. */
function asNmSays(name: string): string {
  return name.replace(/\.abi[0i]\w*$/, '').replaceAll('·', '.');
}

/** Length of each function's code, by name and address; what follows it in the file is padding. */
function codeBytes(path: string): Map<string, number> {
  return withFileSource(path, (source) => {
    const ledger = goLedger(openProgram(source));
    assert.ok(ledger);
    const { ranges, functions } = ledger;
    const found = new Map<string, number>();
    for (let index = 0; index < ranges.count; index++) {
      if (ranges.kinds[index] !== rangeKind.function) continue;
      const { name, address } = functionAt(functions, ranges.subjects[index] ?? 0);
      const key = `${address.toString(16)} ${asNmSays(name)}`;
      found.set(key, (found.get(key) ?? 0) + (ranges.bytes[index] ?? 0));
    }
    return found;
  });
}

const borders = /^runtime\.e?text$/;

/** What the linker itself makes has no tables, and so no length of its own: it goes on to the next function. */
const madeByLinker = /-tramp\d+$|^\w+ go:/;

function differences(found: ReadonlyMap<string, number>, truth: ReadonlyMap<string, number>): string[] {
  const different = [...truth].filter(([key, bytes]) => {
    const here = found.get(key) ?? -1;
    return madeByLinker.test(key) ? here < bytes || here >= bytes + 64 : here !== bytes;
  });
  return [
    ...different.map(([key, bytes]) => `${key}: ${found.get(key)}, not ${bytes}`),
    ...[...found.keys()].filter((key) => !truth.has(key)),
  ].slice(0, 20);
}

describe('the functions of a stripped program are those of go tool nm for its twin with symbols', () => {
  for (const name of linkedNames) {
    if (name.startsWith('wasip1')) continue;
    it(`${name}: by name and address${hasSymbolSizes(name) ? ', each with its size' : ''}`, () => {
      const code = goNm(twinProgram(name)).filter(
        ({ type, name }) => /[tT]/.test(type) && !borders.test(name),
      );
      const truth = new Map(
        code.map(({ address, bytes, name }) => [`${address.toString(16)} ${asNmSays(name)}`, bytes]),
      );
      const found = codeBytes(strippedProgram(name));
      assert.ok(found.size > 3000);
      if (hasSymbolSizes(name)) {
        assert.deepEqual(differences(found, truth), []);
      } else {
        // Go's linker writes no local names of assembly into these symbol tables.
        const named = (keys: Iterable<string>): string[] => [...keys].filter((key) => key.includes('.'));
        assert.deepEqual(named(found.keys()), named(truth.keys()));
      }
    });
  }

  it('also where all names are asked for at once, those that are not ASCII among them', () => {
    const notAscii = new Set<string>();
    for (const name of linkedNames) {
      withFileSource(strippedProgram(name), (source) => {
        const go = openGoProgram(openProgram(source));
        assert.ok(go);
        const table = readFunctions(go);
        const nameOf = functionNames(table);
        const all = Array.from({ length: table.count }, (_, index) => nameOf(index));
        assert.deepEqual(
          all,
          functionsOf(go.program).map((one) => one.name),
        );
        for (const one of all) if (/[^ -~]/.test(one)) notAscii.add(one);
      });
    }
    assert.ok(notAscii.size > 0);
  });

  it('wasip1/wasm: by name, each with the body that the name section gives it', () => {
    const truth = withFileSource(twinProgram('wasip1/wasm'), (source) =>
      openProgram(source)
        .symbols()
        .filter(({ kind, bytes }) => kind === 'function' && bytes > 0)
        .map(({ name }) => name),
    );
    const names = withFileSource(strippedProgram('wasip1/wasm'), (source) =>
      functionsOf(openProgram(source)).map(({ name }) => name),
    );
    // The linker writes into the name section what is left when all else than letters and digits is replaced.
    const plain = (name: string): string => name.replace(/\W/g, '_');
    assert.deepEqual(names.map(plain), truth.map(plain));
  });
});

describe('a program of an older Go', () => {
  /** Before Go 1.21 the table has no type arguments: all from the first bracket to the last is left out. */
  const short = (name: string): string => name.replace(/\[.*\]/, '[...]');
  for (const version of ['go1.18.10', 'go1.20.14', 'go1.21.13', 'go1.23.12', 'go1.25.5']) {
    it(`has the functions that go tool nm finds, each with its size: ${version}`, () => {
      const env = { GOTOOLCHAIN: version, GOARCH: 'amd64' };
      const program = (ldflags: string): string =>
        goProgram({ source: 'generic', args: ['-trimpath', `-ldflags=${ldflags}`], env }).path;
      const found = codeBytes(program('-s -w'));
      const code = goNm(program('-w')).filter(({ type, name }) => /[tT]/.test(type) && !borders.test(name));
      const key = (address: number, name: string): string =>
        `${address.toString(16)} ${short(asNmSays(name))}`;
      const truth = new Map(code.map(({ address, bytes, name }) => [key(address, name), bytes]));
      assert.ok(found.size > 2000);
      const shortened = new Map([...found].map(([name, bytes]) => [short(name), bytes]));
      assert.deepEqual(differences(shortened, truth), []);
    });
  }
});

describe('a function', () => {
  it('has what the compiler says of it: its line, its files, its place among the special ones', () => {
    const functions = withFileSource(strippedProgram('linux/amd64'), (source) =>
      functionsOf(openProgram(source)),
    );
    const named = (name: string): GoFunction => {
      const found = functions.find((each) => each.name === name);
      assert.ok(found, name);
      return found;
    };
    assert.ok(named('runtime.main').id > 0);
    assert.equal(named('main.main').id, 0);
    assert.ok(named('main.main').startLine > 0);
    assert.notEqual(named('main.main').unit, named('runtime.main').unit);
    // internal/abi.FuncFlagTopFrame and FuncFlagAsm.
    assert.equal(named('runtime.goexit').flag & 5, 5);
    assert.ok(functions.every(({ address, end }) => address <= end));
  });
});
