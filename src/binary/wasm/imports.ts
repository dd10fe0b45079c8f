import type { ByteSource } from '../byte-source.ts';
import { type Cursor, countOf, damaged } from './cursor.ts';
import { sectionCursor, type WasmSection } from './sections.ts';

const mostImports = 1_000_000;

export interface WasmImport {
  readonly module: string;
  readonly name: string;
  readonly kind: 'function' | 'table' | 'memory' | 'global' | 'tag';
}

/** @throws SlipwayError E_BINARY when the import section is damaged, or has imports of a kind that is not known here */
export function wasmImports(source: ByteSource, sections: readonly WasmSection[]): WasmImport[] {
  const cursor = sectionCursor(source, sections, 'import');
  if (cursor === undefined) return [];
  const count = countOf(cursor, mostImports, 'imports');
  const imports: WasmImport[] = [];
  for (let index = 0; index < count; index++) {
    const [module, name] = [cursor.text(), cursor.text()];
    imports.push({ module, name, kind: readKind(cursor) });
  }
  return imports;
}

export function countImportedFunctions(source: ByteSource, sections: readonly WasmSection[]): number {
  return wasmImports(source, sections).filter(({ kind }) => kind === 'function').length;
}

/** importdesc (WebAssembly core specification, 5.5.5): what is imported, and its type, which is passed over. */
function readKind(cursor: Cursor): WasmImport['kind'] {
  const number = cursor.u8();
  switch (number) {
    case 0:
      cursor.u32();
      return 'function';
    case 1:
      passValueType(cursor);
      passLimits(cursor);
      return 'table';
    case 2:
      passLimits(cursor);
      return 'memory';
    case 3:
      passValueType(cursor);
      cursor.u8();
      return 'global';
    case 4:
      cursor.u8();
      cursor.u32();
      return 'tag';
    default:
      throw damaged(cursor.offset() - 1, `has an import of kind ${number}`);
  }
}

/** References to a type of the module's own have its number behind them. */
function passValueType(cursor: Cursor): void {
  const type = cursor.u8();
  if (type === 0x63 || type === 0x64) cursor.s64();
}

/** The lowest bit says that there is a maximum too. */
function passLimits(cursor: Cursor): void {
  const flags = cursor.u8();
  cursor.s64();
  if ((flags & 1) !== 0) cursor.s64();
}
