import type { OwnedRanges } from './ranges.ts';

/** Who pays for a stream's output, while it is read from its start to its end: one range after the other. */
export interface Ledger {
  /** Bits paid so far, by owner. */
  readonly bits: Float64Array;
  readonly ranges: OwnedRanges;
  /** The range that is open, or else the next one. */
  range: number;
  isOpen: boolean;
  /** What all output before the open range cost. */
  since: number;
  /** Where in the output the open range ends, or else the next one begins. */
  border: number;
}

/** @param from where the output begins, be that inside a range or between two */
export function newLedger(ranges: OwnedRanges, from = 0): Ledger {
  const { starts, ends, ownerCount } = ranges;
  const range = firstEndingAfter(ends, from);
  const isOpen = (starts[range] ?? Number.POSITIVE_INFINITY) < from;
  const border = (isOpen ? ends : starts)[range] ?? Number.POSITIVE_INFINITY;
  return { bits: new Float64Array(ownerCount), ranges, range, isOpen, since: 0, border };
}

/** Where in a rising column the first is that is above a number; behind its end where none is. */
function firstEndingAfter(ends: Float64Array, from: number): number {
  if (from === 0) return 0;
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Ends what is open, where the output does. `cost`: what all output cost, in bits. */
export function closeLedger({ bits, ranges, range, isOpen, since }: Ledger, cost: number): void {
  const owner = ranges.owners[range] ?? 0;
  if (isOpen) bits[owner] = (bits[owner] ?? 0) + cost - since;
}

/** Ends and begins what does so at the border. `cost`: what all output before it cost, in bits. */
export function crossBorder(ledger: Ledger, cost: number): void {
  const { bits, ranges, border } = ledger;
  while (ledger.border === border) {
    if (ledger.isOpen) {
      const owner = ranges.owners[ledger.range] ?? 0;
      bits[owner] = (bits[owner] ?? 0) + cost - ledger.since;
      ledger.range++;
    }
    ledger.isOpen = !ledger.isOpen;
    ledger.since = cost;
    const places = ledger.isOpen ? ranges.ends : ranges.starts;
    ledger.border = places[ledger.range] ?? Number.POSITIVE_INFINITY;
  }
}
