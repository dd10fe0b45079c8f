import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bytesSource } from '../../../src/binary/byte-source.ts';
import { readLinkage } from '../../../src/binary/linkage.ts';
import { openProgram } from '../../../src/binary/open-program.ts';
import type { ProgramFile } from '../../../src/binary/program-file.ts';
import { wasmFunctions } from '../../../src/binary/wasm/functions.ts';
import { SlipwayError } from '../../../src/support/errors.ts';
import { describeShape, shapes, smallProgram, strippedShapes } from '../../support/format-programs.ts';

const wasmShapes = [...shapes, ...strippedShapes].filter(({ platform }) => platform.endsWith('/wasm'));

interface Loaded {
  readonly bytes: Buffer;
  readonly program: ProgramFile;
  /** As this process's own engine compiled it: the truth. */
  readonly module: WebAssembly.Module;
}

function load(path: string): Loaded {
  const bytes = readFileSync(path);
  return { bytes, program: openProgram(bytesSource(bytes)), module: new WebAssembly.Module(bytes) };
}

/** A place where the running program stood, from a stack trace of the engine. */
interface Frame {
  readonly name: string;
  readonly index: number;
  /** From the start of the file. */
  readonly offset: number;
}

/** Starts the program with a host that answers 0 to everything, and looks at the stack each time it is asked. */
function framesOf(module: WebAssembly.Module, calls: number): Frame[] {
  const frames: Frame[] = [];
  let left = calls;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 200;
  const host = (): number => {
    const stack = new Error().stack ?? '';
    for (const [, name = '', index, offset] of stack.matchAll(
      /at (.*?) ?\(?wasm:\/\/wasm\/[^:]*:wasm-function\[(\d+)\]:0x([0-9a-f]+)/g,
    )) {
      frames.push({ name, index: Number(index), offset: Number.parseInt(offset ?? '', 16) });
    }
    if (--left < 0) throw new Error('enough was seen');
    return 0;
  };
  const imports: Record<string, Record<string, () => number>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: host };
  }
  try {
    const { exports } = new WebAssembly.Instance(module, imports);
    const start = (exports['_start'] ?? exports['run']) as (...args: number[]) => void;
    assert.throws(() => start(0, 0));
  } finally {
    Error.stackTraceLimit = limit;
  }
  return frames;
}

describe('a wasm module is read as the engine reads it', () => {
  for (const shape of wasmShapes) {
    it(`functions, where they are, and their names: ${describeShape(shape)}`, () => {
      const { bytes, program, module } = load(smallProgram(shape));
      const functions = new Map(wasmFunctions(bytesSource(bytes)).map((each) => [each.index, each]));
      const names = new Map(program.symbols().map(({ address, name }) => [address, name]));
      assert.equal(names.size > 0, !shape.args?.includes('-ldflags=-s -w'));
      const frames = framesOf(module, 50);
      const seen = new Set(frames.map(({ index }) => index));
      assert.ok(seen.size > 5, `only ${seen.size} functions were seen`);
      for (const { index, offset, name } of frames) {
        const found = functions.get(index) ?? assert.fail(`no function ${index}`);
        assert.ok(offset >= found.offset && offset < found.offset + found.bytes, `${name} at ${offset}`);
        if (names.size > 0) assert.equal(names.get(found.offset), name);
      }
    });

    it(`data segments, as the memory holds them when it starts: ${describeShape(shape)}`, () => {
      const { bytes, program, module } = load(smallProgram(shape));
      const imports: Record<string, Record<string, () => number>> = {};
      for (const { module: from, name } of WebAssembly.Module.imports(module)) {
        imports[from] = { ...imports[from], [name]: () => 0 };
      }
      const { exports } = new WebAssembly.Instance(module, imports);
      const memory = Buffer.from(((exports['memory'] ?? exports['mem']) as WebAssembly.Memory).buffer);
      const ours = Buffer.alloc(memory.length);
      assert.ok(program.segments.length > 100);
      for (const { address, offset, bytes: length } of program.segments) {
        bytes.copy(ours, address, offset, offset + length);
      }
      assert.ok(ours.equals(memory));
    });

    it(`custom sections and imports: ${describeShape(shape)}`, () => {
      const { bytes, program, module } = load(smallProgram(shape));
      const custom = program.sections.filter(({ loaded }) => !loaded);
      assert.ok(custom.some(({ name }) => name === 'producers'));
      for (const { name, offset, bytes: length } of custom) {
        const [truth] = WebAssembly.Module.customSections(module, name);
        assert.ok(truth && bytes.subarray(offset, offset + length).equals(Buffer.from(truth)), name);
      }
      const modules = new Set(WebAssembly.Module.imports(module).map((each) => each.module));
      assert.deepEqual(new Set(readLinkage(program).libraries), modules);
    });
  }
});

