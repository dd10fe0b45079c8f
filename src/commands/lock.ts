import { isDeepStrictEqual } from 'node:util';
import { type Lock, lockKey, readLock, writeLock } from '../request/lock-file.ts';
import { type LockedPack, type LockedPacks, namesOf } from '../request/lock-packs.ts';
import type { LockRequest } from '../request/lock-request.ts';
import type { ImageReference } from '../request/reference.ts';
import type { BuildRequest } from '../request/request.ts';
import { oncePer, settleAll } from '../support/concurrency.ts';
import type { Digest } from '../support/hashing.ts';

/** A base in the lock. `before` undefined: it is new; `after` undefined: nothing names it any more. */
export interface LockedBase {
  readonly reference: string;
  readonly before?: Digest;
  readonly after?: Digest;
}

/** A decision about packing in the lock, in the same way. */
export interface LockedProgram {
  readonly target: string;
  readonly platform: string;
  readonly before?: LockedPack;
  readonly after?: LockedPack;
}

/** What `slipway lock` asks of outside. */
export interface LockWays {
  /** The digest that a reference names now. */
  readonly base: (reference: ImageReference) => Promise<Digest>;
  /** What a build decides about packing. */
  readonly packs: (packing: BuildRequest) => Promise<LockedPacks>;
}

/** What `slipway lock --json` prints; schema/report.schema.json says the same. */
export interface LockResult {
  readonly lockFile: string;
  readonly bases: readonly LockedBase[];
  readonly packs: readonly LockedProgram[];
  /** True when the file is other than it was; with --dry-run, when it would be. */
  readonly changed: boolean;
  readonly dryRun: boolean;
}

/**
 * `slipway lock`: asks what the tags of the bases mean now and, where programs may be packed, builds and decides about that; and writes
 * both down.
 * @throws SlipwayError E_CONFIG for a lock that cannot be read, and what the ways throw; then nothing is written
 */
export async function lockCommand(request: LockRequest, ways: LockWays): Promise<LockResult> {
  const { lockFile, dryRun, packing, keepOthers } = request;
  const before = await readLock(lockFile);
  const known = oncePer(lockKey, ways.base);
  const found = await settleAll(
    request.bases.map(async (reference) => [lockKey(reference), await known(reference)] as const),
  );
  const decided = packing === undefined ? new Map<string, LockedPack>() : await ways.packs(packing);
  const after: Lock = {
    bases: new Map([...(keepOthers ? before.bases : []), ...found]),
    packs: keepOthers ? before.packs : decided,
  };
  const bases = keysOf(before.bases, after.bases).map((name) => lockedBase(name, before, after));
  const packs = keysOf(before.packs, after.packs).map((key) => lockedProgram(key, before, after));
  const changed =
    bases.some((base) => base.before !== base.after) ||
    packs.some((pack) => !isDeepStrictEqual(pack.before, pack.after));
  if (changed && !dryRun) await writeLock(lockFile, after);
  return { lockFile, bases, packs, changed, dryRun };
}

function keysOf(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].toSorted();
}

function lockedProgram(key: string, before: Lock, after: Lock): LockedProgram {
  const [old, now] = [before.packs.get(key), after.packs.get(key)];
  const { target, platform } = namesOf(key);
  return { target, platform, ...(old && { before: old }), ...(now && { after: now }) };
}

function lockedBase(reference: string, before: Lock, after: Lock): LockedBase {
  const [old, now] = [before.bases.get(reference), after.bases.get(reference)];
  return { reference, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) };
}

/** The result for a person: each base, old → new. Ends without a line break. */
export function formatLock({ lockFile, bases, packs, changed, dryRun }: LockResult): string {
  if (bases.length === 0 && packs.length === 0)
    return 'no base has a tag that a lock could pin; nothing was written';
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
  return [...lines, ...packs.map(packLine), '', end].join('\n');
}

/** `+ api linux/amd64: packed by lzma-7 of UPX 4.2.2`. */
function packLine({ target, platform, before, after }: LockedProgram): string {
  const isSame = isDeepStrictEqual(before, after);
  const sign = isSame ? '=' : before === undefined ? '+' : after === undefined ? '-' : '~';
  const was = isSame || before === undefined || after === undefined ? '' : `${packWords(before)} → `;
  return `  ${sign} ${target} ${platform}: ${was}${packWords(after ?? before)}`;
}

function packWords(pack: LockedPack | undefined): string {
  const { decision = '', setting, upx } = pack ?? {};
  return setting === undefined ? decision : `${decision} by ${setting} of UPX ${upx ?? ''}`;
}
