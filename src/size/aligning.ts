import type { LinkerTables } from '../binary/go/objects/linker-tables.ts';

/**
 * At multiples of what the linker puts a symbol of data (cmd/link/internal/ld/data.go, symalign).
 * @param align as objects say; 0 where the linker chooses
 */
export function alignOf(bytes: number, align: number, [least, most]: LinkerTables['dataAlign']): number {
  if (align !== 0) return Math.max(align, least);
  let chosen = most;
  while (chosen > bytes && chosen > least) chosen /= 2;
  return chosen;
}

export function roundUp(address: number, align: number): number {
  return Math.ceil(address / align) * align;
}