describe('the code section', () => {
  it('is nothing but its functions, each behind its length', () => {
    const { bytes, program } = load(smallProgram({ platform: 'wasip1/wasm' }));
    const code = program.sections.find(({ name }) => name === 'code') ?? assert.fail();
    const functions = wasmFunctions(bytesSource(bytes));
    const lengthOf = (value: number): number => (value < 128 ? 1 : 1 + lengthOf(Math.floor(value / 128)));
    let at = code.offset + lengthOf(functions.length);
    for (const each of functions) {
      at += lengthOf(each.bytes);
      assert.equal(each.offset, at);
      at += each.bytes;
    }
    assert.equal(at, code.offset + code.bytes);
  });
});

/** A module of its own: what Go does not write, but others do. */
function moduleOf(...sections: readonly (readonly [id: number, ...content: number[]])[]): Buffer {
  const parts = sections.map(([id, ...content]) => Buffer.from([id, content.length, ...content]));
  return Buffer.concat([Buffer.from('0061736d01000000', 'hex'), ...parts]);
}

describe('a module that Go did not make', () => {
  // One memory; data: passive, at -16 of it (form 0), in memory 0 by number (form 2).
  const memory = [5, 1, 0, 1] as const;
  const data = [
    11, 3, 1, 1, 0x61, 0, 0x41, 0x70, 0x0b, 1, 0x62, 2, 0, 0x41, 0x20, 0x0b, 2, 0x63, 0x64,
  ] as const;

  it('has segments for data with an address, not for passive data', () => {
    const bytes = moduleOf(memory, data);
    assert.ok(WebAssembly.validate(bytes));
    const { segments } = openProgram(bytesSource(bytes));
    assert.deepEqual(
      segments.map(({ name, address, bytes: length }) => ({ name, address, length })),
      [
        { name: 'data 1', address: 0xfffffff0, length: 1 },
        { name: 'data 2', address: 32, length: 2 },
      ],
    );
  });

  it('counts imported functions alone: tables, memories and globals have numbers of their own', () => {
    const types = [1, 1, 0x60, 0, 0] as const;
    const imports = [
      ...[2, 4, 1, 0x6d, 1, 0x61, 0, 0],
      ...[1, 0x6d, 1, 0x62, 1, 0x70, 1, 0, 9],
      ...[1, 0x6d, 1, 0x63, 2, 0, 1],
      ...[1, 0x6e, 1, 0x64, 3, 0x7f, 0],
    ] as [number, ...number[]];
    const bytes = moduleOf(types, imports, [3, 1, 0], [10, 1, 2, 0, 0x0b]);
    assert.ok(WebAssembly.validate(bytes));
    assert.deepEqual(wasmFunctions(bytesSource(bytes)), [{ index: 1, offset: bytes.length - 2, bytes: 2 }]);
    assert.deepEqual(readLinkage(openProgram(bytesSource(bytes))).libraries, ['m', 'n']);
  });

  const refused: readonly { name: string; bytes: Buffer; why: RegExp }[] = [
    {
      name: 'a component',
      bytes: Buffer.from('0061736d0d000100', 'hex'),
      why: /component, not a core module, at offset 4/,
    },
    { name: 'a later version', bytes: Buffer.from('0061736d02000000', 'hex'), why: /version 1, at offset 4/ },
    { name: 'a header that is cut', bytes: Buffer.from('0061736d0100', 'hex'), why: /at offset 4/ },
    {
      name: 'a section that goes beyond the end',
      bytes: Buffer.concat([moduleOf(memory), Buffer.from([11, 100, 0])]),
      why: /section of 100 bytes, where 1 are left, at offset 13/,
    },
    {
      name: 'a length of more than 32 bits',
      bytes: Buffer.concat([moduleOf(), Buffer.from([11, 0x80, 0x80, 0x80, 0x80, 0x80, 1])]),
      why: /number of more than 32 bits, at offset 9/,
    },
    {
      name: 'a name that is longer than its section',
      bytes: moduleOf([0, 9, 0x61]),
      why: /section of 2 bytes with a name of 9, at offset 8/,
    },
  ];
  for (const { name, bytes, why } of refused) {
    it(`is refused with the place: ${name}`, () => {
      assert.throws(
        () => openProgram(bytesSource(bytes)),
        (error) => error instanceof SlipwayError && error.code === 'E_BINARY' && why.test(error.message),
      );
    });
  }
});
