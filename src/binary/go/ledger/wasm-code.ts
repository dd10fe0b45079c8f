import { SlipwayError } from '../../../support/errors.ts';
import type { GoProgram } from '../linked/go-program.ts';
import { structure } from '../owners.ts';
import { type RangeList, rangeKind } from './ranges.ts';
import type { Functions } from './table-ranges.ts';

/**
 * A function's address has its number in the upper half, and a place in it in the lower; numbers begin here
 * (cmd/link/internal/wasm/asm.go, funcValueOffset).
 */
const addressesEach = 1 << 16;
const firstNumber = 0x1000;

/**
 * Gives the bodies of the code section (WebAssembly, "Code Section"), each with its length before it, to the functions that
 * they are: in wasm code is no memory, and a function's number there is that of its body. Ranges are of the file.
 * @throws SlipwayError E_BINARY where bodies do not fill the section, with the offset
 */
export function addWasmCode(list: RangeList, { program }: GoProgram, functions: Functions): void {
  const section = program.sections.find(({ name }) => name === 'code');
  if (section === undefined) return;
  const bytes = program.source.read(section.offset, section.bytes);
  const fail = (at: number): never => {
    throw new SlipwayError('E_BINARY', `the code section is damaged at offset ${section.offset + at}`);
  };
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[at++] ?? fail(at);
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    return fail(at);
  };
  const { table, owners } = functions;
  const bodies = number();
  let index = 0;
  for (let body = 0; body < bodies; body++) {
    const start = at;
    const end = number() + at;
    if (end > bytes.length) fail(start);
    const address = (firstNumber + body) * addressesEach;
    while (index < table.count && (table.entries[index] ?? 0) < address) index++;
    const isKnown = index < table.count && table.entries[index] === address;
    const owner = isKnown ? owners.functions[index] : undefined;
    list.addInFile(
      section.offset + start,
      end - start,
      rangeKind.function,
      owner ?? structure.foreign,
      isKnown ? index : undefined,
    );
    at = end;
  }
}
