import type { Cause } from '../../report/size-report.ts';
import { type SizeSnapshot, snapshotDocument } from '../../size/snapshot.ts';
import { writeFileAtomic } from '../../support/files.ts';
import type { ApartStep } from '../apart/apart-parts.ts';
import type { Baseline } from './weigh.ts';

/**
 * All that a comment about sizes is made of, for a job that may write comments and did not build. Who reads it knows that
 * anybody may have written it: what was found out about it (verdicts, excesses) is not in it, but found out again.
 */
export interface SizeExchange {
  /** Absent where there was nothing to compare with. */
  readonly baseline?: Baseline;
  /** Such as go1.26.8. */
  readonly go: string;
  readonly after: SizeSnapshot;
  readonly causes: readonly Cause[];
  /** What the baseline's commit weighs with more and more of the settings of `after`. */
  readonly steps: readonly ApartStep[];
}

/** The file's name, also in an artifact. */
export const exchangeName = 'slipway-size.json';

/** Of the file, for writers and readers. */
export const longestExchange = 8 << 20;

/** An exchange as a file: JSON with the two snapshots in it as they are in files of their own. */
export function encodeExchange({ baseline, go, after, causes, steps }: SizeExchange): string {
  const document = {
    schemaVersion: 1,
    go,
    ...(baseline !== undefined && withBefore(baseline)),
    after: snapshotDocument(withoutBudgets(after)),
    causes,
    ...(steps.length > 0 && { steps }),
  };
  return `${JSON.stringify(document)}\n`;
}

function withBefore({ snapshot, ...baseline }: Baseline): object {
  return { baseline, before: snapshotDocument(withoutBudgets(snapshot)) };
}

/** Who judges has budgets of another source. */
function withoutBudgets(snapshot: SizeSnapshot): SizeSnapshot {
  return { ...snapshot, targets: snapshot.targets.map(({ budget: _, ...target }) => target) };
}

/** Writes it, if readers take one so long; gives what is to be said otherwise. */
export async function writeExchange(path: string, exchange: SizeExchange): Promise<readonly string[]> {
  const content = Buffer.from(encodeExchange(exchange));
  if (content.length > longestExchange) {
    return [
      `${exchangeName} would have ${content.length} bytes, and ${longestExchange} are read: not written`,
    ];
  }
  await writeFileAtomic(path, content);
  return [];
}
