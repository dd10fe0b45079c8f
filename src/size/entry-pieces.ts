import { addressEntries } from '../binary/address-entries.ts';
import type { ProgramFile } from '../binary/program-file.ts';
import type { Owner } from './attribution.ts';
import { kindCode, none, type Pieces, pieceAt, pieceBuilder } from './pieces.ts';

/**
 * Entries of tables that are about one address, such as relocations: they belong to whom that address belongs, and are there for
 * what it is there for. What nobody is known to own, and what the file does not hold, has no entry here.
 * @param pieces whom the bytes of the file belong to, without a gap
 */
export function entryPieces(program: ProgramFile, pieces: Pieces, owners: readonly Owner[]): Pieces {
  const entries = addressEntries(program);
  const builder = pieceBuilder(Math.min(entries.count, 1 << 16));
  const offsetOf = offsets(program);
  const kind = kindCode('linking');
  // Entries mostly are in the order of what they are about, so the next piece is looked for near the last one.
  let at = 0;
  let open = { start: 0, end: 0, owner: none, subject: none };
  const close = (): void => builder.add(open.start, open.end, kind, open.owner, open.subject);
  for (let entry = 0; entry < entries.count; entry += 1) {
    const target = offsetOf(entries.addresses[entry] ?? 0);
    if (target === undefined) continue;
    at = pieceAt(pieces, target, at);
    const owner = pieces.owners[at] ?? 0;
    if (owners[owner]?.kind === 'unattributed') continue;
    const subject = pieces.subjects[at] ?? none;
    const start = entries.offsets[entry] ?? 0;
    const end = start + (entries.bytes[entry] ?? 0);
    if (start === open.end && owner === open.owner && subject === open.subject) open.end = end;
    else {
      close();
      open = { start, end, owner, subject };
    }
  }
  close();
  return builder.build();
}

/** The place of an address in the file; undefined where it holds nothing. Fastest for addresses that are near each other. */
function offsets({ segments }: ProgramFile): (address: number) => number | undefined {
  let last = segments[0];
  return (address) => {
    const holds = (segment: typeof last): boolean =>
      segment !== undefined && address >= segment.address && address < segment.address + segment.bytes;
    if (!holds(last)) last = segments.find(holds) ?? last;
    return last !== undefined && holds(last) ? last.offset + address - last.address : undefined;
  };
}
