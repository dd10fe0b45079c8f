import type { ProgramFile } from '../../binary/program-file.ts';
import type { Hunk } from '../hunks.ts';
import { type DifferingPart, offsetsOf } from './aligned.ts';
import { isSamePlace, type Places } from './places.ts';

/**
 * How many of the bytes that differ are of words that hold an address, which is another only because what it leads to moved.
 * Nothing of wasm, whose addresses are not told from numbers.
 */
export function pointerBytes(
  part: DifferingPart,
  { format, endian, wordBytes }: ProgramFile,
  places: { readonly a: Places; readonly b: Places },
): number {
  if (format === 'wasm' || (part.nature !== 'texts' && part.nature !== 'data' && part.nature !== 'table'))
    return 0;
  const word = (bytes: Buffer, at: number): number => {
    if (wordBytes === 4) return endian === 'little' ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    return Number(endian === 'little' ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  };
  const isPointer = (hunk: Hunk): boolean => {
    const { offset } = offsetsOf(part, hunk);
    const address = offset && places.a.addressOf(offset.a);
    if (address === undefined) return false;
    const within = address % wordBytes;
    const [atA, atB] = [hunk.a.from - within, hunk.b.from - within];
    const fits =
      atA >= 0 &&
      atB >= 0 &&
      atA + wordBytes <= part.a.bytes.length &&
      atB + wordBytes <= part.b.bytes.length;
    if (!fits || hunk.a.to - atA > wordBytes || hunk.b.to - atB > wordBytes) return false;
    return isSamePlace(places.a.at(word(part.a.bytes, atA)), places.b.at(word(part.b.bytes, atB)));
  };
  return part.list.reduce((sum, hunk) => sum + (isPointer(hunk) ? hunk.a.to - hunk.a.from : 0), 0);
}
