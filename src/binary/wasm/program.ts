import type { ByteSource } from '../byte-source.ts';
import type { ProgramFile, ProgramSection, ProgramTable } from '../program-file.ts';
import { wasmSegments } from './data.ts';
import { wasmSymbols } from './functions.ts';
import { preambleBytes, readWasmSections, type WasmSection } from './sections.ts';

/** A core module (WebAssembly core specification, 5.5). @throws SlipwayError E_BINARY when its sections do not lie in the file */
export function wasmProgram(source: ByteSource): ProgramFile {
  const sections = readWasmSections(source);
  return {
    source,
    format: 'wasm',
    architecture: 'wasm',
    endian: 'little',
    wordBytes: 8,
    headers: [
      { name: 'wasm header', kind: 'header', offset: 0, bytes: preambleBytes },
      ...sections.map(({ header }): ProgramTable => ({ name: 'section header', kind: 'header', ...header })),
    ],
    sections: sections.map(programSection),
    segments: wasmSegments(source, sections),
    symbols: () => wasmSymbols(source, sections),
    relocations: () => new Map(),
  };
}

/** Sections have no addresses: the linear memory is filled from the data section, by segments. */
function programSection({ name, custom, offset, bytes }: WasmSection): ProgramSection {
  return {
    name,
    offset,
    bytes,
    address: 0,
    memoryBytes: 0,
    loaded: !custom,
    writable: false,
    executable: name === 'code' && !custom,
    compressed: false,
  };
}
