import { breakdown, type Part, refine } from './breakdown.ts';
import type { NamedRange, ProgramFile } from './program-file.ts';

export interface NamedPart {
  readonly name: string;
  readonly bytes: number;
}

/** A part of a file by its format, and what is in it as far as something finer is known; those parts sum to its length. */
export interface PartedSection extends Part {
  /** In the order in which they first occur; `other` is what no finer part has. None where nothing finer is known. */
  readonly parts: readonly NamedPart[];
}

const other = 'other';

/**
 * The breakdown of a file with finer parts of its sections. What a section has in several places is summed.
 * @param finer ranges of the file, such as those of Go's linker
 * @throws SlipwayError E_BINARY as `breakdown` does
 */
export function partedBreakdown(program: ProgramFile, finer: readonly NamedRange[]): PartedSection[] {
  const parts = breakdown(program);
  const fine = refine(
    parts,
    finer.map((range) => ({ ...range, kind: 'finer' as const })),
  );
  let next = 0;
  return parts.map((part) => {
    const sums = new Map<string, number>();
    const end = part.offset + part.bytes;
    for (let one = fine[next]; one !== undefined && one.offset < end; one = fine[next]) {
      const name = one.kind === 'finer' ? one.name : other;
      sums.set(name, (sums.get(name) ?? 0) + one.bytes);
      next++;
    }
    const isWhole = sums.size === 1 && sums.has(other);
    return { ...part, parts: isWhole ? [] : [...sums].map(([name, bytes]) => ({ name, bytes })) };
  });
}
