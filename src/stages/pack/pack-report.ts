import type { Decided, PackedCandidate } from '../../pack/decide.ts';
import type { Weight } from '../../pack/rule.ts';
import type { Packed, Trial } from '../../pack/trials.ts';
import type { Upx } from '../../pack/upx.ts';
import type { PackReport } from '../../report/model.ts';
import type { PackJob } from './pack-program.ts';

/** A trial that may be shipped, with what its layer weighs. */
export type Candidate = PackedCandidate & Packed;

/** What the unpacked program weighs. */
export function weightOf({ executable, wire }: PackJob): Weight {
  return { bytes: executable.bytes, wireBytes: wire?.layer.compressedBytes };
}

/** All that was found, for report.json. */
export function reportOf(
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
