import { structure } from '../owners.ts';
import { type RangeList, rangeKind } from './ranges.ts';

/** A part of memory that is cut into pieces, each with an owner. Offsets are from `base`; columns are by piece, in their order. */
export interface OwnedPieces {
  readonly base: number;
  readonly count: number;
  readonly starts: Uint32Array;
  /** Where each ends, its last byte not included. */
  readonly ends: Uint32Array;
  readonly owners: Int32Array;
  /** The function that each is there for; empty where none is. */
  readonly subjects: Int32Array;
  /** Value of `rangeKind` for all, or for each. */
  readonly kind: number | Uint8Array;
  /** Where the part ends. */
  readonly end: number;
}

export const noSubjects = new Int32Array();

/** Adds all pieces; what lies between them is padding. One loop for all parts of a program, which is compiled once. */
export function addPieces(list: RangeList, pieces: OwnedPieces): void {
  const { base, count, starts, ends, owners, subjects, kind, end } = pieces;
  // Elsewhere than in wasm the file holds a part in one piece.
  const offset = list.offsetOf(base, end);
  const add = offset === undefined ? list.add : list.addInFile;
  const from = offset ?? base;
  const hasSubjects = subjects.length > 0;
  const padding = kind === rangeKind.pclntab ? kind : rangeKind.structure;
  let last = 0;
  for (let piece = 0; piece < count; piece++) {
    const start = starts[piece] ?? 0;
    if (start > last) add(from + last, start - last, padding, structure.padding, -1);
    last = ends[piece] ?? 0;
    if (last <= start) continue;
    const as = typeof kind === 'number' ? kind : (kind[piece] ?? rangeKind.structure);
    const subject = hasSubjects ? (subjects[piece] ?? -1) : -1;
    add(from + start, last - start, as, owners[piece] ?? structure.shared, subject);
  }
  if (end > last) add(from + last, end - last, padding, structure.padding, -1);
}
