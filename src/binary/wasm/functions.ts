import type { ByteSource } from '../byte-source.ts';
import type { FileRange, ProgramSymbol } from '../program-file.ts';
import { type Cursor, countOf, damaged } from './cursor.ts';
import { countImportedFunctions } from './imports.ts';
import { readWasmSections, sectionCursor, type WasmSection } from './sections.ts';

/** A function with a body. Offset and length are those of the body, its locals included, without the length before it. */
export interface WasmFunction extends FileRange {
  /** As instructions name it: imported functions come first. */
  readonly index: number;
}

const mostFunctions = 1_000_000;

/**
 * All functions of a module that have a body, in its order, also of a stripped one.
 * @throws SlipwayError E_BINARY when the module is damaged
 */
export function wasmFunctions(source: ByteSource): WasmFunction[] {
  return functionsOf(source, readWasmSections(source));
}

function functionsOf(source: ByteSource, sections: readonly WasmSection[]): WasmFunction[] {
  const code = sectionCursor(source, sections, 'code');
  if (code === undefined) return [];
  const first = countImportedFunctions(source, sections);
  const count = countOf(code, mostFunctions, 'functions');
  const functions: WasmFunction[] = [];
  for (let index = 0; index < count; index++) {
    const bytes = code.u32();
    functions.push({ index: first + index, offset: code.offset(), bytes });
    code.skip(bytes);
  }
  return functions;
}

/** Subsection of the name section (WebAssembly core specification, 7.4.1). */
const functionNames = 1;

/** Functions that the name section names; none for a stripped module. @throws SlipwayError E_BINARY when it is damaged */
export function wasmSymbols(source: ByteSource, sections: readonly WasmSection[]): ProgramSymbol[] {
  const names = sectionCursor(source, sections, 'name', true);
  if (names === undefined) return [];
  const section = sections.findIndex((each) => each.name === 'code' && !each.custom);
  const functions = functionsOf(source, sections);
  const first = functions[0]?.index ?? 0;
  const symbols: ProgramSymbol[] = [];
  while (names.left() > 0) {
    const id = names.u8();
    const part = names.part(names.u32());
    if (id !== functionNames) continue;
    eachName(part, (index, name) => {
      const body = functions[index - first];
      if (body === undefined) return;
      if (symbols.length === functions.length) throw damaged(part.offset(), 'names a function twice');
      symbols.push({ name, address: body.offset, bytes: body.bytes, section, kind: 'function' });
    });
  }
  return symbols;
}

function eachName(part: Cursor, use: (index: number, name: string) => void): void {
  const count = part.u32();
  // Each has an index and a length, of a byte at least.
  if (count > part.left() / 2) throw damaged(part.offset(), `has ${count} names in ${part.left()} bytes`);
  for (let named = 0; named < count; named++) use(part.u32(), part.text());
}
