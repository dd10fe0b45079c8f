import { withFileSource } from '../binary/byte-source.ts';
import { openProgram } from '../binary/open-program.ts';
import { upxOf } from '../binary/upx.ts';
import { type Decided, decide, type PackedCandidate } from '../pack/decide.ts';
import { whyNotPacked } from '../pack/refusal.ts';
import { replay } from '../pack/replay.ts';
import type { Weight } from '../pack/rule.ts';
import { isPackSetting, type PackSetting, settingsFor } from '../pack/settings.ts';
import type { Runs } from '../pack/start.ts';
import { type Packed, type Trial, tryPacking } from '../pack/trials.ts';
import type { Upx } from '../pack/upx.ts';
import type { PackReport } from '../report/model.ts';
import type { LockedPack } from '../request/lock-packs.ts';
import type { TargetSettings } from '../request/request.ts';
import type { Smoke } from '../request/smoke.ts';
import { choosingOnce } from '../sandbox/isolations/choose.ts';
import { leftAlone } from '../sandbox/left-alone.ts';
import { measureStart } from '../sandbox/measure-start.ts';
import { settleAll } from '../support/concurrency.ts';
import { SlipwayError } from '../support/errors.ts';
import { sha256 } from '../support/hashing.ts';
import type { InspectedExecutable, InspectedTarget } from './inspection.ts';
import type { PackOutcome } from './packing.ts';
import type { Ports } from './ports.ts';
import type { ProgramLayer } from './program-layers.ts';

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
    const reason = `slipway.lock says ${locked.decision}`;
    return settled(job, { decision: locked.decision, reason }, true);
  }
  const isReplayed = locked?.decision === 'packed';
  const upx = await job.upx(isReplayed ? locked.upx : undefined);
  const subject = { ...job.executable, isPacked: isPacked(job.executable) };
  const refused = whyNotPacked(subject, upx.version);
  if (refused !== undefined)
    return settled(job, { decision: 'impossible', reason: refused }, isReplayed, upx);
  const settings = isReplayed ? [lockedSetting(locked)] : settingsFor(job.executable.bytes);
  const { elf } = job.executable.facts;
  const input = { ...job.executable, isExact: elf !== undefined };
  const trialPorts = { ...ports, seconds: ports.clock.seconds, limit: job.limit };
  const { trials, cached } = await tryPacking(input, settings, upx, trialPorts);
  const packed = trials.filter((trial) => trial.kind === 'packed');
  const candidates = await settleAll(
    packed.map(async (trial): Promise<Candidate> => {
      const wireBytes = job.wire === undefined ? undefined : await wireOf(job.target, trial);
      return { ...trial, wireBytes };
    }),
  );
  if (candidates.length === 0) {
    const reason = trials.flatMap((trial) => (trial.kind === 'refused' ? trial.why : []))[0] ?? '';
    return settled(
      job,
      { decision: 'impossible', reason: `UPX refuses it: ${reason}` },
      isReplayed,
      upx,
      trials,
    );
  }
  const weighed: Weighed = { upx, trials, candidates, isCached: cached === trials.length };
  return () => decided(job, weighed, isReplayed, ports);
}

type Candidate = PackedCandidate & Packed;

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
  const { pack } = target.settings;
  const smoke = smokeOf(target.settings);
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

function runsOf({ executable: { platform } }: PackJob, smoke: Smoke | undefined, ports: Ports): Runs {
  const once = choosingOnce(ports);
  return {
    start: (path, runs) => measureStart({ path, platform }, smoke, runs, once),
    end: smoke === undefined ? (path, seconds) => leftAlone({ path, platform }, seconds, ports) : undefined,
  };
}

/** The contract of a target. */
function smokeOf(settings: TargetSettings & { readonly smoke?: Smoke | undefined }): Smoke | undefined {
  return settings.smoke;
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

function weightOf({ executable, wire }: PackJob): Weight {
  return { bytes: executable.bytes, wireBytes: wire?.layer.compressedBytes };
}

function reportOf(
  job: PackJob,
  { decision, reason, setting, run }: Decided,
  locked: boolean,
  upx: Upx | undefined,
  trials: readonly Trial[],
  candidates: readonly Candidate[],
): PackReport {
  const { bytes, wireBytes } = weightOf(job);
  const chosen = candidates.find((each) => each.setting === setting);
  const wire = chosen?.wireBytes;
  return {
    decision,
    reason,
    ...(setting !== undefined && { setting }),
    ...(upx !== undefined && { upx: upx.version }),
    locked,
    ...(decision === 'packed' && chosen && { packed: { bytes: chosen.bytes, digest: chosen.digest } }),
    measured: {
      disk: { unpacked: bytes, ...(chosen && { packed: chosen.bytes }) },
      ...(wireBytes !== undefined && {
        wire: { unpacked: wireBytes, ...(wire !== undefined && { packed: wire }) },
      }),
      ...(run !== undefined && { run }),
      trials: trials.map((trial) => trialReport(trial, candidates)),
    },
  };
}

function trialReport(
  trial: Trial,
  candidates: readonly Candidate[],
): PackReport['measured']['trials'][number] {
  const { setting } = trial;
  if (trial.kind === 'refused') return { setting, refused: trial.why };
  const wireBytes = candidates.find((each) => each.setting === setting)?.wireBytes;
  const { bytes, seconds } = trial;
  return { setting, bytes, ...(wireBytes !== undefined && { wireBytes }), seconds };
}
