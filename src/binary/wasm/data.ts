import type { ByteSource } from '../byte-source.ts';
import type { ProgramSegment } from '../program-file.ts';
import { type Cursor, countOf, damaged } from './cursor.ts';
import { sectionCursor, type WasmSection } from './sections.ts';

const opcode = { end: 0x0b, globalGet: 0x23, i32Const: 0x41, i64Const: 0x42 } as const;
/** Additions, subtractions and multiplications, which constant expressions may have (extended constant expressions). */
const arithmetic: readonly number[] = [0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e];

/** As many as the linker of Go makes at most. */
const mostSegments = 100_000;

/**
 * The data segments that are placed at an address of the linear memory when the module starts. Left out are passive ones, which
 * instructions place, and those whose address follows from an import.
 * @throws SlipwayError E_BINARY when the data section is damaged
 */
export function wasmSegments(source: ByteSource, sections: readonly WasmSection[]): ProgramSegment[] {
  const cursor = sectionCursor(source, sections, 'data');
  if (cursor === undefined) return [];
  const count = countOf(cursor, mostSegments, 'data segments');
  const segments: ProgramSegment[] = [];
  for (let index = 0; index < count; index++) {
    const address = readAddress(cursor);
    const bytes = cursor.u32();
    const offset = cursor.offset();
    cursor.skip(bytes);
    if (address === undefined) continue;
    const place = { offset, bytes, address, memoryBytes: bytes };
    segments.push({ name: `data ${index}`, ...place, writable: true, executable: false });
  }
  return segments;
}

/** The form of a segment (WebAssembly core specification, 5.5.14): 0 and 2 have an address, 2 also the number of a memory. */
function readAddress(cursor: Cursor): number | undefined {
  const at = cursor.offset();
  const form = cursor.u32();
  if (form === 1) return undefined;
  if (form > 2) throw damaged(at, `has a data segment of form ${form}`);
  const memory = form === 2 ? cursor.u32() : 0;
  const address = readConstant(cursor);
  return memory === 0 ? address : undefined;
}

/** Undefined for an expression that is more than one constant. */
function readConstant(cursor: Cursor): number | undefined {
  const constants: number[] = [];
  let plain = true;
  for (;;) {
    const at = cursor.offset();
    const code = cursor.u8();
    if (code === opcode.end) break;
    if (code === opcode.i32Const) constants.push(Number(BigInt.asUintN(32, cursor.s64())));
    else if (code === opcode.i64Const) constants.push(Number(BigInt.asUintN(64, cursor.s64())));
    else if (code === opcode.globalGet) cursor.u32();
    else if (!arithmetic.includes(code)) throw damaged(at, `has the instruction ${code} in a constant`);
    plain &&= code === opcode.i32Const || code === opcode.i64Const;
  }
  return plain && constants.length === 1 ? constants[0] : undefined;
}
