import type { ProgramFile } from '../../program-file.ts';
import type { GoLedger } from './ledger.ts';

/** How much of a section a ledger gives to whom, in bytes of the file. */
export interface Coverage {
  readonly section: string;
  readonly bytes: number;
  readonly packages: number;
  readonly structures: number;
  /** What the ledger says nothing of. */
  readonly unknown: number;
}

/** Sums a ledger up by sections, in the order of the file. Sections without bytes in it are left out. */
export function coverageOf(
  { sections }: Pick<ProgramFile, 'sections'>,
  { ranges, owners }: Pick<GoLedger, 'ranges' | 'owners'>,
): Coverage[] {
  const held = sections.filter(({ bytes }) => bytes > 0).sort((a, b) => a.offset - b.offset);
  let index = 0;
  return held.map(({ name, offset, bytes }) => {
    const end = offset + bytes;
    const sums = { package: 0, structure: 0 };
    // A range may begin in the section before.
    while (index > 0 && startOf(ranges, index) > offset) index--;
    while (index < ranges.count && endOf(ranges, index) <= offset) index++;
    for (; index < ranges.count && startOf(ranges, index) < end; index++) {
      const within = Math.min(end, endOf(ranges, index)) - Math.max(offset, startOf(ranges, index));
      const kind = owners[ranges.owners[index] ?? 0]?.kind ?? 'structure';
      sums[kind] += Math.max(0, within);
    }
    return {
      section: name,
      bytes,
      packages: sums.package,
      structures: sums.structure,
      unknown: bytes - sums.package - sums.structure,
    };
  });
}

function startOf({ starts }: GoLedger['ranges'], index: number): number {
  return starts[index] ?? 0;
}

function endOf(ranges: GoLedger['ranges'], index: number): number {
  return startOf(ranges, index) + (ranges.bytes[index] ?? 0);
}
