import { chmod, rm } from 'node:fs/promises';
import type { BlobStore } from '../cache/blob-store.ts';
import { settleAll } from '../support/concurrency.ts';
import { SlipwayError } from '../support/errors.ts';
import type { Exec } from '../support/exec.ts';
import { type Digest, isDigest, sha256File } from '../support/hashing.ts';
import type { PackSetting } from './settings.ts';
import { packFile, type Upx, unpackFile } from './upx.ts';

/** A program packed in one way; `path` lies in the store. */
export interface Packed {
  readonly kind: 'packed';
  readonly setting: PackSetting;
  readonly path: string;
  readonly digest: Digest;
  readonly bytes: number;
  /** How long it took when it was done. */
  readonly seconds: number;
}

export interface Refused {
  readonly kind: 'refused';
  readonly setting: PackSetting;
  readonly why: string;
}

export type Trial = Packed | Refused;

export interface TrialPorts {
  readonly exec: Exec;
  readonly store: BlobStore;
  readonly signal: AbortSignal;
  readonly seconds: () => number;
  /** Runs a trial when its turn comes: as many at once as there are cores. */
  readonly limit: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface PackedInput {
  readonly path: string;
  readonly digest: Digest;
  readonly bytes: number;
  /** Whether unpacking gives the very file again, as it does for ELF; a PE file gets other headers. */
  readonly isExact: boolean;
}

/** Raise it when the same input and setting are answered otherwise. */
const trialFormat = 1;

/** However slow a machine is: an estimate keeps what takes long from being tried at all. */
const longestMilliseconds = 20 * 60_000;

/**
 * Packs a program in several ways, side by side, each from the store where it was done before. What is interrupted leaves nothing.
 * @returns the trials in the settings' order, and how many of them the store had
 * @throws SlipwayError E_TOOL when UPX cannot be started, E_IO; the signal's reason
 */
export async function tryPacking(
  input: PackedInput,
  settings: readonly PackSetting[],
  upx: Upx,
  ports: TrialPorts,
): Promise<{ readonly trials: Trial[]; readonly cached: number }> {
  const all = await settleAll(
    settings.map(async (setting) => {
      const key = `packed ${trialFormat} ${input.digest} ${setting} ${upx.version} ${upx.digest}`;
      const known = await recalled(await ports.store.recall(key), setting, ports.store);
      if (known !== undefined) return { trial: known, cached: true };
      const trial = await ports.limit(() => packAnew(input, setting, upx, ports));
      await ports.store.remember(key, memoOf(trial));
      return { trial, cached: false };
    }),
  );
  return { trials: all.map(({ trial }) => trial), cached: all.filter(({ cached }) => cached).length };
}

type Memo = Omit<Packed, 'path' | 'setting'> | Omit<Refused, 'setting'>;

function memoOf(trial: Trial): Memo {
  if (trial.kind === 'refused') return { kind: 'refused', why: trial.why };
  const { kind, digest, bytes, seconds } = trial;
  return { kind, digest, bytes, seconds };
}

/** A remembered trial, when what it made is still there and whole. */
async function recalled(value: unknown, setting: PackSetting, store: BlobStore): Promise<Trial | undefined> {
  if (typeof value !== 'object' || value === null) return undefined;
  const { kind, why, digest, bytes, seconds } = value as Record<string, unknown>;
  if (kind === 'refused' && typeof why === 'string') return { kind, setting, why };
  if (typeof digest !== 'string' || !isDigest(digest) || typeof seconds !== 'number') return undefined;
  const blob = await store.find(digest);
  if (blob === undefined || blob.bytes !== bytes) return undefined;
  return { kind: 'packed', setting, path: blob.path, digest, bytes: blob.bytes, seconds };
}

async function packAnew(
  input: PackedInput,
  setting: PackSetting,
  upx: Upx,
  { exec, store, signal, seconds }: TrialPorts,
): Promise<Trial> {
  const output = await store.reserve();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(longestMilliseconds)]);
  const started = seconds();
  try {
    const answer = await packFile(upx, input.path, output, setting, { exec, signal: limit });
    const took = Math.round((seconds() - started) * 1000) / 1000;
    const why =
      answer.kind === 'refused' ? answer.why : await differs(input, output, upx, store, exec, signal);
    if (why !== undefined) return { kind: 'refused', setting, why };
    await chmod(output, 0o755);
    const { digest, bytes } = await sha256File(output);
    await store.keep(output, digest);
    const path = (await store.find(digest))?.path;
    if (path === undefined) throw new SlipwayError('E_IO', 'a packed program is gone from the cache folder');
    return { kind: 'packed', setting, path, digest, bytes, seconds: took };
  } catch (error) {
    if (!signal.aborted && limit.aborted) {
      return { kind: 'refused', setting, why: `it took more than ${longestMilliseconds / 60_000} minutes` };
    }
    throw error;
  } finally {
    await rm(output, { force: true });
  }
}

/** UPX's own test (-t) passes files that die, so what was packed is unpacked and compared. */
async function differs(
  { digest, isExact }: PackedInput,
  packed: string,
  upx: Upx,
  store: BlobStore,
  exec: Exec,
  signal: AbortSignal,
): Promise<string | undefined> {
  const back = await store.reserve();
  try {
    const answer = await unpackFile(upx, packed, back, { exec, signal });
    if (answer.kind === 'refused') return `UPX cannot unpack what it packed: ${answer.why}`;
    if (!isExact || (await sha256File(back)).digest === digest) return undefined;
    return 'what UPX unpacks it to is another file than the one that was packed';
  } finally {
    await rm(back, { force: true });
  }
}
