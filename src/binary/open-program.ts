import { SlipwayError } from '../support/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { isElf } from './elf/header.ts';
import { elfProgram } from './elf/program.ts';
import { readFat } from './macho/fat.ts';
import { isMacho } from './macho/header.ts';
import { machoProgram } from './macho/program.ts';
import { isPe } from './pe/header.ts';
import { peProgram } from './pe/program.ts';
import type { ProgramFile } from './program-file.ts';
import { wasmProgram } from './wasm/program.ts';
import { isWasm } from './wasm/sections.ts';

/**
 * Opens a program of any format that Go links to and that is read here. A universal Mach-O file is several programs and is
 * refused: `readFat` tells its slices, and `sliceSource` makes of each what is opened here.
 * @throws SlipwayError E_BINARY when it is none of them, or damaged, with the offset
 */
export function openProgram(source: ByteSource): ProgramFile {
  const head = source.read(0, Math.min(4, source.length));
  if (isElf(head)) return elfProgram(source);
  if (isMacho(head)) return machoProgram(source);
  if (isPe(head)) return peProgram(source);
  if (isWasm(head)) return wasmProgram(source);
  const slices = readFat(source);
  if (slices !== undefined) {
    const names = slices.map(({ architecture, processor }) => architecture ?? `processor ${processor}`);
    throw new SlipwayError('E_BINARY', `a universal file of ${slices.length} programs: ${names.join(', ')}`, {
      hint: 'take one of them out of it: lipo FILE -thin arm64 -output ONE (amd64 is called x86_64 there)',
    });
  }
  throw new SlipwayError('E_BINARY', 'not a program: it begins like no ELF, Mach-O, PE or wasm file', {
    hint: 'name a program that go build made, or an image',
  });
}
