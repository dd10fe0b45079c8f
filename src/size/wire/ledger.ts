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

export function newLedger(ranges: OwnedRanges): Ledger {
  return {
    bits: new Float64Array(ranges.ownerCount),
    ranges,
    range: 0,
    isOpen: false,
    since: 0,
    border: ranges.starts[0] ?? Number.POSITIVE_INFINITY,
  };
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
