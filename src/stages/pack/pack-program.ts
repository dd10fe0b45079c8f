import { withFileSource } from '../../binary/byte-source.ts';
import { openProgram } from '../../binary/open-program.ts';
import { upxOf } from '../../binary/upx.ts';
import { type Decided, decide } from '../../pack/decide.ts';
import { whyNotPacked } from '../../pack/refusal.ts';
import { replay } from '../../pack/replay.ts';
import { isPackSetting, type PackSetting, settingsFor } from '../../pack/settings.ts';
import { type Packed, type Trial, tryPacking } from '../../pack/trials.ts';
import type { Upx } from '../../pack/upx.ts';
import type { LockedPack } from '../../request/lock-packs.ts';
import type { BuildRequest } from '../../request/request.ts';
import { settleAll } from '../../support/concurrency.ts';
import { SlipwayError } from '../../support/errors.ts';
import { sha256 } from '../../support/hashing.ts';
import type { InspectedExecutable, InspectedTarget } from '../inspection.ts';
import type { Ports } from '../ports.ts';
import type { ProgramLayer } from '../program-layers.ts';
import { type Candidate, reportOf, weightOf } from './pack-report.ts';
import { runsOf } from './pack-runs.ts';
import type { PackOutcome } from './packing.ts';

/** A program that may be packed. */
export interface PackJob {
  readonly target: InspectedTarget;
  readonly executable: InspectedExecutable;
  readonly mode: 'auto' | 'always';
  readonly locked: LockedPack | undefined;
  /** The layer of the unpacked program; undefined: it lies in no image. */
  readonly wire: ProgramLayer | undefined;
  /** The UPX of a version; undefined: the one at hand. */
  readonly upx: (version: string | undefined) => Promise<Upx>;
  readonly limit: <T>(work: () => Promise<T>) => Promise<T>;
  /** The isolation that programs are run in. */
  readonly sandbox: BuildRequest['sandbox'];
}

/** Makes the layer of a packed program, and gives what it weighs. */
export type WireOf = (target: InspectedTarget, file: Packed) => Promise<number>;

export interface Finished {
  readonly outcome: PackOutcome;
  /** True when nothing was packed and nothing was run. */
  readonly cached: boolean;
}

type Finish = () => Promise<Finished>;

/** Packs a program in the ways that may be shipped. @returns what runs them, once nothing else is at work, and decides */
export async function packProgram(job: PackJob, wireOf: WireOf, ports: Ports): Promise<Finish> {
  const { mode, locked } = job;
  if (locked !== undefined && locked.decision !== 'packed' && mode === 'auto') {
    return settled(job, { decision: locked.decision, reason: `slipway.lock says ${locked.decision}` }, true);
  }
  const replayed = locked?.decision === 'packed' ? locked : undefined;
  const isReplayed = replayed !== undefined;
  const upx = await job.upx(replayed?.upx);
  const refused = whyNotPacked(
    {
      ...job.executable,
      isPacked: isPacked(job.executable),
      deniesWriteExecute: job.target.settings.smoke?.writeExecute === 'deny',
    },
    upx.version,
  );
  if (refused !== undefined)
    return settled(job, { decision: 'impossible', reason: refused }, isReplayed, upx);
  const settings = isReplayed ? [lockedSetting(replayed)] : settingsFor(job.executable.bytes);
  const weighed = await weigh(job, settings, upx, wireOf, ports);
  if (weighed.candidates.length > 0) return () => decided(job, weighed, isReplayed, ports);
  const [why = ''] = weighed.trials.flatMap((trial) => (trial.kind === 'refused' ? trial.why : []));
  const impossible = { decision: 'impossible', reason: `UPX refuses it: ${why}` } as const;
  return settled(job, impossible, isReplayed, upx, weighed.trials);
}

async function weigh(
  { target, executable, wire, limit }: PackJob,
  settings: readonly PackSetting[],
  upx: Upx,
  wireOf: WireOf,
  ports: Ports,
): Promise<Weighed> {
  const input = { ...executable, isExact: executable.facts.elf !== undefined };
  const { trials, cached } = await tryPacking(input, settings, upx, {
    ...ports,
    seconds: ports.clock.seconds,
    limit,
  });
  const candidates = await settleAll(
    trials
      .filter((trial) => trial.kind === 'packed')
      .map(async (trial): Promise<Candidate> => {
        const wireBytes = wire === undefined ? undefined : await wireOf(target, trial);
        return { ...trial, wireBytes };
      }),
  );
  return { upx, trials, candidates, isCached: cached === trials.length };
}

interface Weighed {
  readonly upx: Upx;
  readonly trials: readonly Trial[];
  readonly candidates: readonly Candidate[];
  /** Whether all trials came from the store. */
  readonly isCached: boolean;
}

/** What needs no run. */
function settled(
  job: PackJob,
  decision: Decided,
  locked: boolean,
  upx?: Upx,
  trials: readonly Trial[] = [],
): Finish {
  const outcome = { report: reportOf(job, decision, locked, upx, trials, []), isProved: false };
  return async () => ({ outcome, cached: true });
}

/** Raise it when the same candidates are decided otherwise. */
const decisionFormat = 2;

/** Remembered by all that it follows from: the next run of the same program packs nothing and starts nothing. */
async function decided(
  job: PackJob,
  { upx, trials, candidates, isCached }: Weighed,
  isReplayed: boolean,
  ports: Ports,
): Promise<Finished> {
  const { mode, target, executable } = job;
  const { pack, smoke } = target.settings;
  const unpacked = { path: executable.path, ...weightOf(job) };
  const told = candidates.map(({ setting, digest, bytes, wireBytes }) => ({
    setting,
    digest,
    bytes,
    wireBytes,
  }));
  const key = `pack decision ${decisionFormat} ${sha256(
    JSON.stringify([
      executable.digest,
      unpacked.bytes,
      unpacked.wireBytes,
      told,
      mode,
      pack,
      smoke,
      isReplayed,
    ]),
  )}`;
  const known = (await ports.store.recall(key)) as Decided | undefined;
  const runs = runsOf(job, smoke, ports);
  const [first] = candidates;
  const made =
    known ??
    (isReplayed && first !== undefined
      ? await replay(unpacked, first, runs)
      : await decide({ mode, policy: pack, unpacked, candidates }, runs));
  if (known === undefined && made.unproved !== true) await ports.store.remember(key, made);
  const report = reportOf(job, made, isReplayed, upx, trials, candidates);
  const file = candidates.find(({ setting }) => setting === made.setting);
  const shipped = made.decision === 'packed' && file !== undefined ? { shipped: file } : {};
  const outcome = { report, isProved: made.unproved !== true, ...shipped };
  return { outcome, cached: isCached && known !== undefined };
}

function isPacked({ path, facts: { format } }: InspectedExecutable): boolean {
  if (format !== 'elf' && format !== 'pe') return false;
  return withFileSource(path, (source) => upxOf(openProgram(source)) !== undefined);
}

function lockedSetting({ setting = '' }: LockedPack): PackSetting {
  if (isPackSetting(setting)) return setting;
  throw new SlipwayError(
    'E_CONFIG',
    `slipway.lock names the setting ${setting}, which this Slipway does not know`,
    {
      hint: 'slipway lock decides anew',
    },
  );
}
