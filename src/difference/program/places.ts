import type { ProgramFile } from '../../binary/program-file.ts';
import type { NamedPart } from './named-parts.ts';

/** A place of a loaded program by the part that lies there, whatever its address. */
export interface PartPlace {
  readonly part: string;
  /** From the part's begin; only of what is one thing, such as a function. */
  readonly within: number;
}

/** The places of one program. */
export interface Places {
  /** The address that a place in the file is loaded at. */
  addressOf(offset: number): number | undefined;
  /** What lies at an address; undefined where nothing does. */
  at(address: number): PartPlace | undefined;
}

export function placesOf({ segments, sections }: ProgramFile, parts: readonly NamedPart[]): Places {
  const partAt = (offset: number): NamedPart | undefined => {
    let low = 0;
    let high = parts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((parts[middle]?.offset ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return parts[low - 1];
  };
  return {
    addressOf(offset) {
      const segment = segments.find((each) => offset >= each.offset && offset < each.offset + each.bytes);
      return segment && segment.address + offset - segment.offset;
    },
    at(address) {
      const segment = segments.find(
        (each) => address >= each.address && address < each.address + each.memoryBytes,
      );
      if (segment === undefined) return undefined;
      const within = address - segment.address;
      if (within < segment.bytes) {
        const part = partAt(segment.offset + within);
        if (part === undefined) return undefined;
        const isOne = part.nature === 'function';
        const name = `${part.nature} ${part.section} ${part.name}`;
        return { part: name, within: isOne ? segment.offset + within - part.offset : 0 };
      }
      // Zeros that the file does not hold: variables without a value.
      const section = sections.find(
        (each) => address >= each.address && address < each.address + each.memoryBytes,
      );
      return { part: `zeros ${section?.name ?? segment.name}`, within: 0 };
    },
  };
}

/** Both name the same: one function at the same instruction, or the same part of the data. */
export function isSamePlace(a: PartPlace | undefined, b: PartPlace | undefined): boolean {
  return a !== undefined && a.part === b?.part && a.within === b.within;
}
