import { type Lock, lockKey, readLock, writeLock } from '../request/lock-file.ts';
import type { LockRequest } from '../request/lock-request.ts';
import type { ImageReference } from '../request/reference.ts';
import { oncePer, settleAll } from '../support/concurrency.ts';
import type { Digest } from '../support/hashing.ts';

/** A base in the lock. `before` undefined: it is new; `after` undefined: nothing names it any more. */
export interface LockedBase {
  readonly reference: string;
  readonly before?: Digest;
  readonly after?: Digest;
}

/** What `slipway lock --json` prints; schema/report.schema.json says the same. */
export interface LockResult {
  readonly lockFile: string;
  readonly bases: readonly LockedBase[];
  /** True when the file is other than it was; with --dry-run, when it would be. */
  readonly changed: boolean;
  readonly dryRun: boolean;
}

/**
 * `slipway lock`: asks what the tags of the bases mean now, and writes that down.
 * @param resolve the digest that a reference names now
 * @throws SlipwayError E_CONFIG for a lock that cannot be read, and what `resolve` throws; then nothing is written
 */
export async function lockCommand(
  request: LockRequest,
  resolve: (reference: ImageReference) => Promise<Digest>,
): Promise<LockResult> {
  const { lockFile, dryRun } = request;
  const before = await readLock(lockFile);
  const known = oncePer(lockKey, resolve);
  const found = await settleAll(
    request.bases.map(async (reference) => [lockKey(reference), await known(reference)] as const),
  );
  const after: Lock = { ...before, bases: new Map([...(request.keepOthers ? before.bases : []), ...found]) };
  const names = [...new Set([...before.bases.keys(), ...after.bases.keys()])].toSorted();
  const bases = names.map((name) => lockedBase(name, before, after));
  const changed = bases.some((base) => base.before !== base.after);
  if (changed && !dryRun) await writeLock(lockFile, after);
  return { lockFile, bases, changed, dryRun };
}

function lockedBase(reference: string, before: Lock, after: Lock): LockedBase {
  const [old, now] = [before.bases.get(reference), after.bases.get(reference)];
  return { reference, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) };
}

/** The result for a person: each base, old → new. Ends without a line break. */
export function formatLock({ lockFile, bases, changed, dryRun }: LockResult): string {
  if (bases.length === 0) return 'no base has a tag that a lock could pin; nothing was written';
  const lines = bases.flatMap(({ reference, before, after }) => {
    if (before === after) return [`  = ${reference}`, `      ${after}`];
    if (after === undefined) return [`  - ${reference}`, `      ${before}`];
    return [
      `  ${before === undefined ? '+' : '~'} ${reference}`,
      `      ${before === undefined ? '' : `${before} →\n      `}${after}`,
    ];
  });
  const end = !changed
    ? `${lockFile} is up to date`
    : dryRun
      ? `${lockFile} would be written (dry run)`
      : `${lockFile} is written; commit it`;
  return [...lines, '', end].join('\n');
}
