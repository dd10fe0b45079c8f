import type { Architecture } from '../../request/platform.ts';

/** Minalign and Maxalign of cmd/link's architectures. */
export interface AlignLimits {
  readonly least: number;
  readonly most: number;
}

export function alignLimits(architecture: Architecture | undefined): AlignLimits {
  return { least: architecture === 's390x' ? 2 : 1, most: architecture === 'arm' ? 8 : 32 };
}

/**
 * At multiples of what the linker puts a symbol of data (cmd/link/internal/ld/data.go, symalign).
 * @param align as objects say; 0 where the linker chooses
 */
export function alignOf(bytes: number, align: number, { least, most }: AlignLimits): number {
  if (align !== 0) return Math.max(align, least);
  let chosen = most;
  while (chosen > bytes && chosen > least) chosen /= 2;
  return chosen;
}

export function roundUp(address: number, align: number): number {
  return Math.ceil(address / align) * align;
}
