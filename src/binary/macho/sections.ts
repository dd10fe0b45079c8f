import type { ProgramSection } from '../program-file.ts';
import type { MachoSection } from './commands.ts';

/** Section types without content in the file, and attributes (mach-o/loader.h, S_…). */
const zeroFilled: readonly number[] = [0x1, 0xc, 0x12];
const attribute = { debug: 0x02000000, instructions: 0x80000400 } as const;
const protectionWrite = 2;

export function isCode({ flags }: MachoSection): boolean {
  return (flags & attribute.instructions) !== 0;
}

export function machoSection(section: MachoSection): ProgramSection {
  const { segment, name, flags, offset, address, memoryBytes } = section;
  const loaded = segment !== '__DWARF' && (flags & attribute.debug) === 0;
  return {
    name: `${segment},${name}`,
    offset,
    bytes: zeroFilled.includes(flags & 0xff) ? 0 : memoryBytes,
    address: loaded ? address : 0,
    memoryBytes: loaded ? memoryBytes : 0,
    loaded,
    writable: (section.protection & protectionWrite) !== 0,
    executable: isCode(section),
    // As the linker of Go names what it compressed.
    compressed: name.startsWith('__zdebug_'),
  };
}
