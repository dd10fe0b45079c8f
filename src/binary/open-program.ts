import { SlipwayError } from '../support/errors.ts';
import type { ByteSource } from './byte-source.ts';
import { isElf } from './elf/header.ts';
import { elfProgram } from './elf/program.ts';
import type { ProgramFile } from './program-file.ts';

/**
 * Opens a program of any format that Go links to and that is read here.
 * @throws SlipwayError E_BINARY when it is none of them, or damaged, with the offset
 */
export function openProgram(source: ByteSource): ProgramFile {
  const head = source.read(0, Math.min(4, source.length));
  if (isElf(head)) return elfProgram(source);
  throw new SlipwayError('E_BINARY', 'not a program: it begins like no ELF, Mach-O, PE or wasm file', {
    hint: 'name a program that go build made, or an image',
  });
}
