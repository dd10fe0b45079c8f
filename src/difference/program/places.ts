import { partName } from '../../binary/go/ledger/go-parts.ts';
import type { ProgramFile } from '../../binary/program-file.ts';
import type { NamedPart } from './named-parts.ts';

/** A place of a loaded program by what lies there, whatever its address. */
export interface PartPlace {
  readonly nature: NamedPart['nature'] | 'zeros';
  readonly part: string;
  /** From the part's begin; only of a function, which is one thing. */
  readonly within: number;
  /** The first two letters of a string: strings have no borders, so all of them are one part. */
  readonly letters: string;
}

/** The places of one program. */
export interface Places {
  /** The address that a place in the file is loaded at. */
  addressOf(offset: number): number | undefined;
  /** What lies at an address; undefined where nothing does. */
  at(address: number): PartPlace | undefined;
}

const letterBytes = 2;

export function placesOf({ source, segments, sections }: ProgramFile, parts: readonly NamedPart[]): Places {
  const placeAt = (offset: number): PartPlace | undefined => {
    const part = partAt(parts, offset);
    if (part === undefined) return undefined;
    const { nature, section, name } = part;
    const isText = name === partName.strings && offset + letterBytes <= source.length;
    return {
      nature,
      part: `${nature} ${section} ${name}`,
      within: nature === 'function' ? offset - part.offset : 0,
      letters: isText ? Buffer.from(source.read(offset, letterBytes)).toString('latin1') : '',
    };
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
      if (within < segment.bytes) return placeAt(segment.offset + within);
      // Zeros that the file does not hold: variables without a value.
      const section = sections.find(
        (each) => address >= each.address && address < each.address + each.memoryBytes,
      );
      return { nature: 'zeros', part: `zeros ${section?.name ?? segment.name}`, within: 0, letters: '' };
    },
  };
}

function partAt(parts: readonly NamedPart[], offset: number): NamedPart | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((parts[middle]?.offset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}

/** Both are the same: one function at the same instruction, strings that begin alike, or the same part of the data. */
export function isSamePlace(a: PartPlace | undefined, b: PartPlace | undefined): boolean {
  return a !== undefined && a.part === b?.part && a.within === b.within && a.letters === b.letters;
}
